// The spine chart: one table row an indicator. Python sends words and positions (0 to 1000 along the row, the
// benchmark at 500, null for nothing to draw); everything is written as text, never as markup.

const html = (tag, className, text, attributes = {}) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

const span = (a, b) => (a === null || b === null ? null : [Math.min(a, b), Math.max(a, b)]);

// Marks are placed in percent, so that they keep their shape at any width.
function graphic(data, row) {
  const [, , , , , value, interval, ratio, benchmark, judgement, , , target, , , ends, at, covered] = row;
  const [worst, low, high, best, lower, upper, here, goal] = at;
  const said = [`${data.words.value}: ${value}`, interval && `${data.interval}: ${interval}`, ratio];
  if (benchmark) said.push(`${data.benchmark}: ${benchmark}${covered ? ` (${data.covered.replace("#", covered)})` : ""}`);
  if (ends[0]) {
    const [first, last] = row[14] ? [data.words.low, data.words.high] : [data.words.worst, data.words.best];
    said.push(`${first}: ${ends[0]}`, `${data.words.middle}: ${ends[1]} – ${ends[2]}`, `${last}: ${ends[3]}`);
  }
  if (target) said.push(`${data.words.target}: ${target}`);
  const words = said.filter(Boolean).join("; ");
  const picture = html("div", "graphic", undefined, { role: "img", "aria-label": words, title: words });
  const mark = (className, range) => {
    if (!range) return;
    const element = html("span", className);
    element.style.left = `${range[0] / 10}%`;
    if (range.length > 1) element.style.width = `${(range[1] - range[0]) / 10}%`;
    picture.append(element);
    return element;
  };
  mark("range", span(worst, best));
  mark("band", span(low, high));
  mark("whisker", span(lower, upper));
  if (worst !== null) mark("middle", [500]);
  if (goal !== null) mark("goal", [goal]);
  if (here !== null) {
    const [name, fill] = data.looks[judgement];
    mark(`dot ${name}`, [here]).style.setProperty("--fill", fill);
  }
  return picture;
}

function drawn(data, row, pick) {
  const [code, , title, unit, period, value, interval, , benchmark, judgement, note, trend, target, reached] = row;
  const line = html("tr", "", undefined, { role: "row", "data-code": code });
  const cell = (className, ...parts) => {
    const element = html("td", className, undefined, { role: "cell" });
    element.append(...parts.filter(Boolean));
    line.append(element);
    return element;
  };
  const name = html("th", "name", undefined, { scope: "row", role: "rowheader" });
  const button = html("button", "", title, { type: "button", title: `${data.words.open}: ${title} (${code})` });
  button.addEventListener("click", () => pick(code));
  name.append(button, html("span", "small", `${unit} · ${period}`));
  line.append(name);
  cell("value", html("b", "", value), interval && html("span", "small", interval));
  cell("benchmark", html("span", "narrow small", data.benchmark), html("span", "", benchmark || "–"));
  cell("chart", graphic(data, row));
  const [, fill, ink, sign, word] = data.looks[judgement];
  const badge = html("span", "badge", sign, { "aria-hidden": "true" });
  badge.style.background = fill;
  badge.style.color = ink;
  cell("judgement", badge, html("span", "", word), note && html("span", "small", data.reasons[note]));
  const [arrow, moving] = data.trends[trend];
  cell("trend", html("span", "arrow", arrow, { "aria-hidden": "true" }), html("span", "", moving));
  cell("target", target ? html("span", "", target) : html("span", "", "–"),
    reached && html("span", "small", data.reached[reached]));
  return line;
}

function key(data) {
  const list = html("ul", "key");
  const entry = (className, words) => {
    const item = html("li");
    const sample = html("span", "sample");
    sample.append(html("span", className));
    item.append(sample, html("span", "", words));
    list.append(item);
  };
  entry("range", data.words.key_ends);
  entry("band", data.words.key_band);
  entry("middle", `${data.words.key_line}: ${data.benchmark}`);
  entry("dot similar", data.words.key_dot);
  entry("goal", data.words.key_target);
  return list;
}

function filled(data, pick) {
  const table = html("table", "", undefined, { role: "table", "aria-label": data.label });
  const heads = ["indicator", "value", "", "chart", "judgement", "trend", "target"];
  const header = html("tr", "", undefined, { role: "row" });
  for (const word of heads) {
    header.append(html("th", word || "benchmark", word ? data.words[word] : data.benchmark,
      { scope: "col", role: "columnheader" }));
  }
  const top = html("thead", "", undefined, { role: "rowgroup" });
  top.append(header);
  const body = html("tbody", "", undefined, { role: "rowgroup" });
  let area;
  for (const row of data.rows) {
    if (row[1] !== area) {
      area = row[1];
      const heading = html("tr", "area", undefined, { role: "row" });
      heading.append(html("th", "", data.areas[area] ?? area, { colspan: heads.length, scope: "colgroup", role: "rowheader" }));
      body.append(heading);
    }
    body.append(drawn(data, row, pick));
  }
  table.append(top, body);
  return table;
}

/** Draw the table, or draw it anew with other data; it is shown once its style is there. */
export function draw({ data, parentElement, setTriggerValue }) {
  let frame = parentElement.querySelector(".spine");
  if (!frame) {
    const sheet = html("link", "", undefined, { rel: "stylesheet", href: data.style });
    frame = html("div", "spine");
    frame.hidden = true;
    sheet.addEventListener("load", () => { frame.hidden = false; });
    parentElement.append(sheet, frame);
  }
  frame.replaceChildren(key(data), filled(data, (code) => setTriggerValue("picked", code)));
  parentElement.host?.setAttribute("data-drawn", performance.now().toFixed());
  parentElement.host?.removeAttribute("data-drawing");
}
