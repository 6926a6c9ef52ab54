// The rows and cells of the heat table: what is read aloud, and what a key or a click meets.

import { element, find, safe } from "./dom.js";
import { lookOf, valueWords } from "./heat_words.js";

/**
 * @typedef {import("./heat_words.js").Picture} Picture
 * @typedef {import("./heat_figures.js").Figures} Figures
 * @typedef {import("./heat_figures.js").Row} Row
 * @typedef {{ line: HTMLTableRowElement, row?: Row, labels: string[], classes: string[] }} Kept a line and what is
 *   written in it
 */

/** @param {number} columns */
const lineMarkup = (columns) =>
  `<tr><th class="name" scope="row"><div class="inside"><span class="title"></span>` +
  `<span class="trend" role="img"></span><button type="button" tabindex="-1" data-sort></button></div></th>` +
  `${"<td></td>".repeat(columns)}</tr>`;

/** @param {Picture} picture */
const headMarkup = ({ words, groups, order }) => {
  const corner = (/** @type {string} */ span) => `<th class="corner" ${span} scope="col">${safe(words.corner)}</th>`;
  const places = order.map((_, j) => `<th class="place" scope="col" tabindex="-1" data-j="${j}"><span></span></th>`);
  if (!groups.length) return `<tr>${corner('style="grid-row: auto"')}${places.join("")}</tr>`;
  const spans = groups.map(({ name, size }) => {
    const span = `colspan="${size}" style="grid-column: span ${size}" scope="colgroup"`;
    return `<th class="group" ${span} title="${safe(name)}">${safe(name)}</th>`;
  });
  return `<tr>${corner('rowspan="2"')}${spans.join("")}</tr><tr>${places.join("")}</tr>`;
};

/**
 * Say which indicator a line shows.
 *
 * @param {HTMLTableRowElement} line
 * @param {Row} row
 * @param {string} sort
 */
function entitle(line, { title, unit }, sort) {
  line.cells[0].title = `${title} (${unit})`;
  find(line, ".title").textContent = title;
  const words = sort.replace("{title}", title);
  Object.assign(find(line, "button"), { title: words, ariaLabel: words });
}

/**
 * Say what changes beside a line's name: the trend's arrow and the sign of the order.
 *
 * @param {HTMLTableRowElement} line
 * @param {string} code
 * @param {{ sign: string, words: string } | undefined} trend
 * @param {string} sort
 */
function mark(line, code, trend, sort) {
  const { sign = "", words = "" } = trend ?? {};
  const arrow = sort === code ? "↓" : sort === `-${code}` ? "↑" : "⇅";
  const moving = find(line, ".trend");
  const button = find(line, "button");
  if (moving.title !== words) Object.assign(moving, { title: words, ariaLabel: words, hidden: !words });
  if (moving.textContent !== sign) moving.textContent = sign;
  if (button.textContent !== arrow) button.textContent = arrow;
  line.classList.toggle("sorted", arrow !== "⇅");
}

/**
 * The lines of a table in a pane. They stay as long as the districts are as many, whatever indicators they show: only
 * what is read aloud of their cells is touched.
 *
 * @param {HTMLElement} pane
 * @param {HTMLElement} beneath what lies under the table in the pane
 */
export function tableLines(pane, beneath) {
  /** @type {Kept[]} every line there is; those after the rows that stand are spare */
  let pool = [];
  /** @type {Map<number, HTMLTableRowElement>} */
  const areas = new Map();
  let columns = 0;
  let heading = "";

  /** @type {(figures: Figures, area: number) => HTMLTableRowElement} */
  const over = (figures, area) => {
    const known = areas.get(area) ?? element("tr", "over");
    if (!areas.has(area)) {
      const span = { colspan: figures.districts.length + 1, scope: "rowgroup" };
      known.append(element("th", "area", undefined, span));
      known.cells[0].append(element("span"));
      areas.set(area, known);
    }
    const [name] = known.cells[0].children;
    if (name.textContent !== figures.areas[area]) name.textContent = figures.areas[area];
    return known;
  };

  /** @type {(figures: Figures, picture: Picture, table: HTMLTableElement, classes: string[]) => void} */
  const head = (figures, picture, table, classes) => {
    const top = table.tHead ?? table.createTHead();
    const next = JSON.stringify(picture.groups);
    if (heading !== next) top.innerHTML = headMarkup(picture);
    heading = next;
    for (const [j, place] of top.querySelectorAll(".place").entries()) {
      const { name } = figures.districts[picture.order[j]];
      const className = `place ${classes[j]}`;
      if (place.textContent !== name) place.children[0].textContent = name;
      if (place.className !== className) place.className = className;
    }
  };

  return {
    /** No row stands. */
    clear() {
      columns = 0;
    },
    /**
     * Bring the lines up to date, and return those that stand, from top to bottom.
     *
     * @param {Figures} figures
     * @param {Picture} picture
     */
    draw(figures, picture) {
      const { rows, order, groups, mine } = picture;
      const starts = groups.map(({ start }) => start);
      const classes = order.map((d, j) =>
        [d === mine ? "mine" : "", starts.includes(j) ? "first" : ""].join(" ").trim(),
      );
      if (columns !== order.length) {
        columns = order.length;
        pool = [];
        heading = "";
        const made = element("table", "", "", { role: "grid" });
        made.append(element("thead"), element("tbody"));
        made.style.setProperty("--n", String(columns));
        pane.replaceChildren(beneath, made);
      }
      const table = /** @type {HTMLTableElement} */ (pane.lastElementChild);
      const [body] = table.tBodies;
      const said = { "aria-label": picture.label, "aria-rowcount": rows.length + 1, "aria-colcount": columns + 1 };
      for (const [name, value] of Object.entries(said)) table.setAttribute(name, String(value));
      head(figures, picture, table, classes);

      if (rows.length > pool.length) {
        const made = element("tbody");
        made.innerHTML = lineMarkup(columns).repeat(rows.length - pool.length);
        pool.push(...[...made.rows].map((line) => ({ line, labels: [], classes: [] })));
      }
      const lines = rows.map((shown, i) => {
        const kept = pool[i];
        const { line, labels } = kept;
        const row = figures.rows[shown.at];
        line.dataset.i = String(i);
        if (kept.row !== row) entitle(line, row, picture.words.sort);
        kept.row = row;
        mark(line, row.code, picture.trends[shown.trend], picture.sort);
        for (const [j, d] of order.entries()) {
          const { name, words } = lookOf(picture, shown, d);
          const label = `${valueWords(figures, shown.at, d, name)}, ${words}`;
          const cell = line.cells[j + 1];
          if (labels[j] !== label) cell.ariaLabel = label;
          if (kept.classes[j] !== classes[j]) cell.className = classes[j];
          labels[j] = label;
        }
        kept.classes = classes;
        return line;
      });
      // Spare lines stay too, without height: put back they would be laid out again, and what stays is not moved.
      for (const [i, { line }] of pool.entries()) line.classList.toggle("spare", i >= lines.length);
      const areaOf = (/** @type {number} */ i) => figures.rows[rows[i].at].area;
      const all = lines.flatMap((line, i) =>
        picture.areas && (!i || areaOf(i - 1) !== areaOf(i)) ? [over(figures, areaOf(i)), line] : [line],
      );
      const stays = new Set([...all, ...pool.map(({ line }) => line)]);
      for (const line of [...body.rows]) if (!stays.has(line)) line.remove();
      for (const [i, line] of all.entries()) {
        if (line !== body.rows[i]) body.insertBefore(line, body.rows[i] ?? null);
      }
      return lines;
    },
  };
}
