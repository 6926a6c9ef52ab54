// Nested cells, each as large as its amount: buttons, of which one is a step by key, with arrows among them.

import { around, atWidth, element, rowsOf, safe } from "./dom.js";
import { hierarchy, treemap, treemapSquarify } from "./vendor/d3-hierarchy.js";

const HEIGHT = 560;
const HEAD = 20;
const LINE = 16;
const PAD = 2;

/**
 * @typedef {import("./part.d.ts").RowOf<import("../contract.d.ts").TreemapCells>} Cell
 * @typedef {import("d3-hierarchy").HierarchyRectangularNode<number>} Frame
 */

/**
 * How many lines of words have room in a frame.
 *
 * @param {Frame} frame
 */
const linesIn = ({ x0, x1, y0, y1, children }) =>
  x1 - x0 > (children ? 34 : 56) ? Math.floor((y1 - y0 - 2 * PAD) / LINE) : 0;

/**
 * Lay cells out, largest first, as near to squares as they go; a cell comes before those that lie in it.
 *
 * @param {Cell[]} cells
 * @param {number} width
 */
export function laid(cells, width) {
  const inside = Map.groupBy(cells.keys(), (i) => cells[i].parent);
  const root = hierarchy(-1, (i) => inside.get(i))
    .sum((i) => (inside.has(i) ? 0 : cells[i].cents))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const layout = /** @type {import("d3-hierarchy").TreemapLayout<number>} */ (treemap())
    .tile(treemapSquarify.ratio(1))
    .size([width, HEIGHT])
    .paddingOuter(({ depth }) => (depth ? PAD : 0))
    .paddingTop((frame) => (frame.depth ? (linesIn(frame) > 2 ? HEAD : PAD) : 0));
  return layout(root)
    .descendants()
    .slice(1)
    .map((frame) => ({
      at: frame.data,
      cell: cells[frame.data],
      isLeaf: !frame.children,
      lines: linesIn(frame),
      left: frame.x0,
      top: frame.y0,
      width: frame.x1 - frame.x0,
      height: frame.y1 - frame.y0,
    }));
}

/** @param {number} pixels */
const px = (pixels) => `${pixels.toFixed(1)}px`;

/**
 * Where a key leads to from a cell: to the next or the one before in the same cell, into it, or out of it.
 *
 * @param {string} key
 * @param {number} here
 * @param {{ at: number, cell: { parent: number } }[]} boxes as they are laid out, `at` being the cell's position
 */
export function ledTo(key, here, boxes) {
  const up = boxes.find(({ at }) => at === here)?.cell.parent ?? -1;
  const beside = boxes.flatMap(({ at, cell }) => (cell.parent === up ? [at] : []));
  const nth = beside.indexOf(here);
  /** @type {Record<string, number | undefined>} */
  const ways = {
    ArrowRight: beside[nth + 1],
    ArrowLeft: beside[nth - 1],
    ArrowDown: boxes.find(({ cell }) => cell.parent === here)?.at,
    ArrowUp: up < 0 ? undefined : up,
    Home: beside[0],
    End: beside[beside.length - 1],
  };
  return ways[key];
}

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Treemap>} */
export function make(parent, forget) {
  const box = element("div", "nested", "", { role: "group" });
  box.style.height = `${HEIGHT}px`;
  parent.append(box);
  /** @type {import("../contract.d.ts").Treemap | null} */
  let sent = null;
  /** @type {ReturnType<typeof laid>} */
  let boxes = [];
  /** @type {import("./part.d.ts").Tell} */
  let tell = () => {};

  const buttons = () => [...box.querySelectorAll("button")];
  const stop = (/** @type {HTMLElement | undefined} */ next) => {
    for (const button of buttons()) button.tabIndex = button === next ? 0 : -1;
  };

  const draw = atWidth(
    box,
    (width) => {
      if (!sent) return;
      const { tints } = sent;
      const cells = rowsOf(sent.cells);
      const whole = cells.reduce((sum, { parent, cents }) => sum + (parent < 0 ? cents : 0), 0);
      const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
      const share = new Intl.NumberFormat(sent.language, { style: "percent", ...digits });
      boxes = laid(cells, width);
      const pieces = boxes.map((frame) => {
        const { id, label, cents, words, area } = frame.cell;
        const told = safe(`${label}\n${words} · ${share.format(cents / whole)}`);
        const amount = frame.isLeaf && frame.width > 100 ? `<br>${words}` : "";
        const inside = frame.lines
          ? `<span style="-webkit-line-clamp:${frame.lines}">${safe(label)}${amount}</span>`
          : "";
        return (
          `<button type="button" class="${frame.isLeaf ? "leaf" : "frame"}" data-at="${frame.at}" data-id="${safe(id)}" ` +
          `title="${told}" aria-label="${told}" style="left:${px(frame.left)};top:${px(frame.top)};` +
          `width:${px(frame.width)};height:${px(frame.height)};background:${tints[area]}">${inside}</button>`
        );
      });
      const now = document.activeElement;
      const here = now instanceof HTMLElement && box.contains(now) ? now.dataset.id : null;
      box.innerHTML = pieces.join("");
      const again = buttons().find(({ dataset }) => dataset.id === here);
      stop(again ?? buttons()[0]);
      again?.focus();
    },
    forget,
  );

  box.addEventListener("click", (event) => {
    const cell = around(event, "[data-id]");
    if (cell) tell(cell.dataset.id);
  });
  box.addEventListener("keydown", (event) => {
    const here = around(event, "button");
    const at = here ? ledTo(event.key, Number(here.dataset.at), boxes) : undefined;
    if (at === undefined) return;
    const next = buttons().find(({ dataset }) => dataset.at === String(at));
    event.preventDefault();
    stop(next);
    next?.focus();
  });

  return (data, trigger, same) => {
    tell = trigger;
    if (same) return;
    sent = data;
    box.setAttribute("aria-label", sent.alt);
    draw();
  };
}
