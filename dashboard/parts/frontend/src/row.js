// Parts beside one another (side, pair), below one another (parts, framed), or behind a line that opens them (fold).

import { element } from "./dom.js";

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Row>} */
export function make(parent) {
  const inside = element("div");
  const summary = element("summary");
  return {
    inside,
    update({ kind, label, left }) {
      const isFold = kind === "fold";
      if (!inside.isConnected) {
        const holder = isFold ? parent.appendChild(element("details")) : parent;
        holder.append(...(isFold ? [summary] : []), inside);
      }
      summary.textContent = label ?? "";
      inside.className = isFold ? "parts" : kind;
      if (left) inside.style.setProperty("--left", left);
    },
  };
}
