// The heat table: indicators by districts. The figures of a year come once (facts) and stay; afterwards Python
// sends only which rows and columns stand where and how each cell is judged (__init__.py has the fields).

const figures = new Map(); // stamp -> facts
const waiting = new Map(); // stamp -> what to do when they come
const KEPT = 6;

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

/**
 * A sign as a picture: another one is painted, where another text would be laid out. Pixels are painted thrice
 * as fast as a drawing; a browser that shields from fingerprints gives others than were asked for, so it gets
 * the drawing.
 */
const pictures = new Map();
const picture = (sign, ink) => {
  if (!pictures.has(sign + ink)) pictures.set(sign + ink, painted(sign, ink));
  return pictures.get(sign + ink);
};
const painted = (sign, ink) => {
  const pixels = Object.assign(document.createElement("canvas"), { width: 32, height: 32 });
  const pen = pixels.getContext("2d");
  Object.assign(pen, { font: "700 28px sans-serif", textAlign: "center", fillStyle: ink });
  pen.fillText(sign, 16, 26);
  const honest = !pen.getImageData(0, 0, 32, 2).data.some(Boolean);
  return `url("${honest ? pixels.toDataURL() : `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><text x="16" y="26" text-anchor="middle" font-family="sans-serif" font-size="28" font-weight="700" fill="${ink}">${escaped(sign)}</text></svg>`,
  )}`}")`;
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
  let data = null, facts = null, trigger = null, active = [0, 0], standing = "", heading = "";
  let drawings = 0;
  let lines = []; // the rows that stand, from top to bottom
  const known = new Map(); // row of facts -> its line, standing or not

  // Where a row or column stands: data.rows[i] = [row of facts, judgements, benchmark, trend]; data.order[j] = district.
  const cellWords = (i, j) => {
    const [at, judged, benchmark, , note, why] = data.rows[i];
    const d = data.order[j], row = facts.rows[at];
    const look = data.looks[judged.charCodeAt(d) - 97];
    const value = row[6][d], lower = row[7][d], upper = row[8][d];
    const held = Array.isArray(benchmark) ? benchmark[d] : benchmark;
    const lines = [look[0] === "hidden" ? facts.words.hidden : written(facts, row, value)];
    if (lower !== null && lower !== undefined && value !== null) {
      lines.push(facts.words.interval.replace("{low}", written(facts, row, value - lower)).replace("{high}", written(facts, row, value + upper)));
    }
    lines.push(look[0] === "not_compared" && why ? `${look[3]}: ${why}` : look[3]);
    if (held !== null && held !== undefined) lines.push(`${data.benchmark}: ${written(facts, row, held)}${note}`);
    return lines;
  };

  const draw = () => {
    legend.replaceChildren(...data.legend.map(([index, count]) => {
      const [name, , sign, words] = data.looks[index];
      const item = html("li"), swatch = html("span", `swatch j-${name} ${name}`, sign);
      swatch.setAttribute("aria-hidden", "true");
      item.append(swatch, html("span", "", words), html("span", "count", `(${count})`));
      return item;
    }));
    for (const [name, fill, sign, , ink] of data.looks) {
      frame.style.setProperty(`--f-${name}`, fill);
      frame.style.setProperty(`--k-${name}`, ink);
      frame.style.setProperty(`--s-${name}`, picture(sign, ink));
    }
    frame.classList.toggle("values", data.values);
    if (!data.rows.length) {
      standing = "";
      lines = [];
      pane.replaceChildren(html("div", "empty", data.words.empty));
      return;
    }
    const starts = new Set(data.groups.map(([, start]) => start));
    const columnClass = data.order.map((d, j) => `${d === data.mine ? " mine" : ""}${starts.has(j) ? " first" : ""}`);
    const look = (judged, d) => data.looks[judged.charCodeAt(d) - 97];
    // Figures are written once: a year's stay the same whatever is chosen.
    const words = (row, d, name) => (name === "hidden" ? facts.words.hidden : ((row.written ??= [])[d] ??= written(facts, row, row[6][d])));
    const shown = (sign, value) => (data.values ? `${sign} ${value}` : "");

    // A row keeps its cells as long as the districts are as many: only what differs in them is touched.
    const frameOf = `${data.facts} ${data.order.length}`;
    if (standing !== frameOf) {
      standing = frameOf;
      known.clear();
      heading = "";
      pane.innerHTML = `<table role="grid"><thead></thead><tbody></tbody></table>`;
      pane.firstChild.style.setProperty("--n", data.order.length);
    }
    const focused = root.activeElement?.closest?.(".pane") != null;
    const [left, top] = [pane.scrollLeft, pane.scrollTop];
    const table = pane.firstChild, body = table.tBodies[0];
    table.setAttribute("aria-label", data.label);
    table.setAttribute("aria-rowcount", data.rows.length + 1);
    table.setAttribute("aria-colcount", data.order.length + 1);
    const newHeading = head(columnClass);
    if (heading !== newHeading) table.tHead.innerHTML = heading = newHeading;

    const fresh = data.rows.filter(([at]) => !known.has(at));
    const made = html("tbody");
    made.innerHTML = fresh.map(([at, judged]) => {
      const row = facts.rows[at], sort = escaped(data.words.sort.replace("{title}", row[1]));
      const cells = data.order.map((d, j) => {
        const [name, , sign, said] = look(judged, d), value = words(row, d, name);
        return `<td class="j-${name} ${name}${columnClass[j]}" aria-label="${escaped(`${value}, ${said}`)}">${escaped(shown(sign, value))}</td>`;
      });
      return `<tr><th class="name" scope="row" title="${escaped(`${row[1]} (${row[2]})`)}"><div class="inside"><span class="title">${escaped(row[1])}</span>`
        + `<span class="trend" role="img"></span><button type="button" tabindex="-1" data-sort aria-label="${sort}" title="${sort}"></button></div></th>${cells.join("")}</tr>`;
    }).join("");
    const added = new Set(fresh.map(([at]) => at));
    [...made.rows].forEach((line, n) => known.set(fresh[n][0], line));
    lines = data.rows.map(([at, judged, , trend], i) => {
      const row = facts.rows[at], line = known.get(at);
      line.dataset.i = i;
      title(line, row, trend);
      if (added.has(at)) return line;
      data.order.forEach((d, j) => {
        const cell = line.cells[j + 1], [name, , sign, said] = look(judged, d);
        const value = words(row, d, name);
        const className = `j-${name} ${name}${columnClass[j]}`, label = `${value}, ${said}`;
        if (cell.className !== className) cell.className = className;
        if (cell.ariaLabel !== label) cell.ariaLabel = label;
        const text = shown(sign, value);
        if ((cell.firstChild?.data ?? "") !== text) cell.textContent = text;
      });
      return line;
    });
    let area = null;
    const all = lines.flatMap((line, i) => {
      const own = facts.rows[data.rows[i][0]][9];
      if (!data.areas || own === area) return [line];
      area = own;
      const over = html("tr"), group = html("th", "area");
      Object.assign(group, { colSpan: data.order.length + 1, scope: "rowgroup" });
      group.append(html("span", "", facts.areas[area]));
      over.append(group);
      return [over, line];
    });
    const stands = body.rows;
    if (all.length !== stands.length || all.some((line, i) => line !== stands[i] && line.dataset.i)) body.replaceChildren(...all);
    pane.scrollTo(left, top);
    reveal();
    stopAt();
    if (focused && !root.activeElement?.closest?.(".pane")) at(...active)?.focus({ preventScroll: true });
  };

  const head = (columnClass) => {
    const corner = (span) => `<th class="corner" ${span} scope="col">${escaped(data.words.corner)}</th>`;
    const groups = data.groups.map(([name, , size]) => `<th class="group" colspan="${size}" style="grid-column: span ${size}" scope="colgroup" title="${escaped(name)}">${escaped(name)}</th>`);
    const places = data.order.map((d, j) => `<th class="place${columnClass[j]}" scope="col" tabindex="-1" data-j="${j}"><span>${escaped(facts.districts[d][1])}</span></th>`);
    return groups.length
      ? `<tr>${corner('rowspan="2"')}${groups.join("")}</tr><tr>${places.join("")}</tr>`
      : `<tr>${corner('style="grid-row: auto"')}${places.join("")}</tr>`;
  };

  /** What changes in a row's title: the trend's arrow and the sign of the order. */
  const title = (line, row, trend) => {
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
    const lowest = data.sort === code, values = facts.rows[data.rows[i][0]][6];
    // Drawn without waiting; the answer, which says the same, finds nothing to change.
    const rank = (d) => (values[d] === null ? Infinity : lowest ? values[d] : -values[d]);
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
  pane.addEventListener("scroll", () => tell(null), { passive: true });
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

  return {
    update(next, send) {
      data = next;
      trigger = send;
      return new Promise((drawn) => {
        const ready = () => {
          drawn();
          if (data !== next) return; // a newer view came in the meantime
          facts = figures.get(next.facts);
          tell(null);
          draw();
          root.host.setAttribute("data-drawn", ++drawings);
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
      const root = parent.attachShadow({ mode: "open" }), sheet = html("link"), looks = html("style");
      sheet.rel = "stylesheet";
      sheet.href = data.style;
      looks.textContent = data.looks.map(([name]) => `.j-${name} { background-color: var(--f-${name}); color: var(--k-${name}); --sign: var(--s-${name}); }`).join("\n");
      styled = new Promise((done) => { sheet.onload = sheet.onerror = done; });
      root.append(sheet, looks);
      table = heatTable(root);
    }
    return styled.then(() => table.update(data, tell));
  };
}
