"use strict";
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // Colours come from the page, so that a chart follows light and dark; what the figure itself sets for its data stays.
  function themed(layout) {
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue(name).trim();
    const result = {
      ...layout, autosize: true, width: undefined,
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: { ...layout.font, color: colour("--text"), family: colour("--sans") },
      modebar: { bgcolor: "rgba(0,0,0,0)", color: colour("--faint"), activecolor: colour("--text"), ...layout.modebar },
      hoverlabel: { ...layout.hoverlabel, bgcolor: colour("--page"), font: { ...layout.hoverlabel?.font, color: colour("--text") } },
    };
    const axes = new Set(["xaxis", "yaxis", ...Object.keys(layout).filter(key => /^[xy]axis\d*$/.test(key))]);
    for (const axis of axes)
      result[axis] = { ...layout[axis], gridcolor: colour("--line"), zerolinecolor: colour("--line"), linecolor: colour("--faint") };
    return result;
  }

  function draw() {
    for (const chart of document.querySelectorAll(".chart")) {
      const data = chart.querySelector("script[type='application/json']");
      if (!window.Plotly) {
        chart.classList.add("missing");
        chart.append("The chart is not drawn because plotly.js was not there when this page was written. " +
          "Run “npm ci --prefix environment” and the notebook again.");
        continue;
      }
      const figure = JSON.parse(data.textContent);
      const target = chart.querySelector(".plot") ?? chart.appendChild(Object.assign(document.createElement("div"), { className: "plot" }));
      Plotly.react(target, figure.data ?? [], themed(figure.layout ?? {}), { displaylogo: false, displayModeBar: "hover", ...figure.config, responsive: true });
    }
  }

  // A formula that KaTeX cannot read stays as it was written.
  function setFormulas() {
    if (!window.katex) return;
    for (const formula of document.querySelectorAll(".math[data-tex]")) {
      const tex = formula.textContent;
      try {
        katex.render(tex, formula, { displayMode: formula.classList.contains("display") });
      } catch (problem) {
        formula.replaceChildren(Object.assign(document.createElement("code"), { textContent: tex, title: problem.message }));
      }
    }
  }

  function toggleCode() {
    const cells = [...document.querySelectorAll("section.code > details")];
    const button = document.getElementById("toggle-code");
    if (cells.length === 0 || !button) return;
    const label = () => { button.textContent = cells.some(cell => cell.open) ? "Hide code" : "Show code"; };
    button.hidden = false;
    button.addEventListener("click", () => {
      const open = !cells.some(cell => cell.open);
      for (const cell of cells) cell.open = open;
      label();
    });
    label();
  }

  function followHeadings() {
    const links = new Map([...document.querySelectorAll("nav a")].map(link => [link.hash.slice(1), link]));
    const observer = new IntersectionObserver(entries => {
      for (const entry of entries.filter(entry => entry.isIntersecting)) {
        for (const link of links.values()) link.removeAttribute("aria-current");
        links.get(entry.target.id).setAttribute("aria-current", "true");
      }
    }, { rootMargin: "0px 0px -75% 0px" });
    for (const id of links.keys()) observer.observe(document.getElementById(id));
  }

  draw();
  setFormulas();
  toggleCode();
  followHeadings();
  if (window.Plotly) {
    dark.addEventListener("change", draw);
    addEventListener("beforeprint", () => document.querySelectorAll(".plot").forEach(plot => Plotly.Plots.resize(plot)));
  }
})();
