// Ways about the map: what is looked at, nearer and farther, and from one area to its neighbour. Boxes are left, top,
// width and height, in the geometry's own metres.

/** @typedef {[left: number, top: number, width: number, height: number]} Box */

/**
 * The box around some boxes, with a margin and in the shape of the whole; the whole where there are none.
 *
 * @param {Box[]} boxes
 * @param {Box} whole
 * @returns {Box}
 */
export function around(boxes, whole) {
  if (!boxes.length) return whole;
  const left = Math.min(...boxes.map(([x]) => x));
  const top = Math.min(...boxes.map(([, y]) => y));
  const right = Math.max(...boxes.map(([x, , w]) => x + w));
  const bottom = Math.max(...boxes.map(([, y, , h]) => y + h));
  const shape = whole[2] / whole[3];
  const width = Math.max((right - left) * 1.12, (bottom - top) * 1.12 * shape);
  const height = width / shape;
  return [(left + right - width) / 2, (top + bottom - height) / 2, width, height];
}

/**
 * The box seen from nearer or farther, inside the whole.
 *
 * @param {Box} box
 * @param {number} factor
 * @param {Box} whole
 * @returns {Box}
 */
export function scaled([x, y, w, h], factor, whole) {
  const width = Math.min(w * factor, whole[2]);
  const height = Math.min(h * factor, whole[3]);
  const clamp = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) =>
    Math.max(low, Math.min(value, high));
  return [
    clamp(x + (w - width) / 2, whole[0], whole[0] + whole[2] - width),
    clamp(y + (h - height) / 2, whole[1], whole[1] + whole[3] - height),
    width,
    height,
  ];
}

/** @type {Record<string, [x: number, y: number]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {string} key */
export const isWay = (key) => key in WAYS;

/**
 * Which place lies next in the direction of an arrow key: near, and rather straight on than aside; -1 for none.
 *
 * @param {string} key
 * @param {[x: number, y: number]} here
 * @param {[x: number, y: number][]} places
 */
export function nextTo(key, here, places) {
  const [x, y] = WAYS[key];
  const costs = places.map((there) => {
    const [dx, dy] = [there[0] - here[0], there[1] - here[1]];
    const along = dx * x + dy * y;
    return along > 0 ? along + 2 * Math.abs(dx * y + dy * x) : Number.POSITIVE_INFINITY;
  });
  const least = Math.min(...costs);
  return Number.isFinite(least) ? costs.indexOf(least) : -1;
}
