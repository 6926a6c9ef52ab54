// One table; see __init__.py for why.

/** A line of figures, 60 by 16, with a point at its end. */
const small = (heights) => {
  if (!heights.length) return "";
  const step = 60 / Math.max(heights.length - 1, 1);
  const points = heights.map((height, i) => [(i * step).toFixed(1), 16 - height]), [x, y] = points.at(-1);
  return `<svg viewBox="-3 -3 66 22" aria-hidden="true"><polyline points="${points.join(" ")}"/>`
    + `<circle cx="${x}" cy="${y}" r="2.5"/></svg>`;
};

/** A value on its interval and the line it is held against, in thousandths of the cell. */
const spanned = ([look, at, low, high, line], looks) => {
  const places = { low, high, line }, [fill, ink, sign] = looks[look];
  const style = Object.entries(places).filter(([, place]) => place !== null)
    .map(([name, place]) => `--${name}:${place / 1000}`).join(";");
  const mark = at === null ? "" : `<i style="--at:${at / 1000};background:${fill};color:${ink}">${sign}</i>`;
  return `<td class="span" style="${style}">${mark}</td>`;
};

/** A bar made of parts, each with its letters, a line that crosses it and signs on it, in thousandths of the cell. */
const stacked = ([line, start, ...widths], parts, marks = []) => {
  let gap = start;
  const bars = widths.map((width, part) => {
    if (!width) return "";
    const style = `width:${width / 10}%;background:${parts[part][1]}${gap ? `;margin-left:${gap / 10}%` : ""}`;
    gap = 0;
    return `<i data-part="${part}" style="${style}">${safe(parts[part][0])}</i>`;
  });
  const signs = marks.map(([at, sign]) => `<b style="--at:${at / 1000}">${safe(sign)}</b>`).join("");
  return `<td class="stack"${line === null ? "" : ` style="--line:${line / 1000}"`}><div>${bars.join("")}</div>${signs}</td>`;
};

export function make(parent) {
  const box = document.createElement("div");
  box.className = "rows";
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  parent.append(box);
  let sent = null, tell = null;
  let order = null; // [title of a column, -1 or 1]

  const at = () => (order ? sent.columns.findIndex(([title]) => title === order[0]) : -1);

  /** The rows' positions in the order asked for; what has no figure comes last, whichever way. */
  const ordered = () => {
    const places = sent.columns[0][3].map((_, i) => i), column = sent.columns[at()];
    if (!column) return places;
    const [, , , words, keys] = column, [, way] = order;
    const alphabet = new Intl.Collator(sent.language, { numeric: true });
    const known = (i) => (keys.length ? keys[i] !== null : words[i] !== "");
    return places.sort((a, b) => {
      if (known(a) !== known(b)) return known(a) ? -1 : 1;
      if (!known(a)) return 0;
      if (!keys.length) return way * alphabet.compare(words[a], words[b]);
      return way * (keys[a] > keys[b] ? 1 : keys[a] < keys[b] ? -1 : 0);
    });
  };

  /** Where in the table a person is, if by key: in a title or in a row. */
  const here = () => {
    const now = document.activeElement;
    if (!box.contains(now) || now === box) return null;
    const row = now.closest("tr[data-row]");
    return row ? `tr[data-row="${row.dataset.row}"] button` : `button[data-column="${now.dataset.column}"]`;
  };

  const draw = () => {
    const { columns, pick, label } = sent, by = at(), [mine, outside] = [new Set(sent.mine), new Set(sent.outside)], place = here();
    const heads = columns.map(([title, help, figures, words, , , , spans, stacks], i) => {
      // Enough for a few words a line; without it a column of names gives way to the figures beside it.
      const longest = Math.max(title.length * 0.6, ...words.map((word) => word.length));
      const room = Math.min(1.4 + longest * 0.5, i ? 11 : 13);
      const sorted = i === by ? ` aria-sort="${order[1] < 0 ? "descending" : "ascending"}"` : "";
      const about = help ? ` title="${safe(help)}"` : "";
      const width = figures || spans.length || stacks.length ? "" : ` style="min-width:min(${room.toFixed(1)}rem,40vw)"`;
      const [low, high] = spans[0] ?? stacks[0] ?? [];
      const ends = high ? `<div class="ends" data-low="${safe(low)}" data-high="${safe(high)}"></div>` : "";
      return `<th scope="col"${figures ? ' class="figure"' : ""}${sorted}${width}>`
        + `<button type="button" data-column="${i}"${about}>${safe(title)}</button>${ends}</th>`;
    });
    const body = ordered().map((row) => {
      const cells = columns.map(([, , figures, words, , shares, lines, spans, stacks], i) => {
        if (spans.length) return spanned(spans[1][row], sent.looks);
        if (stacks.length) return stacked(stacks[2][row], stacks[1], stacks[3][row]);
        const word = (lines.length ? small(lines[row]) : "") + safe(words[row]);
        const share = shares.length ? shares[row] : null;
        if (i === 0) return `<th scope="row">${pick ? `<button type="button">${word}</button>` : word}</th>`;
        const bar = share === null ? "" : ` style="--share:${(share * 100).toFixed(1)}%"`;
        return `<td class="${figures ? "figure" : ""}${bar && " bar"}"${bar}>${word}</td>`;
      });
      const look = [mine.has(row) && "mine", outside.has(row) && "outside"].filter(Boolean).join(" ");
      return `<tr data-row="${row}"${look && ` class="${look}"`}>${cells.join("")}</tr>`;
    });
    box.innerHTML = `<table aria-label="${safe(label)}" aria-rowcount="${body.length + 1}">`
      + `<thead><tr>${heads.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>`;
    box.classList.toggle("pick", pick);
    box.setAttribute("aria-label", label);
    box.style.maxHeight = sent.height ? `${sent.height}px` : "";
    if (place) box.querySelector(place)?.focus();
  };

  box.addEventListener("click", ({ target }) => {
    const head = target.closest("button[data-column]");
    if (head) {
      const i = Number(head.dataset.column), [title, , figures] = sent.columns[i], first = figures ? -1 : 1;
      // One way, the other, and as it came.
      if (i !== at()) order = [title, first];
      else order = order[1] === first ? [title, -first] : null;
      draw();
      return;
    }
    const row = target.closest("tr[data-row]");
    // Marking words is no click.
    if (!row || !sent.pick || String(getSelection())) return;
    const part = sent.parts && target.closest("i[data-part]"), nth = Number(row.dataset.row);
    tell("picked", part ? [nth, Number(part.dataset.part)] : nth);
  });

  return (data, trigger, same) => {
    tell = trigger;
    if (same) return;
    sent = data;
    draw();
  };
}
