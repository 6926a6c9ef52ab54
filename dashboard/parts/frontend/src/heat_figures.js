// The figures of the heat table. Those of a year come once and stay, whatever is chosen; figures are whole units of
// their last decimal, limits of intervals their distance from the value.

/**
 * @typedef {{
 *   code: string, title: string, unit: string, decimals: number, prefix: string, suffix: string,
 *   values: (number | null)[], below: (number | null)[], above: (number | null)[], area: number, period: string,
 *   ranks: (number | null)[], written: string[],
 * }} Row an indicator, with a value a district; `written`: its values in words, as far as they were needed
 * @typedef {{ code: string, name: string, full: string }} District
 * @typedef {{
 *   stamp: string, language: string, districts: District[], areas: string[], rows: Row[],
 *   words: { missing: string, hidden: string, interval: string },
 * }} Figures
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
 * @param {any} sent
 */
export function keep(sent) {
  figuresOf(sent.stamp);
  const districts = sent.districts.map((/** @type {any} */ [code, name, full]) => ({ code, name, full }));
  years.get(sent.stamp)?.resolve({ ...sent, districts, rows: sent.rows.map(named) });
  for (const stamp of years.keys()) if (years.size > KEPT) years.delete(stamp);
}

/**
 * An indicator as it was sent, by names.
 *
 * @param {any[]} row
 * @returns {Row}
 */
const named = ([code, title, unit, decimals, prefix, suffix, values, below, above, area, period, ranks]) => {
  const words = { code, title, unit, decimals, prefix, suffix, period, written: [] };
  return { ...words, values, below, above, area, ranks };
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
