// What is seen of the heat table's cells is one picture that lies under them: a thousand cells would be styled, laid
// out and painted at each choice. It reaches half a frame beyond what is in sight, and is painted again when one
// scrolls farther.

import { element } from "./dom.js";

/**
 * @typedef {{ name: string, fill: string, ink: string, text: string }} Cell name of its judgement, colours, what is
 *   written in it
 */

/**
 * What a cell is hatched or dotted with where colour alone would not say that there is no figure.
 *
 * @type {Record<string, (pen: CanvasRenderingContext2D) => void>}
 */
const MARKS = {
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

/** @param {HTMLCanvasElement} canvas */
const penOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

/** @type {Map<string, CanvasPattern | null>} */
const patterns = new Map();

/** @param {Cell} cell */
const filling = ({ name, fill }) => {
  if (!MARKS[name]) return fill;
  if (!patterns.has(name)) {
    const tile = element("canvas", "", "", { width: 6, height: 6 });
    const pen = penOf(tile);
    pen.fillStyle = fill;
    pen.fillRect(0, 0, 6, 6);
    MARKS[name](pen);
    patterns.set(name, pen.createPattern(tile, "repeat"));
  }
  return patterns.get(name) ?? fill;
};

/**
 * First and last of the stretches that can be seen between two ends, -1 where none can.
 *
 * @param {number[]} starts
 * @param {number[]} ends
 * @param {number} from
 * @param {number} to
 * @returns {[first: number, last: number]}
 */
export function inSight(starts, ends, from, to) {
  const seen = (/** @type {number} */ start, /** @type {number} */ i) => ends[i] > from && start < to;
  return [starts.findIndex(seen), starts.findLastIndex(seen)];
}

/**
 * The picture of a pane's cells, and what paints it.
 *
 * @param {HTMLElement} pane that is scrolled, with the table as its last child
 * @param {(i: number, j: number) => Cell} shown
 */
export function painter(pane, shown) {
  const picture = element("canvas", "", undefined, { "aria-hidden": true });
  /** @type {HTMLTableRowElement[]} */
  let lines = [];
  let count = 0;
  let hasValues = false;
  /** @type {number[] | null} first and last row, first and last column */
  let painted = null;

  const paint = () => {
    if (!lines.length) return;
    const { offsetWidth: left, offsetHeight: high } = lines[0].cells[0];
    const wide = /** @type {HTMLElement} */ (pane.lastElementChild).clientWidth - left;
    const tops = lines.map((line) => line.offsetTop);
    const bottoms = tops.map((top) => top + high);
    const edges = Array.from({ length: count + 1 }, (_, j) => Math.round((j * wide) / count));
    const within = (/** @type {number} */ beyond) => {
      const [x, y] = [beyond * pane.clientWidth, beyond * pane.clientHeight];
      const { scrollTop, scrollLeft, clientHeight, clientWidth } = pane;
      return [
        ...inSight(tops, bottoms, scrollTop - y, scrollTop + clientHeight + y),
        ...inSight(edges.slice(0, -1), edges.slice(1), scrollLeft - x, scrollLeft + clientWidth - left + x),
      ];
    };
    const seen = within(0);
    // Nothing is in sight of a table that was taken off the page.
    if (seen.includes(-1)) return;
    const known = painted;
    if (known && seen.every((at, n) => (n % 2 ? at <= known[n] : at >= known[n]))) return;
    painted = within(0.5);
    const [top, bottom, from, to] = painted;
    const fine = Math.min(devicePixelRatio, 2);
    const width = edges[to + 1] - edges[from];
    const height = bottoms[bottom] - tops[top];
    Object.assign(picture, { width: width * fine, height: height * fine });
    const place = { left: left + edges[from], top: tops[top], width, height };
    for (const [name, pixels] of Object.entries(place)) picture.style.setProperty(name, `${pixels}px`);
    const pen = penOf(picture);
    pen.scale(fine, fine);
    pen.translate(-edges[from], -tops[top]);
    pen.font = hasValues ? `12px ${getComputedStyle(pane).fontFamily}` : "700 14px sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (let i = top; i <= bottom; i++) {
      for (let j = from; j <= to; j++) {
        const cell = shown(i, j);
        const room = edges[j + 1] - edges[j] - 1;
        pen.fillStyle = filling(cell);
        pen.fillRect(edges[j], tops[i], room, high - 1);
        pen.fillStyle = cell.ink;
        pen.fillText(cell.text, edges[j] + room / 2, tops[i] + high / 2, room);
      }
    }
  };
  const repaint = () => {
    painted = null;
    paint();
  };
  new ResizeObserver(repaint).observe(pane);
  document.fonts.ready.then(repaint);
  return {
    picture,
    /** Paint what has come in sight. */
    paint,
    /** @type {(now: HTMLTableRowElement[], columns: number, values: boolean) => void} */
    renew(now, columns, values) {
      [lines, count, hasValues] = [now, columns, values];
      repaint();
    },
  };
}
