(function (id, figure) {
  "use strict";
  function draw() {
    // The same figure may stand on a page twice: each fragment takes the first place that is still empty.
    var place = document.querySelector('[data-figure="' + id + '"]:not([data-drawn])');
    if (!place) return;
    place.setAttribute("data-drawn", "");
    place.textContent = "";
    var page = getComputedStyle(place);
    figure.layout.font = Object.assign({ color: page.color, family: page.fontFamily }, figure.layout.font);
    window.Plotly.newPlot(place, figure.data, figure.layout, figure.config);
  }
  if (window.Plotly) draw();
  else (window.imageNotebooksFigures = window.imageNotebooksFigures || []).push(draw);
})
