// What the heat table says: of a cell, of a row, of an order. Pure, from the figures of a year and the picture of
// them that Python sends.

import { written } from "./heat_figures.js";

/**
 * @typedef {import("./heat_figures.js").Figures} Figures
 * @typedef {import("./part.d.ts").RowOf<import("../contract.d.ts").HeatLines>} Line
 * @typedef {Omit<import("../contract.d.ts").HeatTable, "rows"> & { rows: Line[] }} Picture as it was sent, by rows
 */

/**
 * How a district is judged on a line.
 *
 * @param {Picture} picture
 * @param {Line} line
 * @param {number} district
 */
export const lookOf = ({ looks }, { judged }, district) => looks[judged.charCodeAt(district) - "a".charCodeAt(0)];

/**
 * The value of a district in words; they are written once, and stay the same whatever is chosen.
 *
 * @param {Figures} figures
 * @param {number} at
 * @param {number} district
 * @param {string} judgement
 */
export function valueWords(figures, at, district, judgement) {
  if (judgement === "hidden") return figures.words.hidden;
  const row = figures.rows[at];
  row.written[district] ??= written(figures, row, row.values[district]);
  return row.written[district];
}

/**
 * All that is said of a cell: value, interval, judgement, and what it is held against.
 *
 * @param {Figures} figures
 * @param {Picture} picture
 * @param {Line} line
 * @param {number} district
 */
export function cellWords(figures, picture, line, district) {
  const row = figures.rows[line.at];
  const { name, words } = lookOf(picture, line, district);
  const said = [valueWords(figures, line.at, district, name)];
  const [value, below, above] = [row.values[district], row.below[district] ?? null, row.above[district] ?? 0];
  if (below !== null && value !== null) {
    const [low, high] = [value - below, value + above].map((limit) => written(figures, row, limit));
    said.push(figures.words.interval.replace("{low}", low).replace("{high}", high));
  }
  said.push(name === "not_compared" && line.why ? `${words}: ${line.why}` : words);
  const held = Array.isArray(line.benchmark) ? line.benchmark[district] : line.benchmark;
  if (held !== null) said.push(`${picture.benchmark}: ${written(figures, row, held)}${line.note}`);
  return said;
}

/**
 * The lines of the tip of a cell, of an indicator (column -1) or of a district (row -1).
 *
 * @param {Figures} figures
 * @param {Picture} picture
 * @param {[row: number, column: number]} place
 * @returns {import("./tooltip.js").TipLine[]}
 */
export function tipLines(figures, picture, [i, j]) {
  const district = j < 0 ? null : picture.order[j];
  /** @type {import("./tooltip.js").TipLine[]} */
  const heads = district === null ? [] : [["b", "", figures.districts[district].full]];
  if (i < 0) return heads;
  const line = picture.rows[i];
  const { title, unit, period } = figures.rows[line.at];
  heads.push(["b", "", title], ["div", "", `${unit} · ${period}`]);
  if (district === null) {
    const trend = picture.trends[line.trend];
    return trend ? [...heads, ["div", "", `${trend.sign} ${trend.words}`]] : heads;
  }
  const said = cellWords(figures, picture, line, district);
  return [...heads, ...said.map((words, n) => /** @type {const} */ (["div", n ? "" : "value", words]))];
}

/**
 * The picture with districts in the order of a line: from the highest, and from the lowest where it is that already.
 * What is written is rounded: the order is that of the ranks, which are of the exact figures.
 *
 * @param {Figures} figures
 * @param {Picture} picture
 * @param {number} i
 * @returns {Picture}
 */
export function sortedBy(figures, picture, i) {
  const { code, ranks } = figures.rows[picture.rows[i].at];
  const isHighest = picture.sort === code;
  const rank = (/** @type {number} */ d) => {
    const known = ranks[d];
    return known === null ? Number.POSITIVE_INFINITY : isHighest ? known : -known;
  };
  const order = figures.districts.map((_, d) => d).sort((a, b) => (rank(a) === rank(b) ? a - b : rank(a) - rank(b)));
  return { ...picture, order, groups: [], sort: isHighest ? `-${code}` : code };
}
