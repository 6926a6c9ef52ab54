// One table of some dozen rows, ordered here; see the part's Python for why.

import { around, element, safe } from "./dom.js";

/**
 * @typedef {{ look: number, at: number | null, low: number | null, high: number | null, line: number | null }} Span
 * @typedef {{ line: number | null, start: number, widths: number[], marks: [at: number, sign: string][] }} Stack
 * @typedef {{
 *   title: string, help: string, isFigure: boolean, words: string[], keys: (number | string | null)[],
 *   shares: (number | null)[], lines: number[][], ends: [low: string, high: string] | [],
 *   spans: Span[], parts: [letters: string, color: string][], stacks: Stack[],
 * }} Column
 */

/**
 * The positions of rows in the order of a column; what has no figure comes last, whichever way.
 *
 * @param {Pick<Column, "words" | "keys">} column
 * @param {number} way -1 or 1
 * @param {string} language whose dictionary orders words
 */
export function ordered({ words, keys }, way, language) {
  const alphabet = new Intl.Collator(language, { numeric: true });
  const known = (/** @type {number} */ i) => (keys.length ? keys[i] !== null : words[i] !== "");
  return words
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
 * @param {Span} span
 * @param {[fill: string, ink: string, sign: string][]} looks
 */
const spanned = ({ look, at, low, high, line }, looks) => {
  const [fill, ink, sign] = looks[look];
  const style = Object.entries({ low, high, line })
    .flatMap(([name, place]) => (place === null ? [] : [`--${name}:${place / 1000}`]))
    .join(";");
  const mark = at === null ? "" : `<i style="--at:${at / 1000};background:${fill};color:${ink}">${sign}</i>`;
  return `<td class="span" style="${style}">${mark}</td>`;
};

/**
 * A bar made of parts, each with its letters, a line that crosses it and signs on it, in thousandths of the cell.
 *
 * @param {Stack} stack
 * @param {Column["parts"]} parts
 */
const stacked = ({ line, start, widths, marks }, parts) => {
  let gap = start;
  const bars = widths.map((width, part) => {
    if (!width) return "";
    const [letters, color] = parts[part];
    const style = `width:${width / 10}%;background:${color}${gap ? `;margin-left:${gap / 10}%` : ""}`;
    gap = 0;
    return `<i data-part="${part}" style="${style}">${safe(letters)}</i>`;
  });
  const signs = marks.map(([at, sign]) => `<b style="--at:${at / 1000}">${safe(sign)}</b>`).join("");
  const crossed = line === null ? "" : ` style="--line:${line / 1000}"`;
  return `<td class="stack"${crossed}><div>${bars.join("")}</div>${signs}</td>`;
};

/**
 * A column as it was sent, by names.
 *
 * @param {any} column
 * @returns {Column}
 */
const named = ([title, help, figures, words, keys, shares, lines, spans, stacks]) => {
  const [ends = [], rows = []] = spans;
  const [stackEnds = ends, parts = [], bars = [], marks = []] = stacks;
  return {
    title,
    help,
    isFigure: Boolean(figures),
    words,
    keys,
    shares,
    lines,
    ends: stackEnds,
    spans: rows.map((/** @type {any} */ [look, at, low, high, line]) => ({ look, at, low, high, line })),
    parts,
    stacks: bars.map((/** @type {any} */ [line, start, ...widths], /** @type {number} */ i) => ({
      line,
      start,
      widths,
      marks: marks[i] ?? [],
    })),
  };
};

/** @type {import("./part.d.ts").Make} */
export function make(parent) {
  const box = element("div", "rows", "", { tabindex: 0, role: "group" });
  parent.append(box);
  /** @type {any} */
  let sent = null;
  /** @type {Column[]} */
  let columns = [];
  /** @type {import("./part.d.ts").Tell} */
  let tell = () => {};
  /** @type {{ title: string, way: number } | null} */
  let order = null;

  const by = () => columns.findIndex(({ title }) => title === order?.title);

  /** Where in the table a person is, if by key: in a title or in a row. */
  const here = () => {
    const now = document.activeElement;
    if (!(now instanceof HTMLElement) || !box.contains(now) || now === box) return null;
    const row = /** @type {HTMLElement | null} */ (now.closest("tr[data-row]"));
    return row ? `tr[data-row="${row.dataset.row}"] button` : `button[data-column="${now.dataset.column}"]`;
  };

  /** @type {(column: Column, i: number) => string} */
  const head = ({ title, help, isFigure, words, ends: [low, high] }, i) => {
    // Enough for a few words a line; without it a column of names gives way to the figures beside it.
    const longest = Math.max(title.length * 0.6, ...words.map((word) => word.length));
    const room = Math.min(1.4 + longest * 0.5, i ? 11 : 13);
    const sorted = order && i === by() ? ` aria-sort="${order.way < 0 ? "descending" : "ascending"}"` : "";
    const about = help ? ` title="${safe(help)}"` : "";
    const width = isFigure || low !== undefined ? "" : ` style="min-width:min(${room.toFixed(1)}rem,40vw)"`;
    const ends = high ? `<div class="ends" data-low="${safe(low ?? "")}" data-high="${safe(high)}"></div>` : "";
    return (
      `<th scope="col"${isFigure ? ' class="figure"' : ""}${sorted}${width}>` +
      `<button type="button" data-column="${i}"${about}>${safe(title)}</button>${ends}</th>`
    );
  };

  /** @type {(column: Column, i: number, row: number) => string} */
  const cell = ({ isFigure, words, shares, lines, spans, parts, stacks }, i, row) => {
    if (spans.length) return spanned(spans[row], sent.looks);
    if (stacks.length) return stacked(stacks[row], parts);
    const word = (lines.length ? small(lines[row]) : "") + safe(words[row]);
    if (i === 0) return `<th scope="row">${sent.pick ? `<button type="button">${word}</button>` : word}</th>`;
    const share = shares[row] ?? null;
    const bar = share === null ? "" : ` style="--share:${(share * 100).toFixed(1)}%"`;
    return `<td class="${isFigure ? "figure" : ""}${bar && " bar"}"${bar}>${word}</td>`;
  };

  const draw = () => {
    const place = here();
    const column = columns[by()];
    const rows = column && order ? ordered(column, order.way, sent.language) : columns[0].words.map((_, i) => i);
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
    const { title, isFigure } = columns[i];
    const first = isFigure ? -1 : 1;
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
    columns = data.columns.map(named);
    draw();
  };
}
