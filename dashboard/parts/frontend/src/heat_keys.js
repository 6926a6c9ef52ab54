// Ways about the heat table by key: row -1 is the heading with the districts, column -1 the indicators' titles.

/**
 * Where a key leads to from a cell, or nothing.
 *
 * @param {string} key
 * @param {[row: number, column: number]} here
 * @param {[row: number, column: number]} last
 * @returns {[row: number, column: number] | undefined}
 */
export function ledTo(key, [i, j], [end, last]) {
  /** @type {Record<string, [number, number]>} */
  const ways = {
    ArrowRight: [i, Math.min(j + 1, last)],
    ArrowLeft: [i, Math.max(j - 1, -1)],
    ArrowDown: [Math.min(i + 1, end), j],
    ArrowUp: [Math.max(i - 1, -1), j],
    Home: [i, -1],
    End: [i, last],
    PageDown: [Math.min(i + 10, end), j],
    PageUp: [Math.max(i - 10, 0), j],
  };
  return ways[key];
}

/**
 * Where a pane has to be scrolled to bring a stretch into the middle of the room beside its first column; where it
 * is already if that is in sight.
 *
 * @param {{ offsetLeft: number, offsetWidth: number }} stretch
 * @param {number} first is how wide the first column is, which stays
 * @param {{ scrollLeft: number, clientWidth: number }} pane
 */
export function scrolledTo({ offsetLeft, offsetWidth }, first, { scrollLeft, clientWidth }) {
  if (offsetLeft + offsetWidth <= clientWidth && offsetLeft >= scrollLeft + first) return scrollLeft;
  return Math.max(0, offsetLeft - first - (clientWidth - first) / 2);
}
