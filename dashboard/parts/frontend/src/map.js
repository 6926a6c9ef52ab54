// The map of the districts and, linked to it, their ranking. This script and the geometry come once, by
// immutable addresses; afterwards Python sends only classes, labels and the selection (__init__.py has the fields).

const SVG = "http://www.w3.org/2000/svg";
const layers = new Map(); // address -> promise of the geometry, shared by every map of the page
const SKELETON = `
<div class="inner">
  <div class="picture">
    <svg class="map" preserveAspectRatio="xMidYMid meet">
      <defs>
        <pattern id="missing" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="7" height="7" class="hatch-ground"></rect><line x1="0" y1="0" x2="0" y2="7" class="hatch-line"></line>
        </pattern>
        <pattern id="hidden" width="7" height="7" patternUnits="userSpaceOnUse">
          <rect width="7" height="7" class="hatch-ground"></rect><circle cx="3.5" cy="3.5" r="1.6" class="hatch-dot"></circle>
        </pattern>
        <pattern id="missing-swatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="7" height="7" class="hatch-ground"></rect><line x1="0" y1="0" x2="0" y2="7" class="hatch-line"></line>
        </pattern>
        <pattern id="hidden-swatch" width="7" height="7" patternUnits="userSpaceOnUse">
          <rect width="7" height="7" class="hatch-ground"></rect><circle cx="3.5" cy="3.5" r="1.6" class="hatch-dot"></circle>
        </pattern>
      </defs>
      <g class="areas"></g><g class="inset"></g><g class="borders"></g><g class="marks"></g><g class="names"></g>
    </svg>
    <div class="zoom"></div>
    <div class="tip" role="tooltip" hidden></div>
    <div class="legend"></div>
  </div>
  <div class="ranking"></div>
</div>`;

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const layer = (address) => {
  if (!layers.has(address)) {
    const request = fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      return answer.json();
    });
    request.catch(() => layers.delete(address)); // a failed request may be tried again
    layers.set(address, request);
  }
  return layers.get(address);
};

const svg = (tag, attributes = {}) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

const html = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text; // text only: titles may hold anything
  return element;
};

const paint = (data, code) => {
  const known = data.areas[code];
  if (!known) return null;
  if (known[0] === -1) return "url(#missing)";
  if (known[0] === -2) return "url(#hidden)";
  return data.palette[known[0]];
};

function drawMap(root) {
  const find = (selector) => root.querySelector(selector);
  const picture = find(".map"), tip = find(".tip"), ranking = find(".ranking");
  const groups = { areas: find(".areas"), inset: find(".inset") };
  const map = { data: null, shapes: new Map(), rows: new Map(), geo: "", inset: "", box: null, full: null, trigger: null, drawings: 0 };

  const describe = (area) => {
    const known = map.data.areas[area.code];
    const words = [area.full || area.name];
    const context = map.data.parents[area.parent] || "";
    if (context) words.push(context);
    if (known) words.push(...known.slice(1).filter(Boolean));
    return words;
  };

  const drawLayer = (group, geometry) => {
    for (const path of group.children) map.shapes.delete(path.dataset.code);
    group.replaceChildren();
    for (const area of geometry?.areas ?? []) {
      const path = svg("path", { d: area.d, class: "area", "data-code": area.code, role: "button", tabindex: "-1" });
      map.shapes.set(area.code, { area, path, inset: group === groups.inset });
      group.append(path);
    }
  };

  const colour = () => {
    const { data } = map;
    const focus = data.focus ? new Set(data.focus) : null;
    for (const { area, path, inset } of map.shapes.values()) {
      const fill = paint(data, area.code);
      path.classList.toggle("ground", !fill);
      path.classList.toggle("pale", Boolean(focus) && !inset && !focus.has(area.code));
      path.style.fill = fill ?? "";
      path.setAttribute("aria-label", describe(area).join(", "));
      const open = data.pickable && !inset;
      path.setAttribute("role", open ? "button" : "img");
      path.style.cursor = open ? "pointer" : "default";
      path.style.display = data.inset && !inset && area.code === data.selected ? "none" : "";
    }
    // One tab stop for the whole map; arrows move inside it.
    const first = map.shapes.get(data.selected) ?? map.shapes.get(data.rank?.rows[0]?.[0]) ?? map.shapes.values().next().value;
    for (const { path } of map.shapes.values()) path.setAttribute("tabindex", "-1");
    first?.path.setAttribute("tabindex", data.compact ? "-1" : "0");
    outline(find(".marks"), data.selected, ["halo", "line"]);
  };

  const outline = (group, code, classes) => {
    group.querySelectorAll(classes.map((c) => `.${c}`).join(",")).forEach((old) => old.remove());
    const shape = map.shapes.get(code);
    if (shape) for (const name of classes) group.append(svg("path", { d: shape.area.d, class: name }));
  };

  const legend = () => {
    const { data } = map;
    const list = find(".legend");
    list.replaceChildren();
    if (!data.legend?.length) return;
    for (const [index, label, count] of data.legend) {
      const item = html("div", "item");
      const swatch = svg("svg", { class: "swatch", "aria-hidden": "true", viewBox: "0 0 20 14" });
      const fill = index === -1 ? "url(#missing-swatch)" : index === -2 ? "url(#hidden-swatch)" : data.palette[index];
      swatch.append(svg("rect", { width: 20, height: 14, fill }));
      item.append(swatch, html("span", "", label), html("span", "count", `(${count})`));
      item.onpointerenter = () => dim(index);
      item.onpointerleave = () => dim(null);
      list.append(item);
    }
  };

  const dim = (index) => {
    for (const { area, path } of map.shapes.values()) {
      path.classList.toggle("dimmed", index !== null && map.data.areas[area.code]?.[0] !== index);
    }
  };

  const rank = () => {
    const { data } = map;
    find(".inner").classList.toggle("split", Boolean(data.rank));
    ranking.replaceChildren();
    map.rows.clear();
    if (!data.rank) return;
    const table = html("table");
    table.append(html("caption", "", data.rank.caption));
    const head = table.createTHead().insertRow();
    for (const [name, words] of [["position", "#"], ["", data.rank.place], ["graphic", data.rank.scale], ["value", data.rank.value]]) {
      const cell = html("th", name, words);
      cell.scope = "col";
      head.append(cell);
    }
    const body = table.createTBody();
    for (const [code, position, at, low, high] of data.rank.rows) {
      const known = data.areas[code];
      const row = body.insertRow();
      row.dataset.code = code;
      row.classList.toggle("selected", code === data.selected);
      const button = html("button", "", map.shapes.get(code)?.area.full ?? data.names[code] ?? code);
      button.type = "button";
      button.tabIndex = -1;
      button.dataset.code = code;
      row.insertCell().append(position || "–");
      row.cells[0].className = "position";
      row.insertCell().append(button);
      const graphic = row.insertCell();
      graphic.className = "graphic";
      graphic.setAttribute("aria-hidden", "true");
      if (at !== null) draw(graphic, data, known[0], at, low, high);
      const value = row.insertCell();
      value.className = "value";
      value.textContent = known[1];
      map.rows.set(code, row);
    }
    const start = map.rows.get(data.selected) ?? body.rows[0];
    const startButton = start?.querySelector("button");
    if (startButton) startButton.tabIndex = 0;
    ranking.append(table);
    if (map.rows.has(data.selected) && ranking.scrollHeight > ranking.clientHeight) {
      ranking.scrollTop = start.offsetTop - ranking.clientHeight / 2;
    }
  };

  const draw = (cell, data, index, at, low, high) => {
    const fill = data.palette[index];
    if (low === null) {
      const bar = html("div", "bar");
      Object.assign(bar.style, { width: `${at / 10}%`, background: fill });
      cell.append(bar);
    } else {
      const whisker = html("div", "whisker"), dot = html("div", "dot");
      Object.assign(whisker.style, { left: `${low / 10}%`, width: `${(high - low) / 10}%` });
      Object.assign(dot.style, { left: `${at / 10}%`, background: fill });
      cell.append(whisker, dot);
    }
    if (data.rank.benchmark !== null) {
      const line = html("div", "benchmark");
      line.style.left = `${data.rank.benchmark / 10}%`;
      cell.append(line);
    }
  };

  // --- looking closer ---------------------------------------------------------------------------
  const target = () => {
    const codes = map.data.focus ?? [];
    const boxes = codes.map((code) => map.shapes.get(code)?.area.bbox).filter(Boolean);
    if (!boxes.length) return map.full;
    const left = Math.min(...boxes.map((b) => b[0])), top = Math.min(...boxes.map((b) => b[1]));
    const right = Math.max(...boxes.map((b) => b[0] + b[2])), bottom = Math.max(...boxes.map((b) => b[1] + b[3]));
    const [, , fullWidth, fullHeight] = map.full, shape = fullWidth / fullHeight;
    let width = (right - left) * 1.12, height = (bottom - top) * 1.12;
    if (width / height < shape) width = height * shape; else height = width / shape;
    return [(left + right - width) / 2, (top + bottom - height) / 2, width, height];
  };

  const place = (box) => {
    map.box = box;
    picture.setAttribute("viewBox", box.map((n) => n.toFixed(1)).join(" "));
    const unit = box[2] / (picture.clientWidth || 700);
    for (const pattern of picture.querySelectorAll("#missing, #hidden")) {
      const turn = pattern.id === "missing" ? "rotate(45) " : "";
      pattern.setAttribute("patternTransform", `${turn}scale(${unit})`);
    }
    picture.classList.toggle("zoomed", box[2] < map.full[2] * 0.98);
  };

  const label = () => {
    const group = find(".names");
    group.replaceChildren();
    if (map.data.compact) return;
    const unit = map.box[2] / (picture.clientWidth || 700), size = 12 * unit;
    const focus = map.data.focus ? new Set(map.data.focus) : null;
    for (const { area, path, inset } of map.shapes.values()) {
      if (path.style.display === "none" || (map.data.inset ? !inset : focus && !focus.has(area.code))) continue;
      if (area.name.length * size * 0.55 > area.bbox[2] * 0.92 || area.bbox[3] < size * 1.6) continue;
      const text = svg("text", { x: area.label[0], y: area.label[1], "font-size": size, "stroke-width": size / 4 });
      text.textContent = area.name;
      group.append(text);
    }
  };

  const go = (box) => {
    cancelAnimationFrame(map.moving);
    const from = map.box, began = performance.now();
    if (!from || calm() || from.every((n, i) => Math.abs(n - box[i]) < 1)) { place(box); label(); return; }
    find(".names").replaceChildren();
    const step = (now) => {
      const t = Math.min((now - began) / 220, 1), eased = t * (2 - t);
      place(from.map((n, i) => n + (box[i] - n) * eased));
      if (t < 1) map.moving = requestAnimationFrame(step); else label();
    };
    map.moving = requestAnimationFrame(step);
  };

  const scaled = (factor) => {
    const [x, y, w, h] = map.box;
    const width = Math.min(w * factor, map.full[2]), height = Math.min(h * factor, map.full[3]);
    const clamp = (value, low, high) => Math.max(low, Math.min(value, high));
    return [
      clamp(x + (w - width) / 2, map.full[0], map.full[0] + map.full[2] - width),
      clamp(y + (h - height) / 2, map.full[1], map.full[1] + map.full[3] - height), width, height];
  };

  const zoomButtons = () => {
    const bar = find(".zoom");
    bar.replaceChildren();
    if (map.data.compact) return;
    const { words } = map.data;
    for (const [sign, name, act] of [["+", words.nearer, () => go(scaled(0.6))], ["−", words.farther, () => go(scaled(1 / 0.6))], ["⤢", words.whole, () => go(target())]]) {
      const button = html("button", "", sign);
      button.type = "button";
      button.title = name;
      button.setAttribute("aria-label", name);
      button.onclick = act;
      bar.append(button);
    }
  };

  // --- pointing, picking, keyboard --------------------------------------------------------------
  const hover = (code) => {
    outline(find(".marks"), code && code !== map.data.selected ? code : "", ["hover"]);
    for (const [key, row] of map.rows) row.classList.toggle("hover", key === code);
  };

  const tell = (code, x, y) => {
    const shape = map.shapes.get(code);
    hover(shape ? code : "");
    if (!shape || map.data.compact) { tip.hidden = true; return; }
    const known = map.data.areas[code];
    tip.replaceChildren(html("b", "", shape.area.full || shape.area.name));
    const context = map.data.parents[shape.area.parent];
    if (context) tip.append(html("div", "small", context));
    if (known) {
      tip.append(html("div", "value", known[1]));
      for (const line of known.slice(2)) if (line) tip.append(html("div", "", line));
      if (!shape.inset) for (const line of map.data.facts) tip.append(html("div", "small", line));
    }
    tip.hidden = false;
    const frame = find(".picture").getBoundingClientRect();
    const left = Math.max(0, Math.min(x - frame.left + 14, frame.width - tip.offsetWidth));
    const above = y - frame.top - tip.offsetHeight - 12;
    Object.assign(tip.style, { left: `${left}px`, top: `${above > -40 ? above : y - frame.top + 18}px` });
  };

  const pick = (code) => {
    const shape = map.shapes.get(code);
    if (map.data.pickable && !(shape && shape.inset)) map.trigger("picked", code);
  };

  const codeOf = (event) => event.target.closest?.("[data-code]")?.dataset.code ?? "";
  let drag = null;
  picture.onpointerdown = (event) => {
    if (picture.classList.contains("zoomed")) drag = { x: event.clientX, y: event.clientY, box: map.box, moved: false };
  };
  picture.onpointermove = (event) => {
    if (!drag) return tell(codeOf(event), event.clientX, event.clientY);
    const dx = event.clientX - drag.x, dy = event.clientY - drag.y;
    if (!drag.moved && Math.hypot(dx, dy) < 5) return;
    if (!drag.moved) picture.setPointerCapture(event.pointerId);
    drag.moved = true;
    tip.hidden = true;
    const unit = drag.box[2] / picture.clientWidth;
    place([drag.box[0] - dx * unit, drag.box[1] - dy * unit, drag.box[2], drag.box[3]]);
  };
  picture.onpointerup = () => { setTimeout(() => (drag = null)); };
  picture.onpointerleave = () => tell("", 0, 0);
  picture.onclick = (event) => { if (!drag?.moved && codeOf(event)) pick(codeOf(event)); };
  picture.addEventListener("focusin", (event) => {
    const box = event.target.getBoundingClientRect();
    if (event.target.matches(":focus-visible")) tell(codeOf(event), box.left + box.width / 2, box.top + box.height / 2);
  });
  picture.addEventListener("focusout", () => tell("", 0, 0));
  picture.onkeydown = (event) => {
    const here = map.shapes.get(codeOf(event));
    if (!here) return;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(here.area.code); return; }
    if (event.key === "Escape") { tell("", 0, 0); return; }
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    let best = null, bestCost = Infinity;
    for (const other of map.shapes.values()) {
      if (other === here || other.path.style.display === "none" || other.inset !== here.inset) continue;
      const dx = other.area.label[0] - here.area.label[0], dy = other.area.label[1] - here.area.label[1];
      const along = dx * way[0] + dy * way[1], aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      const cost = along + 2 * aside;
      if (along > 0 && cost < bestCost) { best = other; bestCost = cost; }
    }
    best?.path.focus();
  };

  ranking.onclick = (event) => { if (codeOf(event) && event.target.closest("button")) pick(codeOf(event)); };
  ranking.onpointermove = (event) => hover(codeOf(event));
  ranking.onpointerleave = () => hover("");
  ranking.onkeydown = (event) => {
    const row = event.target.closest("tbody tr");
    if (!row) return;
    const rows = [...row.parentElement.rows], at = rows.indexOf(row);
    const next = { ArrowDown: rows[at + 1], ArrowUp: rows[at - 1], Home: rows[0], End: rows.at(-1) }[event.key];
    if (!next) return;
    event.preventDefault();
    next.querySelector("button").focus();
  };
  ranking.addEventListener("focusin", (event) => hover(codeOf(event)));

  map.update = async (data, trigger) => {
    map.trigger = trigger;
    map.data = data;
    picture.setAttribute("aria-label", data.label);
    picture.setAttribute("role", "group");
    zoomButtons();
    legend();
    const [geometry, inset] = await Promise.all([layer(data.geo), data.inset ? layer(data.inset) : null]);
    if (map.data !== data) return; // a newer view came in the meantime
    if (map.geo !== data.geo) {
      drawLayer(groups.areas, geometry);
      find(".borders").replaceChildren(...(geometry.borders ?? []).map((border) => svg("path", { d: border.d })));
      map.geo = data.geo;
      map.full = geometry.viewBox;
      map.box = null;
    }
    if (map.inset !== (data.inset ?? "")) {
      drawLayer(groups.inset, inset);
      map.inset = data.inset ?? "";
    }
    colour();
    rank();
    go(target());
    root.host.setAttribute("data-drawn", ++map.drawings);
  };

  const watcher = new ResizeObserver(() => {
    if (!root.host.isConnected) {
      watcher.disconnect();
      cancelAnimationFrame(map.moving);
    } else if (map.box) {
      place(map.box);
      label();
    }
  });
  watcher.observe(picture);
  return map;
}

/** The style is given by address, and its rules are the map's alone. */
export function make(parent) {
  const root = parent.attachShadow({ mode: "open" });
  let map = null;
  return (data, tell, same) => {
    if (!map) {
      const sheet = html("link");
      sheet.rel = "stylesheet";
      sheet.href = data.style;
      const frame = html("div", "frame");
      frame.innerHTML = SKELETON; // constant
      root.append(sheet, frame);
      map = drawMap(root);
    }
    return same ? null : map.update(data, tell);
  };
}
