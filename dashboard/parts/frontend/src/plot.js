// One chart. Plotly comes once, by address, and changes what is there; see the part's Python for why.

import { element } from "./dom.js";
import { loaded } from "./library.js";
import { pieces } from "./words.js";

/**
 * The look of what a figure says nothing of, from the theme as it is now.
 *
 * @param {HTMLElement} box
 */
const look = (box) => {
  const style = getComputedStyle(box);
  const of = (/** @type {string} */ name) => style.getPropertyValue(`--st-${name}`).trim();
  const [text, paper, line] = [of("text-color"), of("background-color"), of("border-color")];
  const font = { family: of("font"), color: text, size: 12 };
  const axis = {
    tickfont: font,
    tickcolor: line,
    gridcolor: line,
    zerolinecolor: line,
    linecolor: line,
    title: { font: { ...font, size: 14 } },
    automargin: true,
    // What does not fit is cut off by the chart's edge; measuring every label for it takes a third of a drawing.
    ticklabeloverflow: "allow",
  };
  return {
    layout: {
      font,
      paper_bgcolor: paper,
      plot_bgcolor: paper,
      xaxis: { ...axis, showgrid: false, zeroline: false },
      yaxis: { ...axis, ticklabelposition: "outside" },
      margin: { pad: 8, l: 0, r: 0 },
      legend: { font, bgcolor: "rgba(0,0,0,0)", valign: "top" },
      hoverlabel: { bgcolor: paper, bordercolor: line, font },
    },
  };
};

/**
 * Words of our dialect in Plotly's, which reads tags in every text: bold, new lines, and the one tag that a figure
 * may say itself. Any other becomes letters of a name.
 *
 * @param {any} value
 * @returns {any}
 */
export const lettered = (value) => {
  if (typeof value === "string") {
    const safe = value.replace(/<(?!\/?extra>)/g, "&lt;").replaceAll("\n", "<br>");
    return pieces(safe)
      .map(({ text, isBold }) => (isBold ? `<b>${text}</b>` : text))
      .join("");
  }
  if (Array.isArray(value)) return value.map(lettered);
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, lettered(inner)]));
};

/** @type {Record<string, string>} */
const SIGNS = {
  circle: "●",
  diamond: "◆",
  square: "■",
  "triangle-up": "▲",
  cross: "✚",
  x: "✖",
  star: "★",
  hexagon: "⬢",
  pentagon: "⬟",
};

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Plot>} */
export function make(parent, forget) {
  // Its words are read when it is reached by key.
  const box = element("div", "plot", "", { tabindex: 0 });
  const below = element("div", "names");
  parent.append(box, below);
  /** @type {any} */
  let Plotly = null;
  /** @type {any} */
  let figure = null;
  /** @type {any[]} */
  let drawn = [];
  /** @type {import("./part.d.ts").Tell} */
  let tell = () => {};
  let clicks = false;
  let listening = false;
  let colors = "";
  let written = ""; // names that stand below
  /** @type {Set<string>} */
  const without = new Set(); // lines that were taken away
  /** @type {any} */
  const plotted = box; // what Plotly adds to the box: its layout, and a way to listen

  const draw = () => {
    if (!Plotly || !box.isConnected || !box.clientWidth) return;
    const template = look(box);
    colors = JSON.stringify(template);
    const layout = { ...lettered(figure.layout), template, width: box.clientWidth };
    const data = drawn.map((trace, i) => (without.has(figure.data[i].name) ? { ...trace, visible: false } : trace));
    (listening ? Plotly.react : Plotly.newPlot)(box, data, layout, { displayModeBar: false });
    box.classList.toggle("clickable", clicks);
    box.removeAttribute("data-drawing");
    if (listening) return;
    listening = true;
    plotted.on("plotly_click", (/** @type {any} */ { points }) => {
      // What a mark stands for.
      const word = [points?.[0]?.customdata].flat()[0];
      if (clicks && typeof word === "string" && word) tell(word);
    });
  };
  /**
   * The name of a line, which takes the line away and brings it back.
   *
   * @param {any} trace
   */
  const named = ({ name, line, marker }) => {
    const button = element("button", "", "", { type: "button", "aria-pressed": true });
    const sign = element("i", "", SIGNS[marker.symbol], { "aria-hidden": true, "data-dash": line.dash });
    button.style.setProperty("--ink", line.color);
    button.append(sign, name);
    button.addEventListener("click", () => {
      if (!without.delete(name)) without.add(name);
      button.ariaPressed = String(!without.has(name));
      draw();
    });
    return button;
  };
  const resized = new ResizeObserver(() => {
    if (!box.isConnected) end();
    else if (figure && plotted.layout?.width !== box.clientWidth) requestAnimationFrame(draw);
  });
  resized.observe(box);
  // Another theme changes the colours by style or class of what is around the chart.
  const themed = new MutationObserver(() => {
    if (figure && colors && JSON.stringify(look(box)) !== colors) draw();
  });
  const around = parent.closest(".parts")?.parentElement;
  for (const at of [around, around?.parentElement]) {
    if (at) themed.observe(at, { attributeFilter: ["style", "class"] });
  }
  const end = () => {
    resized.disconnect();
    themed.disconnect();
    if (listening) Plotly.purge(box);
    forget();
  };

  return (sent, trigger, same) => {
    tell = trigger;
    if (same) return;
    ({ figure, clicks } = sent);
    drawn = lettered(figure.data);
    const names = sent.named ? figure.data : [];
    const writing = JSON.stringify(names.map((/** @type {any} */ { name }) => name));
    if (written !== writing) {
      written = writing;
      without.clear();
      below.replaceChildren(...names.map(named));
    }
    box.setAttribute("role", "figure");
    box.setAttribute("aria-label", sent.alt);
    // The room is taken at once: nothing below jumps when the chart comes.
    box.style.height = `${figure.layout.height ?? 450}px`;
    // With the frame that shows it: the page is measured once, after all that came with this change.
    if (Plotly) requestAnimationFrame(draw);
    else {
      box.setAttribute("data-drawing", "");
      loaded(sent.plotly).then((library) => {
        Plotly = library.Plotly;
        draw();
      });
    }
  };
}
