(async function (compressed) {
  "use strict";
  if (!window.Plotly) {
    var bytes = Uint8Array.from(atob(compressed), function (letter) { return letter.charCodeAt(0); });
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    var script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.appendChild(script);
  }
  (window.imageNotebooksFigures || []).splice(0).forEach(function (draw) { draw(); });
})
