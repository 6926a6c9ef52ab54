// Nested cells, each as large as its amount: buttons, of which one is a step by key, with arrows among them.

import { around, atWidth, element, safe } from "./dom.js";
import { hierarchy, treemap, treemapSquarify } from "./vendor/d3-hierarchy.js";

const HEIGHT = 560;
const HEAD = 20;
const LINE = 16;
const PAD = 2;

/**
 * @typedef {import("../contract.d.ts").TreemapCell} Cell
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

/** @type {Record<string, (at: number, last: number) => number>} */
const STEPS = {
  ArrowRight: (at) => at + 1,
  ArrowDown: (at) => at + 1,
  ArrowLeft: (at) => at - 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_, last) => last,
};

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Treemap>} */
export function make(parent, forget) {
  const box = element("div", "nested", "", { role: "group" });
  box.style.height = `${HEIGHT}px`;
  parent.append(box);
  /** @type {import("../contract.d.ts").Treemap | null} */
  let sent = null;
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
      const { cells, tints } = sent;
      const whole = cells.reduce((sum, { parent, cents }) => sum + (parent < 0 ? cents : 0), 0);
      const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
      const share = new Intl.NumberFormat(sent.language, { style: "percent", ...digits });
      const pieces = laid(cells, width).map((frame) => {
        const { id, label, cents, words, area } = frame.cell;
        const told = safe(`${label}\n${words} · ${share.format(cents / whole)}`);
        const amount = frame.isLeaf && frame.width > 100 ? `<br>${words}` : "";
        const inside = frame.lines
          ? `<span style="-webkit-line-clamp:${frame.lines}">${safe(label)}${amount}</span>`
          : "";
        return (
          `<button type="button" class="${frame.isLeaf ? "leaf" : "frame"}" data-id="${safe(id)}" ` +
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
    const all = buttons();
    const at = all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const next = all[STEPS[event.key]?.(at, all.length - 1)];
    if (!next) return;
    event.preventDefault();
    stop(next);
    next.focus();
  });

  return (data, trigger, same) => {
    tell = trigger;
    if (same) return;
    sent = data;
    box.setAttribute("aria-label", sent.alt);
    draw();
  };
}
