// The heat table: indicators by districts. The figures of a year come once, as a part of their own, and stay
// (heat_figures.js); afterwards Python sends only which rows and columns stand where and how each cell is judged.

import { around, element, find, rowsOf } from "./dom.js";
import { figuresOf } from "./heat_figures.js";
import { ledTo, scrolledTo } from "./heat_keys.js";
import { tableLines } from "./heat_lines.js";
import { painter } from "./heat_paint.js";
import { lookOf, sortedBy, tipLines, valueWords } from "./heat_words.js";
import { shadow } from "./shadow.js";
import { showTip } from "./tooltip.js";

/**
 * @typedef {import("./heat_figures.js").Figures} Figures
 * @typedef {import("./heat_words.js").Picture} Picture
 * @typedef {import("../contract.d.ts").HeatTable} Sent
 */

/**
 * The newest table's; a listener of its own would keep a table that is gone.
 *
 * @type {(is: boolean) => void}
 */
let onPaper = () => {};
addEventListener("beforeprint", () => onPaper(true));
addEventListener("afterprint", () => onPaper(false));

/** @param {HTMLElement} host */
function heatTable(host) {
  const frame = element("div", "frame");
  const legend = element("ul", "legend");
  const pane = element("div", "pane");
  const tip = element("div", "tip", "", { role: "tooltip" });
  tip.hidden = true;
  frame.append(legend, pane, tip);
  /** @type {Figures} */
  let figures;
  /** @type {Picture} */
  let picture;
  /** @type {Picture | null} what is waited for */
  let newest = null;
  /** @type {import("./part.d.ts").Tell} */
  let tell = () => {};
  /** @param {import("../contract.d.ts").HeatAnswer} answer */
  const answer = (answer) => tell(answer);
  /** @type {[number, number]} the cell that takes the focus when the table is entered by key */
  let active = [0, 0];
  /** @type {HTMLElement | undefined} */
  let stop;
  /** @type {HTMLTableRowElement[]} */
  let lines = [];
  let drawn = "";
  let drawings = 0;
  let revealed = "";

  const shown = (/** @type {number} */ i, /** @type {number} */ j) => {
    const line = picture.rows[i];
    const district = picture.order[j];
    const { name, fill, ink, sign } = lookOf(picture, line, district);
    const text = picture.values ? `${sign} ${valueWords(figures, line.at, district, name)}` : sign;
    return { name, fill, ink, text };
  };
  const paint = painter(pane, shown);
  const rows = tableLines(pane, paint.picture);

  const drawLegend = () => {
    const items = picture.legend.map(({ look, count }) => {
      const { name, fill, sign, words, ink } = picture.looks[look];
      const item = element("li");
      const swatch = element("span", `swatch ${name}`, sign, { "aria-hidden": true });
      Object.assign(swatch.style, { backgroundColor: fill, color: ink });
      item.append(swatch, element("span", "", words), element("span", "count", `(${count})`));
      return item;
    });
    legend.replaceChildren(...items);
  };

  const draw = () => {
    // What was sorted here is drawn already when the answer says the same.
    const now = JSON.stringify(picture);
    if (drawn === now) return;
    drawn = now;
    drawings += 1;
    host.setAttribute("data-drawn", String(drawings));
    drawLegend();
    frame.classList.toggle("values", picture.values);
    if (!picture.rows.length) {
      lines = [];
      rows.clear();
      pane.replaceChildren(element("div", "empty", picture.words.empty));
      return;
    }
    const isFocused = () => host.shadowRoot?.activeElement?.closest(".pane") != null;
    const wasFocused = isFocused();
    const { scrollLeft, scrollTop } = pane;
    lines = rows.draw(figures, picture);
    pane.scrollTo(scrollLeft, scrollTop);
    reveal();
    paint.renew(lines, picture.order.length, picture.values);
    stopAt(active);
    if (wasFocused && !isFocused()) at(active)?.focus({ preventScroll: true });
  };

  /** On paper a row may go to the next page, where no picture follows it: there cells show themselves. */
  onPaper = (is) => {
    for (const [i, line] of lines.entries()) {
      for (const j of picture.order.keys()) {
        const { text, fill, ink } = shown(i, j);
        line.cells[j + 1].textContent = is ? text : "";
        line.cells[j + 1].style.cssText = is ? `background-color: ${fill}; color: ${ink}` : "";
      }
    }
  };

  /** On a narrow screen the marked district may stand out of sight: it is brought in, once for each district. */
  const reveal = () => {
    const mine = `${picture.mine} ${picture.order.join()}`;
    if (revealed === mine) return;
    revealed = mine;
    const heading = /** @type {HTMLElement | null} */ (pane.querySelector("thead .mine"));
    if (heading) pane.scrollLeft = scrolledTo(heading, find(pane, ".corner").offsetWidth, pane);
  };

  // Row -1 is the heading with the districts, column -1 the indicator's title.
  const at = (/** @type {[number, number]} */ [i, j]) =>
    /** @type {HTMLElement | undefined} */ (
      i < 0 ? (pane.querySelector(`th[data-j="${Math.max(j, 0)}"]`) ?? undefined) : lines[i]?.cells[j + 1]
    );
  const cell = (/** @type {Event} */ event) =>
    /** @type {HTMLTableCellElement | null} */ (around(event, "td, th.name, th.place"));
  /** @type {(cell: HTMLTableCellElement) => [number, number]} */
  const place = (cell) => [Number(cell.parentElement?.dataset.i ?? -1), Number(cell.dataset.j ?? cell.cellIndex - 1)];

  /** One cell takes the focus when the table is entered by key. */
  const stopAt = (/** @type {[number, number]} */ [i, j]) => {
    active = [Math.min(i, picture.rows.length - 1), Math.min(j, picture.order.length - 1)];
    if (stop) stop.tabIndex = -1;
    stop = at(active);
    if (stop) stop.tabIndex = 0;
  };

  const pick = (/** @type {HTMLTableCellElement} */ cell) => {
    const [i, j] = place(cell);
    const measure = i >= 0 ? figures.rows[picture.rows[i].at].code : "";
    const district = j >= 0 ? figures.districts[picture.order[j]].code : "";
    answer({ act: "picked", measure, district });
  };

  /** The order is drawn without waiting; the answer, which says the same, finds nothing to change. */
  const sort = (/** @type {number} */ i) => {
    picture = sortedBy(figures, picture, i);
    answer({ act: "sorted", order: picture.sort });
    hint(null);
    setTimeout(draw);
  };

  const hint = (/** @type {HTMLTableCellElement | null} */ cell) => {
    tip.hidden = !cell || !picture;
    if (!cell || !picture) return;
    const { left, width, top, bottom } = cell.getBoundingClientRect();
    const where = { x: left + width / 2, top: top - 8, bottom: bottom + 8, share: 0.5, spill: 0 };
    showTip(tip, frame, tipLines(figures, picture, place(cell)), where);
  };

  pane.addEventListener("pointerover", (event) => hint(cell(event)));
  pane.addEventListener("pointerleave", () => hint(null));
  pane.addEventListener(
    "scroll",
    () => {
      hint(null);
      paint.paint();
    },
    { passive: true },
  );
  pane.addEventListener("focusin", (event) => {
    if (event.target instanceof Element && event.target.matches(":focus-visible")) hint(cell(event));
  });
  pane.addEventListener("focusout", () => hint(null));
  pane.addEventListener("click", (event) => {
    const here = cell(event);
    if (!here) return;
    if (around(event, "button[data-sort]")) sort(place(here)[0]);
    else pick(here);
  });
  pane.addEventListener("keydown", (event) => {
    const here = cell(event);
    if (!here) return;
    const [i, j] = place(here);
    const next = ledTo(event.key, [i, j], [picture.rows.length - 1, picture.order.length - 1]);
    if (event.key === "Escape") return hint(null);
    if (next) {
      if (!at(next)) return event.preventDefault();
      stopAt(next);
      stop?.focus();
    } else if (event.key === "Enter" || event.key === " ") pick(here);
    else if (event.key.toLowerCase() === "o" && i >= 0) sort(i);
    else return;
    event.preventDefault();
  });

  return {
    frame,
    /**
     * @param {Sent} sent
     * @param {import("./part.d.ts").Tell} trigger
     */
    async update(sent, trigger) {
      const next = { ...sent, rows: rowsOf(sent.rows) };
      tell = trigger;
      newest = next;
      const known = await figuresOf(next.figures);
      if (newest !== next) return; // a newer view came in the meantime
      figures = known;
      picture = next;
      hint(null);
      draw();
    },
  };
}

/** @type {import("./part.d.ts").Make<Sent>} */
export function make(parent) {
  /** @type {ReturnType<typeof heatTable> | null} */
  let table = null;
  /** @type {Promise<unknown> | null} */
  let styled = null;
  return async (data, tell, same) => {
    if (same) return;
    table ??= heatTable(parent);
    styled ??= shadow(parent, data.style, table.frame);
    await styled;
    await table.update(data, tell);
  };
}
