// Many small lines on one scale, each over the benchmark's.

import { element, safe } from "./dom.js";

/** @typedef {import("../contract.d.ts").SmallMultiples} SmallMultiples */

const WIDTH = 120;
const HEIGHT = 44;
const ROOM = 4;

let lists = 0;

/**
 * The line through some places, broken where one is missing; and dots for the last one and those no line reaches.
 *
 * @param {(number | null)[]} places in thousandths of the scale
 */
export function paths(places) {
  const step = (WIDTH - 2 * ROOM) / Math.max(places.length - 1, 1);
  const last = places.findLastIndex((place) => place !== null);
  let line = "";
  let dots = "";
  for (const [i, place] of places.entries()) {
    if (place === null) continue;
    const isBroken = (places[i - 1] ?? null) === null;
    const point = `${Math.round(ROOM + i * step)} ${Math.round(HEIGHT - ROOM - (place / 1000) * (HEIGHT - 2 * ROOM))}`;
    line += `${isBroken ? "M" : "L"}${point}`;
    if (i === last || (isBroken && (places[i + 1] ?? null) === null)) dots += `M${point}h0`;
  }
  return { line, dots };
}

/**
 * The list as markup. The benchmark is drawn once and shown behind every line.
 *
 * @param {SmallMultiples} sent
 * @param {string} base `id` of the benchmark's line
 */
export function markup({ benchmark, smalls }, base) {
  const items = smalls.map(({ name, last, own, at }) => {
    const { line, dots } = paths(at);
    return (
      `<li${own ? ' class="own"' : ""}><div><span>${safe(name)}</span><b>${safe(last)}</b></div>` +
      `<svg aria-hidden="true" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">` +
      `<use href="#${base}"/><path d="${line}"/><path class="dot" d="${dots}"/></svg></li>`
    );
  });
  const shared = `<svg class="shared"><path id="${base}" class="smalls-base" d="${paths(benchmark).line}"/></svg>`;
  return `${shared}<ul>${items.join("")}</ul>`;
}

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").SmallMultiples>} */
export function make(parent) {
  const box = element("div", "smalls");
  const base = `smalls-${lists++}`;
  parent.append(box);
  return (data, _tell, same) => {
    if (!same) box.innerHTML = markup(data, base);
  };
}
