"use strict";
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const place = document.getElementById("place");
  // The last slide whose head is at or above the upper third: what a reader would call the one on the screen.
  const current = () => Math.max(0, slides.findLastIndex(slide => slide.getBoundingClientRect().top < innerHeight / 3));
  const show = () => { place.textContent = `${current() + 1} / ${slides.length}`; };

  const steps = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
  addEventListener("keydown", event => {
    const step = steps[event.key];
    // A slider of a chart wants its arrows for itself.
    if (!step || event.target.closest?.("input, textarea, .slider-container")) return;
    event.preventDefault();
    slides[Math.min(slides.length - 1, Math.max(0, current() + step))].scrollIntoView({ behavior: "instant" });
  });
  addEventListener("scroll", show, { passive: true });
  show();
})();
