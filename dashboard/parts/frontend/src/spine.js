// The spine chart: one table row an indicator. Python sends words and positions (0 to 1000 along the row, the
// benchmark at 500, null for nothing to draw); everything is written as text, never as markup.

import { around, element, rowsOf } from "./dom.js";
import { shadow } from "./shadow.js";

/**
 * @typedef {import("../contract.d.ts").Spine} Spine
 * @typedef {import("./part.d.ts").RowOf<import("../contract.d.ts").SpineEnds>} Ends
 * @typedef {import("./part.d.ts").RowOf<import("../contract.d.ts").SpinePlaces>} Places
 * @typedef {import("./part.d.ts").RowOf<import("../contract.d.ts").SpineRows> & { ends: Ends, at: Places }} Row
 */

/**
 * What the graphic of a row says, in words.
 *
 * @param {Spine} data
 * @param {Row} row
 */
const said = (data, { value, interval, ratio, benchmark, covered, ends, neutral, target }) => {
  const { words } = data;
  const told = [`${words.value}: ${value}`, interval && `${data.interval}: ${interval}`, ratio];
  const held = covered ? ` (${data.covered.replace("#", String(covered))})` : "";
  if (benchmark) told.push(`${data.benchmark}: ${benchmark}${held}`);
  if (ends.worst) {
    const [first, last] = neutral ? [words.low, words.high] : [words.worst, words.best];
    told.push(`${first}: ${ends.worst}`, `${words.middle}: ${ends.low} – ${ends.high}`, `${last}: ${ends.best}`);
  }
  if (target) told.push(`${words.target}: ${target}`);
  return told.filter(Boolean).join("; ");
};

/**
 * The graphic of a row. Marks are placed in percent, so that they keep their shape at any width.
 *
 * @param {Spine} data
 * @param {Row} row
 */
function graphic(data, row) {
  const words = said(data, row);
  const picture = element("div", "graphic", "", { role: "img", "aria-label": words, title: words });
  /** @type {(className: string, ...places: (number | null)[]) => HTMLElement | null} */
  const mark = (className, ...places) => {
    const known = places.filter((place) => place !== null);
    if (known.length < places.length) return null;
    const made = element("span", className);
    const from = Math.min(...known);
    made.style.left = `${from / 10}%`;
    if (known.length > 1) made.style.width = `${(Math.max(...known) - from) / 10}%`;
    picture.append(made);
    return made;
  };
  const { worst, low, high, best, lower, upper, value, target } = row.at;
  mark("range", worst, best);
  mark("band", low, high);
  mark("whisker", lower, upper);
  if (worst !== null) mark("middle", 500);
  mark("goal", target);
  const { name, fill } = data.looks[row.judgement];
  mark(`dot ${name}`, value)?.style.setProperty("--fill", fill);
  return picture;
}

/**
 * The line of an indicator.
 *
 * @param {Spine} data
 * @param {Row} row
 */
function line(data, row) {
  const made = element("tr", "", "", { role: "row", "data-code": row.code });
  /** @type {(className: string, ...parts: (Node | "" | 0)[]) => void} */
  const cell = (className, ...parts) => {
    const box = element("td", className, "", { role: "cell" });
    for (const part of parts) if (part) box.append(part);
    made.append(box);
  };
  const hidden = { "aria-hidden": true };
  const small = (/** @type {string} */ words) => element("span", "small", words);
  const name = element("th", "name", "", { scope: "row", role: "rowheader" });
  const title = `${data.words.open}: ${row.title} (${row.code})`;
  name.append(element("button", "", row.title, { type: "button", title }), small(`${row.unit} · ${row.period}`));
  made.append(name);
  cell("value", element("b", "", row.value), row.interval && small(row.interval));
  const against = element("span", "narrow small", data.benchmark);
  cell("benchmark", against, element("span", "", row.benchmark || "–"));
  cell("chart", graphic(data, row));
  const { fill, ink, sign, words } = data.looks[row.judgement];
  const badge = element("span", "badge", sign, hidden);
  Object.assign(badge.style, { background: fill, color: ink });
  cell("judgement", badge, element("span", "", words), row.reason && small(data.reasons[row.reason]));
  const trend = data.trends[row.trend];
  cell("trend", element("span", "arrow", trend.sign, hidden), element("span", "", trend.words));
  const reached = row.reached && small(data.reached[row.reached]);
  cell("target", element("span", "", row.target || "–"), reached);
  return made;
}

/**
 * What each mark of a graphic means.
 *
 * @param {Spine} data
 */
function key({ words, benchmark }) {
  const list = element("ul", "key");
  for (const [className, said] of [
    ["range", words.key_ends],
    ["band", words.key_band],
    ["middle", `${words.key_line}: ${benchmark}`],
    ["dot similar", words.key_dot],
    ["goal", words.key_target],
  ]) {
    const item = element("li");
    const sample = element("span", "sample");
    sample.append(element("span", className));
    item.append(sample, element("span", "", said));
    list.append(item);
  }
  return list;
}

/**
 * The table, with a heading above the indicators of an area. Its roles are said, for its style takes them away.
 *
 * @param {Spine} data
 */
function table(data) {
  const made = element("table", "", "", { role: "table", "aria-label": data.label });
  const heads = ["indicator", "value", "benchmark", "chart", "judgement", "trend", "target"];
  const header = element("tr", "", "", { role: "row" });
  for (const name of heads) {
    const words = name === "benchmark" ? data.benchmark : data.words[name];
    header.append(element("th", name, words, { scope: "col", role: "columnheader" }));
  }
  const top = element("thead", "", "", { role: "rowgroup" });
  top.append(header);
  const body = element("tbody", "", "", { role: "rowgroup" });
  let area = null;
  const [ends, places] = [rowsOf(data.ends), rowsOf(data.places)];
  for (const [i, sent] of rowsOf(data.rows).entries()) {
    const row = { ...sent, ends: ends[i], at: places[i] };
    if (row.area !== area) {
      area = row.area;
      const heading = element("tr", "area", "", { role: "row" });
      const span = { colspan: heads.length, scope: "colgroup", role: "rowheader" };
      heading.append(element("th", "", data.areas[area] ?? area, span));
      body.append(heading);
    }
    body.append(line(data, row));
  }
  made.append(top, body);
  return made;
}

/** @type {import("./part.d.ts").Make<Spine>} */
export function make(parent) {
  const frame = element("div", "spine");
  /** @type {import("./part.d.ts").Tell} */
  let tell = () => {};
  /** @type {Promise<unknown> | null} */
  let styled = null;
  frame.addEventListener("click", (event) => {
    const row = around(event, "button") && around(event, "tr");
    if (row) tell(row.dataset.code);
  });
  return async (data, trigger, same) => {
    tell = trigger;
    if (same) return;
    styled ??= shadow(parent, data.style, frame);
    await styled;
    frame.replaceChildren(key(data), table(data));
  };
}
