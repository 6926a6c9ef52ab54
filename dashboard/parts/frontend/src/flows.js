// Flows in three columns: ribbons as thick as their amounts, and nodes that are buttons.

import { around, atWidth, element, rowsOf, safe } from "./dom.js";

const HEIGHT = 460;
const THICK = 16;
const GAP = 18;

/**
 * @typedef {import("../contract.d.ts").FlowNode} Node
 * @typedef {import("./part.d.ts").RowOf<import("../contract.d.ts").FlowLinks>} Link
 */

/**
 * Where nodes and ribbons lie, in pixels. One scale for all columns: the same euro are as thick everywhere.
 *
 * @param {Node[]} nodes
 * @param {Link[]} links
 * @param {number} width
 */
export function laid(nodes, links, width) {
  const into = nodes.map(() => 0);
  const out = nodes.map(() => 0);
  for (const { source, target, cents } of links) {
    out[source] += cents;
    into[target] += cents;
  }
  const columns = [0, 1, 2].map((column) => nodes.flatMap((node, i) => (node.column === column ? [i] : [])));
  const amount = (/** @type {number} */ i) => Math.max(into[i], out[i]);
  const sums = columns.map((column) => column.reduce((sum, i) => sum + amount(i), 0));
  const scale = Math.min(...columns.map((column, k) => (HEIGHT - GAP * column.length) / (sums[k] || 1)));
  const step = (width - THICK) / (columns.length - 1);
  /** @type {number[]} */
  const tops = [];
  for (const [k, column] of columns.entries()) {
    let at = (HEIGHT - sums[k] * scale - GAP * (column.length - 1)) / 2;
    for (const i of column) {
      tops[i] = at;
      at += amount(i) * scale + GAP;
    }
  }
  const left = (/** @type {number} */ i) => nodes[i].column * step;
  // Where the next flow leaves a node or enters it: in the order of the nodes at their other ends.
  const leave = [...tops];
  const enter = [...tops];
  const ribbons = links
    .toSorted((a, b) => a.source - b.source || a.target - b.target)
    .map((link) => {
      const thick = link.cents * scale;
      const ends = { y1: leave[link.source] + thick / 2, y2: enter[link.target] + thick / 2 };
      leave[link.source] += thick;
      enter[link.target] += thick;
      return { link, thick, x1: left(link.source) + THICK, x2: left(link.target), ...ends };
    });
  const blocks = nodes.map((_, i) => ({ left: left(i), top: tops[i], high: amount(i) * scale }));
  return { ribbons, blocks, step };
}

/** @param {number} pixels */
const px = (pixels) => pixels.toFixed(1);

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Flows>} */
export function make(parent, forget) {
  const box = element("div", "flows", "", { role: "group" });
  box.style.height = `${HEIGHT}px`;
  parent.append(box);
  /** @type {import("../contract.d.ts").Flows | null} */
  let sent = null;
  /** @type {import("./part.d.ts").Tell} */
  let tell = () => {};

  const draw = atWidth(
    box,
    (width) => {
      if (!sent) return;
      const { nodes, links } = sent;
      const { ribbons, blocks, step } = laid(nodes, rowsOf(links), width);
      const paths = ribbons.map(({ link, thick, x1, y1, x2, y2 }) => {
        const [from, to] = [nodes[link.source], nodes[link.target]];
        const middle = px((x1 + x2) / 2);
        return (
          `<path data-mark="${safe(`${from.mark}|${to.mark}`)}" stroke="${nodes[link.area].color}" ` +
          `stroke-width="${Math.max(thick, 0.5).toFixed(2)}" ` +
          `d="M${px(x1)} ${px(y1)}C${middle} ${px(y1)} ${middle} ${px(y2)} ${px(x2)} ${px(y2)}">` +
          `<title>${safe(`${from.label} → ${to.label}\n${link.words}`)}</title></path>`
        );
      });
      const buttons = nodes.map(({ mark, label, color, column, words }, i) => {
        const { left, top } = blocks[i];
        const high = Math.max(blocks[i].high, 1);
        const told = safe(`${label}: ${words}`);
        const side = column === 2 ? "right:0;flex-direction:row-reverse" : `left:${px(left)}px`;
        // The last two columns write into the same room.
        const room = (column ? (step - THICK) / 2 : step - THICK) - 8 + THICK;
        return (
          `<button type="button" data-mark="${safe(mark)}" aria-label="${told}" title="${told}" ` +
          `style="${side};top:${px(top + high / 2)}px;--high:${px(high)}px;--fill:${color};` +
          `max-width:${room.toFixed(0)}px"><i></i><span>${safe(label)}</span></button>`
        );
      });
      const now = document.activeElement;
      const here = now instanceof HTMLElement && box.contains(now) ? now.dataset.mark : null;
      box.innerHTML = `<svg width="${width}" height="${HEIGHT}" aria-hidden="true">${paths.join("")}</svg>${buttons.join("")}`;
      if (here) [...box.querySelectorAll("button")].find(({ dataset }) => dataset.mark === here)?.focus();
    },
    forget,
  );

  box.addEventListener("click", (event) => {
    const mark = around(event, "[data-mark]");
    if (mark) tell(mark.dataset.mark);
  });

  return (data, trigger, same) => {
    tell = trigger;
    if (same) return;
    sent = data;
    box.setAttribute("aria-label", data.alt);
    draw();
  };
}
