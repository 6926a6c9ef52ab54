// The ranking beside the map: a row a district, with its bar, or its value on its interval.

import { element, rowsOf } from "./dom.js";

/** @typedef {import("../contract.d.ts").Ranking} Ranking */

/**
 * Draw the graphic of a row into its cell.
 *
 * @param {HTMLElement} cell
 * @param {string} color
 * @param {{ at: number, low: number | null, high: number | null, benchmark: number | null }} places
 */
function draw(cell, color, { at, low, high, benchmark }) {
  /** @type {(className: string, style: Record<string, string>) => void} */
  const mark = (className, style) => {
    const made = element("div", className);
    Object.assign(made.style, style);
    cell.append(made);
  };
  if (low === null || high === null) mark("bar", { width: `${at / 10}%`, background: color });
  else {
    mark("whisker", { left: `${low / 10}%`, width: `${(high - low) / 10}%` });
    mark("dot", { left: `${at / 10}%`, background: color });
  }
  if (benchmark !== null) mark("benchmark", { left: `${benchmark / 10}%` });
}

/**
 * Make the table, with one row that can be reached by key; return it and its rows by code.
 *
 * @param {Ranking} ranking
 * @param {string} selected
 * @param {(code: string) => { name: string, value: string, color: string }} known
 */
export function rankingTable(ranking, selected, known) {
  const table = element("table");
  table.append(element("caption", "", ranking.caption));
  const head = table.createTHead().insertRow();
  for (const [name, words] of [
    ["position", "#"],
    ["", ranking.place],
    ["graphic", ranking.scale],
    ["value", ranking.value],
  ]) {
    head.append(element("th", name, words, { scope: "col" }));
  }
  const body = table.createTBody();
  /** @type {Map<string, HTMLTableRowElement>} */
  const rows = new Map();
  for (const { code, position, at, low, high } of rowsOf(ranking.rows)) {
    const { name, value, color } = known(code);
    const row = body.insertRow();
    row.dataset.code = code;
    row.classList.toggle("selected", code === selected);
    row.append(element("td", "position", position || "–"));
    row.insertCell().append(element("button", "", name, { type: "button", tabindex: -1, "data-code": code }));
    const graphic = element("td", "graphic", "", { "aria-hidden": true });
    if (at !== null) draw(graphic, color, { at, low, high, benchmark: ranking.benchmark });
    row.append(graphic, element("td", "value", value));
    rows.set(code, row);
  }
  const start = (rows.get(selected) ?? body.rows[0])?.querySelector("button");
  if (start) start.tabIndex = 0;
  return { table, rows };
}

/**
 * The row that a key leads to.
 *
 * @param {string} key
 * @param {HTMLTableRowElement} row
 */
export function rowTo(key, row) {
  const rows = [...(row.parentElement?.children ?? [])];
  const at = rows.indexOf(row);
  /** @type {Record<string, Element | undefined>} */
  const ways = { ArrowDown: rows[at + 1], ArrowUp: rows[at - 1], Home: rows[0], End: rows[rows.length - 1] };
  return ways[key];
}
