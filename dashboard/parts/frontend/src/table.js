// One table of some dozen rows, ordered here; see the part's Python for why.

import { around, element, safe } from "./dom.js";

/**
 * @typedef {import("../contract.d.ts").Table} Table
 * @typedef {import("../contract.d.ts").TableColumn} Column
 */

/**
 * The positions of rows in the order of a column; what has no figure comes last, whichever way.
 *
 * @param {Pick<Column, "words" | "keys">} column
 * @param {number} way -1 or 1
 * @param {string} language whose dictionary orders words
 */
export function ordered({ words = [], keys = [] }, way, language) {
  const alphabet = new Intl.Collator(language, { numeric: true });
  const known = (/** @type {number} */ i) => (keys.length ? keys[i] !== null : words[i] !== "");
  return (keys.length ? keys : words)
    .map((_, i) => i)
    .sort((a, b) => {
      if (known(a) !== known(b)) return known(a) ? -1 : 1;
      if (!known(a)) return 0;
      if (!keys.length) return way * alphabet.compare(words[a], words[b]);
      const [one, other] = [keys[a] ?? 0, keys[b] ?? 0];
      return way * (one > other ? 1 : one < other ? -1 : 0);
    });
}

/**
 * A line of figures, 60 by 16, with a point at its end.
 *
 * @param {number[]} heights
 */
const small = (heights) => {
  if (!heights.length) return "";
  const step = 60 / Math.max(heights.length - 1, 1);
  const points = heights.map((height, i) => [(i * step).toFixed(1), 16 - height]);
  const [x, y] = points[points.length - 1];
  return (
    `<svg viewBox="-3 -3 66 22" aria-hidden="true"><polyline points="${points.join(" ")}"/>` +
    `<circle cx="${x}" cy="${y}" r="2.5"/></svg>`
  );
};

/**
 * A value on its interval and the line it is held against, in thousandths of the cell.
 *
 * @param {import("../contract.d.ts").SpanCells} spans
 * @param {number} row
 * @param {Table["looks"]} looks
 */
const spanned = (spans, row, looks) => {
  const { fill, ink, sign } = looks[spans.looks[row]];
  const at = spans.at[row];
  const style = Object.entries({ low: spans.low[row], high: spans.high[row], line: spans.line[row] })
    .flatMap(([name, place]) => (place === null ? [] : [`--${name}:${place / 1000}`]))
    .join(";");
  const mark = at === null ? "" : `<i style="--at:${at / 1000};background:${fill};color:${ink}">${sign}</i>`;
  return `<td class="span" style="${style}">${mark}</td>`;
};

/**
 * A bar made of parts, each with its letters, a line that crosses it and signs on it, in thousandths of the cell.
 *
 * @param {import("../contract.d.ts").StackCells} stacks
 * @param {number} row
 */
const stacked = (stacks, row) => {
  const line = stacks.lines[row];
  let gap = stacks.starts[row];
  const bars = stacks.widths[row].map((width, part) => {
    if (!width) return "";
    const { letters, color } = stacks.parts[part];
    const style = `width:${width / 10}%;background:${color}${gap ? `;margin-left:${gap / 10}%` : ""}`;
    gap = 0;
    return `<i data-part="${part}" style="${style}">${safe(letters)}</i>`;
  });
  const marks = stacks.signs[row] ?? [];
  const signs = marks.map(({ at, sign }) => `<b style="--at:${at / 1000}">${safe(sign)}</b>`).join("");
  const crossed = line === null ? "" : ` style="--line:${line / 1000}"`;
  return `<td class="stack"${crossed}><div>${bars.join("")}</div>${signs}</td>`;
};

/** @type {import("./part.d.ts").Make} */
export function make(parent) {
  const box = element("div", "rows", "", { tabindex: 0, role: "group" });
  parent.append(box);
  /** @type {Table} */
  let sent;
  /** @type {import("./part.d.ts").Tell} */
  let tell = () => {};
  /** @type {{ title: string, way: number } | null} */
  let order = null;

  const by = () => sent.columns.findIndex(({ title }) => title === order?.title);

  /** Where in the table a person is, if by key: in a title or in a row. */
  const here = () => {
    const now = document.activeElement;
    if (!(now instanceof HTMLElement) || !box.contains(now) || now === box) return null;
    const row = /** @type {HTMLElement | null} */ (now.closest("tr[data-row]"));
    return row ? `tr[data-row="${row.dataset.row}"] button` : `button[data-column="${now.dataset.column}"]`;
  };

  /** @type {(column: Column, i: number) => string} */
  const head = ({ title, help, kind, words = [], spans, stacks }, i) => {
    // Enough for a few words a line: without it a column of names gives way to the figures beside it, and a long
    // title over short figures has a line a word.
    const longest =
      kind === "figure" ? title.length / 3 : Math.max(title.length * 0.6, ...words.map((word) => word.length));
    const room = Math.min(1.4 + longest * 0.5, i ? 11 : 13);
    const sorted = order && i === by() ? ` aria-sort="${order.way < 0 ? "descending" : "ascending"}"` : "";
    const about = help ? ` title="${safe(help)}"` : "";
    const width = spans || stacks ? "" : ` style="min-width:min(${room.toFixed(1)}rem,40vw)"`;
    const { low, high } = (spans ?? stacks)?.ends ?? { low: "", high: "" };
    const ends = high ? `<div class="ends" data-low="${safe(low)}" data-high="${safe(high)}"></div>` : "";
    return (
      `<th scope="col"${kind === "figure" ? ' class="figure"' : ""}${sorted}${width}>` +
      `<button type="button" data-column="${i}"${about}>${safe(title)}</button>${ends}</th>`
    );
  };

  /** @type {(column: Column, i: number, row: number) => string} */
  const cell = ({ kind, words = [], shares, heights, spans, stacks }, i, row) => {
    if (spans) return spanned(spans, row, sent.looks);
    if (stacks) return stacked(stacks, row);
    if (heights) return `<td>${small(heights[row])}</td>`;
    const word = safe(words[row]);
    if (i === 0) return `<th scope="row">${sent.pick ? `<button type="button">${word}</button>` : word}</th>`;
    const share = shares?.[row] ?? null;
    const bar = share === null ? "" : ` style="--share:${(share * 100).toFixed(1)}%"`;
    return `<td class="${kind === "figure" ? "figure" : ""}${bar && " bar"}"${bar}>${word}</td>`;
  };

  const draw = () => {
    const { columns } = sent;
    const place = here();
    const column = columns[by()];
    const asSent = columns[0].words?.map((_, i) => i) ?? [];
    // Small lines have no order of their own.
    const rows = order && (column?.keys ?? column?.words) ? ordered(column, order.way, sent.language) : asSent;
    const body = rows.map((row) => {
      const look = [sent.mine.includes(row) && "mine", sent.outside.includes(row) && "outside"].filter(Boolean);
      const cells = columns.map((column, i) => cell(column, i, row));
      return `<tr data-row="${row}"${look.length ? ` class="${look.join(" ")}"` : ""}>${cells.join("")}</tr>`;
    });
    box.innerHTML =
      `<table aria-label="${safe(sent.label)}" aria-rowcount="${body.length + 1}">` +
      `<thead><tr>${columns.map(head).join("")}</tr></thead><tbody>${body.join("")}</tbody></table>`;
    box.classList.toggle("pick", sent.pick);
    box.setAttribute("aria-label", sent.label);
    box.style.maxHeight = sent.height ? `${sent.height}px` : "";
    if (place) /** @type {HTMLElement | null} */ (box.querySelector(place))?.focus();
  };

  /**
   * Order by a column: one way, the other, and as it came.
   *
   * @param {number} i
   */
  const sort = (i) => {
    const { title, kind } = sent.columns[i];
    const first = kind === "figure" ? -1 : 1;
    if (order?.title !== title) order = { title, way: first };
    else order = order.way === first ? { title, way: -first } : null;
    draw();
  };

  box.addEventListener("click", (event) => {
    const button = around(event, "button[data-column]");
    if (button) return sort(Number(button.dataset.column));
    const row = around(event, "tr[data-row]");
    // Marking words is no click.
    if (!row || !sent.pick || String(getSelection())) return;
    const part = sent.parts ? around(event, "i[data-part]") : null;
    const nth = Number(row.dataset.row);
    tell(part ? [nth, Number(part.dataset.part)] : nth);
  });

  return (data, trigger, same) => {
    tell = trigger;
    if (same) return;
    sent = data;
    draw();
  };
}
