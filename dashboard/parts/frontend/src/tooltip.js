import { element } from "./dom.js";

/** @typedef {readonly [tag: "b" | "div", className: string, words: string]} TipLine */

/**
 * Show lines of words in a tip at a place of the screen, inside a frame: above the place, or below it where there
 * is no room above.
 *
 * @param {HTMLElement} tip
 * @param {HTMLElement} frame that the tip is positioned in
 * @param {TipLine[]} lines of which those without words are left out
 * @param {{ x: number, top: number, bottom: number, share: number, spill: number }} at is the place; `share` of the
 *   tip lies left of it, and `spill` pixels may stand out above the frame
 */
export function showTip(tip, frame, lines, { x, top, bottom, share, spill }) {
  tip.replaceChildren(...lines.filter(([, , words]) => words).map((line) => element(...line)));
  tip.hidden = false;
  const outer = frame.getBoundingClientRect();
  const left = Math.min(x - outer.left - share * tip.offsetWidth, outer.width - tip.offsetWidth);
  const above = top - outer.top - tip.offsetHeight;
  tip.style.left = `${Math.max(0, left)}px`;
  tip.style.top = `${above > -spill ? above : bottom - outer.top}px`;
}
