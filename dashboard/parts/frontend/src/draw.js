// Draws the parts of an element, and brings them up to date; see the Python of the parts for why.

import { element } from "./dom.js";

/**
 * @typedef {import("./part.d.ts").Make} Make
 * @typedef {import("./part.d.ts").Update<any>} Update
 * @typedef {{ box: HTMLElement, script: string, text: string, update?: Update, inside?: HTMLElement }} Part
 * @typedef {(name: "picked", answer: import("../contract.d.ts").Answer) => void} Trigger what Streamlit calls a component's way to the server
 * @typedef {{ parts: Map<string, Part>, root: HTMLElement | null, turn: number, trigger: Trigger }} Group
 */

/** @type {WeakMap<HTMLElement, Group>} */
const groups = new WeakMap();
/**
 * What makes a part by the address of its script, once it is here.
 *
 * @type {Map<string, Make>}
 */
const makers = new Map();

/**
 * Draw parts: a line of JSON each, with the part's key, its script, the part it stands in, and what it shows.
 * `data-drawing` stands on the element until all is drawn.
 *
 * @param {HTMLElement} parent
 * @param {string[]} lines
 * @param {Trigger} trigger
 */
export async function draw(parent, lines, trigger) {
  const group = groups.get(parent) ?? { parts: new Map(), root: null, turn: 0, trigger };
  groups.set(parent, group);
  group.turn += 1;
  group.trigger = trigger;
  const { turn } = group;
  /** @type {import("../contract.d.ts").Placed[]} */
  const sent = lines.map((line) => JSON.parse(line));
  const missing = [...new Set(sent.map(({ script }) => script))].filter((script) => !makers.has(script));
  if (missing.length) {
    const fetched = missing.map((script) => import(new URL(script, location.origin).href));
    for (const [i, { make }] of (await Promise.all(fetched)).entries()) makers.set(missing[i], make);
    // A newer view may have come in the meantime.
    if (turn !== group.turn) return;
  }
  group.root ??= parent.appendChild(element("div", "parts"));
  const { parts, root } = group;
  // First what is gone: then nothing that stays has to move, which would take its focus and where it is scrolled.
  const stays = new Map(sent.map(({ key, script }) => [key, script]));
  for (const [key, { box, script }] of parts) {
    if (stays.get(key) !== script) {
      box.remove();
      parts.delete(key);
    }
  }
  const standing = new Map(); // what holds parts -> how many stand in it
  const drawn = sent.map((data, i) => {
    const { key, script, within } = data;
    // It is in the page before it is made: some measure their room.
    const here = parts.get(key) ?? { box: element("div", "", "", { "data-part": key }), script, text: "" };
    parts.set(key, here);
    const holder = parts.get(within)?.inside ?? root;
    const nth = standing.get(holder) ?? 0;
    if (holder.children[nth] !== here.box) holder.insertBefore(here.box, holder.children[nth] ?? null);
    standing.set(holder, nth + 1);
    if (!here.update) {
      const forget = () => {
        if (parts.get(key) === here) parts.delete(key);
      };
      const made = /** @type {Make} */ (makers.get(script))(here.box, forget);
      Object.assign(here, typeof made === "function" ? { update: made } : made);
    }
    const same = here.text === lines[i];
    here.text = lines[i];
    return here.update?.(
      data,
      (/** @type {unknown} */ picked) => group.trigger("picked", { part: key, picked, stamp: data.stamp }),
      same,
    );
  });
  await Promise.all(drawn);
  if (turn === group.turn) parent.removeAttribute("data-drawing");
}
