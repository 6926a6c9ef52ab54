// Headline figures, as a list of terms.

import { definition } from "./definition.js";
import { element } from "./dom.js";

let strips = 0;

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Tiles>} */
export function make(parent) {
  /** @type {HTMLElement | null} */
  let strip = null;
  return (data, _tell, same) => {
    if (same) return;
    const old = strip;
    const number = strips++;
    strip = element("dl", "tiles");
    strip.style.setProperty("--columns", String(data.columns));
    for (const [i, { label, value, below, about }] of data.tiles.entries()) {
      const words = data.abouts[about];
      const tile = element("div", "tile");
      const title = element("dt");
      title.append(element("span", "label", label));
      tile.append(title, element("dd", "value", value));
      if (below) tile.append(element("dd", "below", below));
      if (words) title.append(...definition(tile, words, `${data.about}: ${label}`, `tile-${number}-${i}`));
      strip.append(tile);
    }
    old?.remove();
    parent.append(strip);
  };
}
