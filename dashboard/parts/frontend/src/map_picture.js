// The picture of the map: its areas, their colours, outlines and names, and what part of it is looked at.

import { find } from "./dom.js";
import { around, scaled } from "./map_ways.js";

/**
 * @typedef {import("./map_ways.js").Box} Box
 * @typedef {import("./map_geometry.js").Area} Area
 * @typedef {import("./map_geometry.js").Geometry} Geometry
 * @typedef {{ area: Area, path: SVGElement, isInset: boolean }} Shape
 * @typedef {import("./part.d.ts").RowOf<import("../contract.d.ts").MapAreas>} Known what is known of an area
 * @typedef {Omit<import("../contract.d.ts").RegionMap, "areas"> & { areas: Map<string, Known> }} View as it was
 *   sent, with areas by their codes
 */

const SVG = "http://www.w3.org/2000/svg";

const hatched = (/** @type {string} */ id, /** @type {string} */ inside, turn = "") =>
  `<pattern id="${id}" width="7" height="7" patternUnits="userSpaceOnUse"${turn}>` +
  `<rect width="7" height="7" class="hatch-ground"></rect>${inside}</pattern>`;
const TURNED = ' patternTransform="rotate(45)"';
const HATCH = '<line x1="0" y1="0" x2="0" y2="7" class="hatch-line"></line>';
const DOTS = '<circle cx="3.5" cy="3.5" r="1.6" class="hatch-dot"></circle>';

export const PICTURE = `
<svg class="map" preserveAspectRatio="xMidYMid meet" role="group">
  <defs>
    ${hatched("missing", HATCH, TURNED)}${hatched("missing-swatch", HATCH, TURNED)}
    ${hatched("hidden", DOTS)}${hatched("hidden-swatch", DOTS)}
  </defs>
  <g class="areas"></g><g class="inset"></g><g class="borders"></g><g class="marks"></g><g class="names"></g>
</svg>`;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
export const svg = (tag, attributes) => {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
};

/**
 * The filling of a class: a colour, hatches where there is no figure, dots where it is hidden.
 *
 * @param {number} index
 * @param {string[]} palette
 * @param {string} suffix of the patterns' names
 */
export const filling = (index, palette, suffix = "") => {
  if (index === -1) return `url(#missing${suffix})`;
  return index === -2 ? `url(#hidden${suffix})` : palette[index];
};

const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * @param {HTMLElement} root
 * @param {(area: Area) => string[]} describe says in words what is known of an area
 */
export function mapPicture(root, describe) {
  const picture = find(root, ".map");
  const groups = { areas: find(root, ".areas"), inset: find(root, ".inset") };
  const names = find(root, ".names");
  /** @type {Map<string, Shape>} */
  const shapes = new Map();
  /** @type {View} */
  let look;
  /** @type {Box} */
  let whole = [0, 0, 1, 1];
  /** @type {Box | null} */
  let box = null;
  let moving = 0;

  /** Metres a pixel, as far as they are looked at. */
  const unit = (/** @type {Box} */ seen) => seen[2] / (picture.clientWidth || 700);

  /** @type {(group: HTMLElement, geometry: Geometry | null) => void} */
  const fill = (group, geometry) => {
    for (const { dataset } of /** @type {any} */ (group.children)) shapes.delete(dataset.code);
    group.replaceChildren();
    for (const area of geometry?.areas ?? []) {
      const path = svg("path", { d: area.d, class: "area", "data-code": area.code, role: "button", tabindex: -1 });
      shapes.set(area.code, { area, path, isInset: group === groups.inset });
      group.append(path);
    }
  };

  /** @type {(code: string, classes: string[]) => void} */
  const outline = (code, classes) => {
    const marks = find(root, ".marks");
    for (const old of marks.querySelectorAll(classes.map((name) => `.${name}`).join(","))) old.remove();
    const shape = shapes.get(code);
    if (shape) marks.append(...classes.map((name) => svg("path", { d: shape.area.d, class: name })));
  };

  /** @type {(next: View, start: string) => void} */
  const colour = (next, start) => {
    look = next;
    const { areas, palette, focus, selected, inset, pickable, compact } = look;
    // Where its Comuni stand in its place, the one selected is not there to be reached.
    const isShown = (/** @type {Shape | undefined} */ shape) => shape && !(inset && shape.area.code === selected);
    const comune = inset ? [...shapes.values()].find(({ isInset }) => isInset) : undefined;
    const first = [comune, shapes.get(selected), shapes.get(start), ...shapes.values()].find(isShown);
    for (const shape of shapes.values()) {
      const { area, path, isInset } = shape;
      const known = areas.get(area.code);
      path.classList.toggle("ground", !known);
      path.classList.toggle("pale", Boolean(focus && !isInset && !focus.includes(area.code)));
      const opens = pickable && !isInset;
      Object.assign(path.style, {
        fill: known ? filling(known.index, palette) : "",
        cursor: opens ? "pointer" : "default",
        display: isShown(shape) ? "" : "none",
      });
      path.setAttribute("aria-label", describe(area).join(", "));
      path.setAttribute("role", opens ? "button" : "img");
      // One tab stop for the whole map; arrows move inside it.
      path.setAttribute("tabindex", shape === first && !compact ? "0" : "-1");
    }
    outline(selected, ["halo", "line"]);
  };

  /** Look at a box at once. */
  const place = (/** @type {Box} */ next) => {
    box = next;
    picture.setAttribute("viewBox", next.map((n) => n.toFixed(1)).join(" "));
    for (const pattern of picture.querySelectorAll("#missing, #hidden")) {
      const turn = pattern.id === "missing" ? "rotate(45) " : "";
      pattern.setAttribute("patternTransform", `${turn}scale(${unit(next)})`);
    }
    picture.classList.toggle("zoomed", next[2] < whole[2] * 0.98);
  };

  /** Write the names that have room. */
  const label = () => {
    names.replaceChildren();
    if (look.compact || !box) return;
    const { focus, inset } = look;
    const size = 12 * unit(box);
    for (const { area, path, isInset } of shapes.values()) {
      const isOf = inset ? isInset : !focus || focus.includes(area.code);
      if (path.style.display === "none" || !isOf) continue;
      if (area.name.length * size * 0.55 > area.bbox[2] * 0.92 || area.bbox[3] < size * 1.6) continue;
      const [x, y] = area.label;
      const text = svg("text", { x, y, "font-size": size, "stroke-width": size / 4 });
      text.textContent = area.name;
      names.append(text);
    }
  };

  /** Look at a box, on the way there from the one of before. */
  const go = (/** @type {Box} */ next) => {
    cancelAnimationFrame(moving);
    const from = box;
    if (!from || isCalm() || from.every((n, i) => Math.abs(n - next[i]) < 1)) {
      place(next);
      label();
      return;
    }
    names.replaceChildren();
    const began = performance.now();
    const step = (/** @type {number} */ now) => {
      const t = Math.min((now - began) / 220, 1);
      const eased = t * (2 - t);
      place(/** @type {Box} */ (from.map((n, i) => n + (next[i] - n) * eased)));
      if (t < 1) moving = requestAnimationFrame(step);
      else label();
    };
    moving = requestAnimationFrame(step);
  };

  /** The box around the districts that are looked at closely. */
  const target = () => {
    const boxes = (look.focus ?? []).flatMap((code) =>
      [shapes.get(code)?.area.bbox ?? []].filter(({ length }) => length),
    );
    return around(/** @type {Box[]} */ (boxes), whole);
  };

  return {
    picture,
    shapes,
    outline,
    colour,
    /** @param {Geometry} geometry */
    layer(geometry) {
      fill(groups.areas, geometry);
      find(root, ".borders").replaceChildren(...(geometry.borders ?? []).map(({ d }) => svg("path", { d })));
      whole = geometry.viewBox;
      box = null;
    },
    /** @param {Geometry | null} geometry */
    inset(geometry) {
      fill(groups.inset, geometry);
    },
    nearer: () => box && go(scaled(box, 0.6, whole)),
    farther: () => box && go(scaled(box, 1 / 0.6, whole)),
    whole: () => go(target()),
    /** What is looked at, to be dragged from. */
    looked: () => (picture.classList.contains("zoomed") ? box : null),
    /**
     * Look from a box, dragged by pixels.
     *
     * @param {Box} from
     * @param {number} dx
     * @param {number} dy
     */
    drag([x, y, width, height], dx, dy) {
      const pixel = width / picture.clientWidth;
      place([x - dx * pixel, y - dy * pixel, width, height]);
    },
    /** The page has another width. */
    resized() {
      if (!box) return;
      place(box);
      label();
    },
    end: () => cancelAnimationFrame(moving),
  };
}
