// The figures of the heat table. Those of a year come once and stay, whatever is chosen; figures are whole units of
// their last decimal, limits of intervals their distance from the value.

import { rowsOf } from "./dom.js";

/**
 * @typedef {import("../contract.d.ts").HeatFigures} Sent
 * @typedef {import("./part.d.ts").RowOf<import("../contract.d.ts").HeatRows> & { written: string[] }} Row an indicator; `written`: its values
 *   in words, as far as they were needed
 * @typedef {import("./part.d.ts").RowOf<import("../contract.d.ts").Districts>} District
 * @typedef {Omit<Sent, "rows" | "districts"> & { rows: Row[], districts: District[] }} Figures
 */

/** Years that are kept. */
const KEPT = 6;
/** @type {Map<string, PromiseWithResolvers<Figures>>} */
const years = new Map();

/**
 * The figures of a stamp, when they are here.
 *
 * @param {string} stamp
 */
export function figuresOf(stamp) {
  const year = years.get(stamp) ?? Promise.withResolvers();
  years.set(stamp, year);
  return year.promise;
}

/**
 * Keep the figures of a year; a table that waits for them is drawn.
 *
 * @param {Sent} sent
 */
export function keep(sent) {
  figuresOf(sent.stamp);
  const rows = rowsOf(sent.rows).map((row) => ({ ...row, written: [] }));
  years.get(sent.stamp)?.resolve({ ...sent, rows, districts: rowsOf(sent.districts) });
  for (const stamp of years.keys()) if (years.size > KEPT) years.delete(stamp);
}

/** @type {import("./part.d.ts").Make<Sent>} */
export const make = () => (data, _tell, same) => {
  if (!same) keep(data);
};

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/**
 * A figure of an indicator in words.
 *
 * @param {Pick<Figures, "language" | "words">} figures
 * @param {Pick<Row, "decimals" | "prefix" | "suffix">} row
 * @param {number | null | undefined} figure
 */
export function written({ language, words }, { decimals, prefix, suffix }, figure) {
  if (figure === null || figure === undefined) return words.missing;
  const key = `${language}${decimals}`;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(language === "it" ? "it-IT" : "en-GB", { ...digits, useGrouping: "always" });
  formats.set(key, format);
  return `${prefix}${format.format(figure / 10 ** decimals).replace("-", "\u2212")}${suffix}`;
}
