// The map of the districts and, linked to it, their ranking. The geometry comes once, by immutable addresses;
// afterwards Python sends only classes, labels and the selection.

import { around, element, find, rowsOf } from "./dom.js";
import { layer } from "./map_geometry.js";
import { filling, mapPicture, PICTURE, svg } from "./map_picture.js";
import { rankingTable, rowTo } from "./map_ranking.js";
import { isWay, nextTo } from "./map_ways.js";
import { shadow } from "./shadow.js";
import { showTip } from "./tooltip.js";

/**
 * @typedef {import("./map_geometry.js").Area} Area
 * @typedef {import("../contract.d.ts").RegionMap} Sent
 * @typedef {import("./map_picture.js").View} View
 */

const INSIDE = `
<div class="inner">
  <div class="picture">${PICTURE}
    <div class="zoom"></div>
    <div class="tip" role="tooltip" hidden></div>
    <div class="legend"></div>
  </div>
  <div class="ranking"></div>
</div>`;

/**
 * @param {HTMLElement} host
 * @param {HTMLElement} root
 */
function drawMap(host, root) {
  root.innerHTML = INSIDE; // constant
  const tip = find(root, ".tip");
  const ranking = find(root, ".ranking");
  /** @type {View} */
  let view;
  /** @type {import("./part.d.ts").Tell} */
  let trigger = () => {};
  /** @type {Map<string, HTMLTableRowElement>} */
  let rows = new Map();
  let geo = "";
  let inset = "";
  let drawings = 0;

  const describe = (/** @type {Area} */ area) => {
    const known = view.areas.get(area.code)?.lines ?? [];
    return [area.full || area.name, view.parents[area.parent] ?? "", ...known].filter(Boolean);
  };
  const map = mapPicture(root, describe);
  const { picture, shapes } = map;

  const drawLegend = () => {
    const items = view.legend.map(({ index, label, count }) => {
      const item = element("div", "item");
      const swatch = svg("svg", { class: "swatch", "aria-hidden": "true", viewBox: "0 0 20 14" });
      const fill = filling(index, view.palette, "-swatch");
      swatch.append(svg("rect", { width: 20, height: 14, fill }));
      item.append(swatch, element("span", "", label), element("span", "count", `(${count})`));
      item.onpointerenter = () => dim(index);
      item.onpointerleave = () => dim(null);
      return item;
    });
    find(root, ".legend").replaceChildren(...items);
  };
  /** Areas of other classes stand back while one is pointed at in the legend. */
  const dim = (/** @type {number | null} */ index) => {
    for (const { area, path } of shapes.values()) {
      path.classList.toggle("dimmed", index !== null && view.areas.get(area.code)?.index !== index);
    }
  };

  const drawRanking = () => {
    find(root, ".inner").classList.toggle("split", Boolean(view.rank));
    ranking.replaceChildren();
    rows = new Map();
    if (!view.rank) return;
    const made = rankingTable(view.rank, view.selected, (code) => {
      const { index = 0, lines = [] } = view.areas.get(code) ?? {};
      const name = shapes.get(code)?.area.full ?? view.names[code] ?? code;
      return { name, value: lines[0] ?? "", color: view.palette[index] };
    });
    rows = made.rows;
    ranking.append(made.table);
    const mine = rows.get(view.selected);
    if (mine && ranking.scrollHeight > ranking.clientHeight) {
      ranking.scrollTop = mine.offsetTop - ranking.clientHeight / 2;
    }
  };

  const drawButtons = () => {
    const { nearer, farther, whole } = view.words;
    /** @type {[sign: string, title: string, act: () => void][]} */
    const acts = [
      ["+", nearer, map.nearer],
      ["−", farther, map.farther],
      ["⤢", whole, map.whole],
    ];
    const buttons = acts.map(([sign, title, act]) => {
      const button = element("button", "", sign, { type: "button", title, "aria-label": title });
      button.onclick = act;
      return button;
    });
    find(root, ".zoom").replaceChildren(...(view.compact ? [] : buttons));
  };

  // --- pointing, picking, keyboard ---
  const codeOf = (/** @type {Event} */ event) => around(event, "[data-code]")?.dataset.code ?? "";

  const hover = (/** @type {string} */ code) => {
    map.outline(code !== view.selected ? code : "", ["hover"]);
    for (const [key, row] of rows) row.classList.toggle("hover", key === code);
  };

  const hint = (/** @type {string} */ code, /** @type {number} */ x, /** @type {number} */ y) => {
    const shape = shapes.get(code);
    hover(shape ? code : "");
    tip.hidden = !shape || view.compact;
    if (!shape || view.compact) return;
    const { area, isInset } = shape;
    const known = view.areas.get(area.code)?.lines ?? [];
    const facts = known.length && !isInset ? view.facts : [];
    /** @type {import("./tooltip.js").TipLine[]} */
    const lines = [
      ["b", "", area.full || area.name],
      ["div", "small", view.parents[area.parent] ?? ""],
      ...known.map((words, n) => /** @type {const} */ (["div", n ? "" : "value", words])),
      ...facts.map((words) => /** @type {const} */ (["div", "small", words])),
    ];
    showTip(tip, find(root, ".picture"), lines, { x: x + 14, top: y - 12, bottom: y + 18, share: 0, spill: 40 });
  };

  const pick = (/** @type {string} */ code) => {
    if (view.pickable && !shapes.get(code)?.isInset) trigger(code);
  };

  /** @type {{ x: number, y: number, from: import("./map_ways.js").Box, hasMoved: boolean } | null} */
  let drag = null;
  picture.onpointerdown = ({ clientX: x, clientY: y }) => {
    const from = map.looked();
    if (from) drag = { x, y, from, hasMoved: false };
  };
  picture.onpointermove = (event) => {
    if (!drag) return hint(codeOf(event), event.clientX, event.clientY);
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.hasMoved && Math.hypot(dx, dy) < 5) return;
    if (!drag.hasMoved) picture.setPointerCapture(event.pointerId);
    drag.hasMoved = true;
    tip.hidden = true;
    map.drag(drag.from, dx, dy);
  };
  picture.onpointerup = () => {
    // After the click, which comes next and must not pick what was dragged.
    setTimeout(() => {
      drag = null;
    });
  };
  picture.onpointerleave = () => hint("", 0, 0);
  picture.onclick = (event) => {
    if (!drag?.hasMoved && codeOf(event)) pick(codeOf(event));
  };
  picture.addEventListener("focusin", (event) => {
    if (!(event.target instanceof Element && event.target.matches(":focus-visible"))) return;
    const { left, top, width, height } = event.target.getBoundingClientRect();
    hint(codeOf(event), left + width / 2, top + height / 2);
  });
  picture.addEventListener("focusout", () => hint("", 0, 0));
  picture.onkeydown = (event) => {
    const here = shapes.get(codeOf(event));
    if (!here) return;
    if (event.key === "Escape") return hint("", 0, 0);
    if (event.key === "Enter" || event.key === " ") pick(here.area.code);
    else if (isWay(event.key)) {
      const others = [...shapes.values()].filter(
        (other) => other !== here && other.path.style.display !== "none" && other.isInset === here.isInset,
      );
      const next = nextTo(
        event.key,
        here.area.label,
        others.map(({ area }) => area.label),
      );
      others[next]?.path.focus();
    } else return;
    event.preventDefault();
  };

  ranking.onclick = (event) => {
    if (around(event, "button")) pick(codeOf(event));
  };
  ranking.onpointermove = (event) => hover(codeOf(event));
  ranking.onpointerleave = () => hover("");
  ranking.onkeydown = (event) => {
    const row = /** @type {HTMLTableRowElement | null} */ (around(event, "tbody tr"));
    const next = row && rowTo(event.key, row);
    if (!next) return;
    event.preventDefault();
    next.querySelector("button")?.focus();
  };
  ranking.addEventListener("focusin", (event) => hover(codeOf(event)));

  const watcher = new ResizeObserver(() => {
    if (host.isConnected) map.resized();
    else {
      watcher.disconnect();
      map.end();
    }
  });
  watcher.observe(picture);

  return async (/** @type {Sent} */ data, /** @type {import("./part.d.ts").Tell} */ tell) => {
    trigger = tell;
    const next = { ...data, areas: new Map(rowsOf(data.areas).map((area) => [area.code, area])) };
    view = next;
    picture.setAttribute("aria-label", view.label);
    drawButtons();
    drawLegend();
    const [geometry, comuni] = await Promise.all([layer(view.geo), view.inset ? layer(view.inset) : null]);
    if (view !== next) return; // a newer view came in the meantime
    if (geo !== view.geo) map.layer(geometry);
    if (inset !== (view.inset ?? "")) map.inset(comuni);
    [geo, inset] = [view.geo, view.inset ?? ""];
    map.colour(view, view.rank?.rows.code[0] ?? "");
    drawRanking();
    map.whole();
    drawings += 1;
    host.setAttribute("data-drawn", String(drawings));
  };
}

/** @type {import("./part.d.ts").Make<Sent>} */
export function make(parent) {
  /** @type {ReturnType<typeof drawMap> | null} */
  let update = null;
  /** @type {Promise<unknown> | null} */
  let styled = null;
  return async (data, tell, same) => {
    if (!update) {
      const frame = element("div", "frame");
      styled = shadow(parent, data.style, frame);
      update = drawMap(parent, frame);
    }
    // Without its style a legend is as wide as the page.
    await styled;
    if (!same) await update(data, tell);
  };
}
