// The heat table: indicators by districts. The figures of a year come once (facts) and stay; afterwards Python
// sends only which rows and columns stand where and how each cell is judged (__init__.py has the fields).

const figures = new Map(); // stamp -> facts
const waiting = new Map(); // stamp -> what to do when they come
const KEPT = 6;

// The newest table's; a listener of its own would keep a table that is gone.
let onPaper = () => {};
addEventListener("beforeprint", () => onPaper(true));
addEventListener("afterprint", () => onPaper(false));

const html = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text; // text only: titles may hold anything
  return element;
};

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Keep the figures of a year; a table that waits for them is drawn. */
function keep(facts) {
  figures.set(facts.stamp, facts);
  while (figures.size > KEPT) figures.delete(figures.keys().next().value);
  waiting.get(facts.stamp)?.();
  waiting.delete(facts.stamp);
}

/** What a cell is filled with: hatched or dotted where colour alone would not say that there is no figure. */
const marks = {
  missing: (pen) => {
    for (const x of [-6, 0, 6]) {
      pen.moveTo(x - 1, -1);
      pen.lineTo(x + 7, 7);
    }
    pen.strokeStyle = "#c3cbd3";
    pen.stroke();
  },
  hidden: (pen) => {
    pen.arc(3, 3, 1, 0, 7);
    pen.fillStyle = "#7f8b97";
    pen.fill();
  },
};
const fills = new Map();
const filled = (name, fill) => {
  if (!marks[name]) return fill;
  if (!fills.has(name)) {
    const tile = Object.assign(document.createElement("canvas"), { width: 6, height: 6 }), pen = tile.getContext("2d");
    pen.fillStyle = fill;
    pen.fillRect(0, 0, 6, 6);
    marks[name](pen);
    fills.set(name, pen.createPattern(tile, "repeat"));
  }
  return fills.get(name);
};

const formats = new Map();
const written = (facts, row, figure) => {
  if (figure === null || figure === undefined) return facts.words.missing;
  const decimals = row[3];
  const key = `${facts.language}${decimals}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat(facts.language === "it" ? "it-IT" : "en-GB", {
      minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: "always",
    }));
  }
  const text = formats.get(key).format(figure / 10 ** decimals).replace("-", "\u2212");
  return `${row[4]}${text}${row[5]}`;
};

function heatTable(root) {
  const frame = html("div", "frame");
  const legend = html("ul", "legend"), pane = html("div", "pane"), tip = html("div", "tip");
  tip.hidden = true;
  tip.setAttribute("role", "tooltip");
  frame.append(legend, pane, tip);
  root.append(frame);
  let data = null, facts = null, trigger = null, active = [0, 0], standing = 0, heading = "", drawn = "";
  let drawings = 0;
  let lines = []; // the rows that stand, from top to bottom
  let pool = []; // every line there is, with what is written in it; those after the rows that stand are spare

  // Figures are written once: a year's stay the same whatever is chosen.
  const words = (row, d, name) => (name === "hidden" ? facts.words.hidden : ((row.written ??= [])[d] ??= written(facts, row, row[6][d])));
  const look = (judged, d) => data.looks[judged.charCodeAt(d) - 97];

  /** How a cell looks: what is written in it, and the name, colour and ink of its judgement. */
  const shown = (i, j) => {
    const [at, judged] = data.rows[i], d = data.order[j], [name, fill, sign, , ink] = look(judged, d);
    return { name, fill, ink, text: data.values ? `${sign} ${words(facts.rows[at], d, name)}` : sign };
  };

  // Where a row or column stands: data.rows[i] = [row of facts, judgements, benchmark, trend]; data.order[j] = district.
  const cellWords = (i, j) => {
    const [at, judged, benchmark, , note, why] = data.rows[i];
    const d = data.order[j], row = facts.rows[at];
    const [name, , , judgement] = look(judged, d);
    const value = row[6][d], lower = row[7][d], upper = row[8][d];
    const held = Array.isArray(benchmark) ? benchmark[d] : benchmark;
    const lines = [words(row, d, name)];
    if (lower !== null && lower !== undefined && value !== null) {
      lines.push(facts.words.interval.replace("{low}", written(facts, row, value - lower)).replace("{high}", written(facts, row, value + upper)));
    }
    lines.push(name === "not_compared" && why ? `${judgement}: ${why}` : judgement);
    if (held !== null && held !== undefined) lines.push(`${data.benchmark}: ${written(facts, row, held)}${note}`);
    return lines;
  };

  const draw = () => {
    // What was sorted here is drawn already when the answer says the same.
    if (drawn === (drawn = JSON.stringify(data))) return;
    root.host.setAttribute("data-drawn", ++drawings);
    legend.replaceChildren(...data.legend.map(([index, count]) => {
      const [name, fill, sign, words, ink] = data.looks[index];
      const item = html("li"), swatch = html("span", `swatch ${name}`, sign);
      swatch.setAttribute("aria-hidden", "true");
      Object.assign(swatch.style, { backgroundColor: fill, color: ink });
      item.append(swatch, html("span", "", words), html("span", "count", `(${count})`));
      return item;
    }));
    frame.classList.toggle("values", data.values);
    if (!data.rows.length) {
      standing = 0;
      lines = [];
      pane.replaceChildren(html("div", "empty", data.words.empty));
      return;
    }
    const starts = new Set(data.groups.map(([, start]) => start));
    const columnClass = data.order.map((d, j) => [...(d === data.mine ? ["mine"] : []), ...(starts.has(j) ? ["first"] : [])].join(" "));
    // Lines stay as long as the districts are as many, whatever indicator they show: only what is read aloud of
    // their cells is touched, and what is seen of them is one picture.
    if (standing !== data.order.length) {
      standing = data.order.length;
      pool = [];
      heading = "";
      pane.innerHTML = `<table role="grid"><thead></thead><tbody></tbody></table>`;
      pane.prepend(picture);
      pane.lastChild.style.setProperty("--n", data.order.length);
    }
    const focused = root.activeElement?.closest?.(".pane") != null;
    const [left, top] = [pane.scrollLeft, pane.scrollTop];
    const table = pane.lastChild, body = table.tBodies[0];
    table.setAttribute("aria-label", data.label);
    table.setAttribute("aria-rowcount", data.rows.length + 1);
    table.setAttribute("aria-colcount", data.order.length + 1);
    const newHeading = JSON.stringify(data.groups);
    if (heading !== newHeading) {
      heading = newHeading;
      table.tHead.innerHTML = head();
    }
    table.tHead.querySelectorAll(".place").forEach((place, j) => {
      const name = facts.districts[data.order[j]][1], className = `place ${columnClass[j]}`;
      if (place.textContent !== name) place.firstChild.textContent = name;
      if (place.className !== className) place.className = className;
    });

    const wanted = data.rows.length - pool.length;
    if (wanted > 0) {
      const made = html("tbody"), cells = "<td></td>".repeat(data.order.length);
      made.innerHTML = (`<tr><th class="name" scope="row"><div class="inside"><span class="title"></span>`
        + `<span class="trend" role="img"></span><button type="button" tabindex="-1" data-sort></button></div></th>${cells}</tr>`).repeat(wanted);
      pool.push(...[...made.rows].map((line) => ({ line, labels: [], classes: [] })));
    }
    lines = data.rows.map(([at, judged, , trend], i) => {
      const row = facts.rows[at], kept = pool[i], { line, labels, classes } = kept;
      line.dataset.i = i;
      if (kept.row !== row) entitle(line, (kept.row = row));
      state(line, row, trend);
      data.order.forEach((d, j) => {
        const [name, , , judgement] = look(judged, d), label = `${words(row, d, name)}, ${judgement}`;
        if (labels[j] !== label) line.cells[j + 1].ariaLabel = labels[j] = label;
        if (classes[j] !== columnClass[j]) line.cells[j + 1].className = classes[j] = columnClass[j];
      });
      return line;
    });
    // Spare lines stay too, without height: put back they would be laid out again, and what stays is not moved.
    pool.forEach(({ line }, i) => line.classList.toggle("spare", i >= lines.length));
    const all = lines.flatMap((line, i) => {
      const area = facts.rows[data.rows[i][0]][9];
      return data.areas && (!i || facts.rows[data.rows[i - 1][0]][9] !== area) ? [over(area), line] : [line];
    });
    const stays = new Set([...all, ...pool.map(({ line }) => line)]);
    [...body.rows].forEach((line) => stays.has(line) || line.remove());
    all.forEach((line, i) => line === body.rows[i] || body.insertBefore(line, body.rows[i] ?? null));
    pane.scrollTo(left, top);
    reveal();
    repaint();
    stopAt();
    if (focused && !root.activeElement?.closest?.(".pane")) at(...active)?.focus({ preventScroll: true });
  };

  /**
   * What is seen of the cells is one picture that lies under them: a thousand cells would be styled, laid out and
   * painted at each choice. It reaches half a frame beyond what is in sight, and is painted again when one scrolls
   * farther.
   */
  const picture = html("canvas");
  picture.setAttribute("aria-hidden", "true");
  let painted = null; // first and last row, first and last column
  const paint = () => {
    if (!lines.length) return;
    const { offsetWidth: left, offsetHeight: high } = lines[0].cells[0], wide = pane.lastChild.clientWidth - left;
    const tops = lines.map((line) => line.offsetTop);
    const edges = Array.from({ length: data.order.length + 1 }, (_, j) => Math.round((j * wide) / data.order.length));
    const within = (beyond) => {
      const [x, y] = [beyond * pane.clientWidth, beyond * pane.clientHeight];
      const row = (top) => top + high > pane.scrollTop - y && top < pane.scrollTop + pane.clientHeight + y;
      const column = (_, j) => edges[j + 1] > pane.scrollLeft - x && edges[j] < pane.scrollLeft + pane.clientWidth - left + x;
      return [tops.findIndex(row), tops.findLastIndex(row), data.order.findIndex(column), data.order.findLastIndex(column)];
    };
    const seen = within(0);
    // Nothing is in sight of a table that was taken off the page.
    if (seen.includes(-1)) return;
    if (painted && seen.every((at, n) => (n % 2 ? at <= painted[n] : at >= painted[n]))) return;
    painted = within(0.5);
    const [top, bottom, from, to] = painted, fine = Math.min(devicePixelRatio, 2);
    const width = edges[to + 1] - edges[from], height = tops[bottom] + high - tops[top];
    Object.assign(picture, { width: width * fine, height: height * fine });
    Object.assign(picture.style, { left: `${left + edges[from]}px`, top: `${tops[top]}px`, width: `${width}px`, height: `${height}px` });
    const pen = picture.getContext("2d");
    pen.scale(fine, fine);
    pen.translate(-edges[from], -tops[top]);
    const font = data.values ? `12px ${getComputedStyle(pane).fontFamily}` : "700 14px sans-serif";
    Object.assign(pen, { font, textAlign: "center", textBaseline: "middle" });
    for (let i = top; i <= bottom; i++) {
      for (let j = from; j <= to; j++) {
        const { text, fill, ink, name } = shown(i, j), room = edges[j + 1] - edges[j] - 1;
        pen.fillStyle = filled(name, fill);
        pen.fillRect(edges[j], tops[i], room, high - 1);
        pen.fillStyle = ink;
        pen.fillText(text, edges[j] + room / 2, tops[i] + high / 2, room);
      }
    }
  };
  const repaint = () => {
    painted = null;
    paint();
  };

  /** On paper a row may go to the next page, where no picture follows it: there cells show themselves. */
  onPaper = (is) => lines.forEach((line, i) => data.order.forEach((_, j) => {
    const { text, fill, ink } = shown(i, j);
    line.cells[j + 1].textContent = is ? text : "";
    line.cells[j + 1].style.cssText = is ? `background-color: ${fill}; color: ${ink}` : "";
  }));

  /** The row with an area's name, above its indicators. */
  const areas = new Map();
  const over = (area) => {
    if (!areas.has(area)) {
      const line = html("tr", "over"), group = html("th", "area");
      Object.assign(group, { colSpan: facts.districts.length + 1, scope: "rowgroup" });
      group.append(html("span"));
      line.append(group);
      areas.set(area, line);
    }
    const line = areas.get(area), [group] = line.cells;
    if (group.textContent !== facts.areas[area]) group.firstChild.textContent = facts.areas[area];
    return line;
  };

  const head = () => {
    const corner = (span) => `<th class="corner" ${span} scope="col">${escaped(data.words.corner)}</th>`;
    const groups = data.groups.map(([name, , size]) => `<th class="group" colspan="${size}" style="grid-column: span ${size}" scope="colgroup" title="${escaped(name)}">${escaped(name)}</th>`);
    const places = data.order.map((_, j) => `<th class="place" scope="col" tabindex="-1" data-j="${j}"><span></span></th>`);
    return groups.length
      ? `<tr>${corner('rowspan="2"')}${groups.join("")}</tr><tr>${places.join("")}</tr>`
      : `<tr>${corner('style="grid-row: auto"')}${places.join("")}</tr>`;
  };

  /** Which indicator a line shows. */
  const entitle = (line, row) => {
    const [cell] = line.cells, [words, , button] = cell.firstChild.children;
    cell.title = `${row[1]} (${row[2]})`;
    words.textContent = row[1];
    button.title = button.ariaLabel = data.words.sort.replace("{title}", row[1]);
  };

  /** What changes beside a line's name: the trend's arrow and the sign of the order. */
  const state = (line, row, trend) => {
    const [sign, words] = data.trends[trend] ?? ["", ""];
    const arrow = data.sort === row[0] ? "↓" : data.sort === `-${row[0]}` ? "↑" : "⇅";
    const [, mark, button] = line.cells[0].firstChild.children;
    if (mark.title !== words) Object.assign(mark, { title: words, ariaLabel: words, hidden: !words });
    if (mark.textContent !== sign) mark.textContent = sign;
    if (button.textContent !== arrow) button.textContent = arrow;
    line.classList.toggle("sorted", arrow !== "⇅");
  };

  /** One cell takes the focus when the table is entered by keyboard. */
  let stop = null;
  const stopAt = (i = active[0], j = active[1]) => {
    active = [Math.min(i, data.rows.length - 1), Math.min(j, data.order.length - 1)];
    if (stop) stop.tabIndex = -1;
    stop = at(...active);
    if (stop) stop.tabIndex = 0;
  };

  // On a narrow screen the marked district may stand out of sight: bring it in, once for each district.
  let revealed = "";
  const reveal = () => {
    const mine = `${data.mine} ${data.order.join()}`;
    if (revealed === mine) return;
    revealed = mine;
    const heading = pane.querySelector("thead .mine"), first = pane.querySelector(".corner");
    if (!heading) return;
    const room = pane.clientWidth - first.offsetWidth;
    if (heading.offsetLeft + heading.offsetWidth > pane.clientWidth || heading.offsetLeft < pane.scrollLeft + first.offsetWidth) {
      pane.scrollLeft = Math.max(0, heading.offsetLeft - first.offsetWidth - room / 2);
    }
  };

  // Row -1 is the heading with the districts, column -1 the indicator's title.
  const at = (i, j) => (i < 0 ? pane.querySelector(`th[data-j="${Math.max(j, 0)}"]`) : lines[i]?.cells[j + 1]);
  const place = (element) => [Number(element.parentElement.dataset.i ?? -1), Number(element.dataset.j ?? element.cellIndex - 1)];
  const cell = (event) => event.target.closest?.("td, th.name, th.place");

  const go = (i, j) => {
    if (!at(i, j)) return;
    stopAt(i, j);
    stop.focus();
  };

  const pick = (element) => {
    const [i, j] = place(element);
    const measure = i >= 0 ? facts.rows[data.rows[i][0]][0] : "";
    const district = j >= 0 ? facts.districts[data.order[j]][0] : "";
    trigger("picked", ["picked", measure, district]);
  };

  const sort = (i) => {
    const code = facts.rows[data.rows[i][0]][0];
    const lowest = data.sort === code, ranks = facts.rows[data.rows[i][0]][11];
    // Drawn without waiting; the answer, which says the same, finds nothing to change.
    const rank = (d) => (ranks[d] === null ? Infinity : lowest ? ranks[d] : -ranks[d]);
    const order = facts.districts.map((_, d) => d).sort((a, b) => (rank(a) === rank(b) ? a - b : rank(a) - rank(b)));
    trigger("picked", ["sorted", lowest ? `-${code}` : code]);
    data = { ...data, order, groups: [], sort: lowest ? `-${code}` : code };
    tell(null);
    setTimeout(draw);
  };

  const tell = (element) => {
    if (!element || !data) { tip.hidden = true; return; }
    const [i, j] = place(element);
    const lines = [];
    if (j >= 0) lines.push(["b", "", facts.districts[data.order[j]][2]]);
    if (i >= 0) {
      const row = facts.rows[data.rows[i][0]];
      lines.push(["b", "", `${row[1]}`]);
      lines.push(["div", "", `${row[2]} · ${row[10]}`]);
      if (j >= 0) cellWords(i, j).forEach((words, n) => lines.push(["div", n ? "" : "value", words]));
      else if (data.trends[data.rows[i][3]]) lines.push(["div", "", data.trends[data.rows[i][3]].join(" ")]);
    }
    tip.replaceChildren(...lines.filter(([, , words]) => words).map(([tag, name, words]) => html(tag, name, words)));
    tip.hidden = false;
    const box = element.getBoundingClientRect(), outer = frame.getBoundingClientRect();
    const left = Math.max(0, Math.min(box.left - outer.left + box.width / 2 - tip.offsetWidth / 2, outer.width - tip.offsetWidth));
    const above = box.top - outer.top - tip.offsetHeight - 8;
    Object.assign(tip.style, { left: `${left}px`, top: `${above > 0 ? above : box.bottom - outer.top + 8}px` });
  };

  pane.addEventListener("pointerover", (event) => tell(cell(event)));
  pane.addEventListener("pointerleave", () => tell(null));
  pane.addEventListener("scroll", () => { tell(null); paint(); }, { passive: true });
  pane.addEventListener("focusin", (event) => { if (event.target.matches(":focus-visible")) tell(cell(event)); });
  pane.addEventListener("focusout", () => tell(null));
  pane.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-sort]");
    if (button) sort(place(cell(event))[0]);
    else if (cell(event)) pick(cell(event));
  });
  pane.addEventListener("keydown", (event) => {
    const here = cell(event);
    if (!here) return;
    const [i, j] = place(here), last = data.order.length - 1, end = data.rows.length - 1;
    const next = {
      ArrowRight: [i, Math.min(j + 1, last)], ArrowLeft: [i, Math.max(j - 1, -1)],
      ArrowDown: [Math.min(i + 1, end), j], ArrowUp: [Math.max(i - 1, -1), j],
      Home: [i, -1], End: [i, last], PageDown: [Math.min(i + 10, end), j], PageUp: [Math.max(i - 10, 0), j],
    }[event.key];
    if (next) { event.preventDefault(); go(...next); }
    else if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(here); }
    else if (event.key.toLowerCase() === "o" && i >= 0) { event.preventDefault(); sort(i); }
    else if (event.key === "Escape") tell(null);
  });

  new ResizeObserver(repaint).observe(pane);
  document.fonts.ready.then(repaint);

  return {
    update(next, send) {
      data = next;
      trigger = send;
      return new Promise((done) => {
        const ready = () => {
          done();
          if (data !== next) return; // a newer view came in the meantime
          facts = figures.get(next.facts);
          tell(null);
          draw();
        };
        if (figures.has(next.facts)) ready();
        else waiting.set(next.facts, ready);
      });
    },
  };
}

/** Keep figures, or draw the table; the style comes by address and is waited for, for it decides widths. */
export function make(parent) {
  let table = null, styled = null;
  return (data, tell, same) => {
    if (same) return null;
    if (data.districts) return keep(data);
    if (!table) {
      const root = parent.attachShadow({ mode: "open" }), sheet = html("link");
      sheet.rel = "stylesheet";
      sheet.href = data.style;
      styled = new Promise((done) => { sheet.onload = sheet.onerror = done; });
      root.append(sheet);
      table = heatTable(root);
    }
    return styled.then(() => table.update(data, tell));
  };
}
