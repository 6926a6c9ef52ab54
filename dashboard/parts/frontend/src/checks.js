// A choice of several from a list: boxes to tick, in a window that stays while one chooses; a long list is searched.

import { labelled } from "./definition.js";
import { element } from "./dom.js";
import { folded } from "./folded.js";
import { popover } from "./popover.js";
import { unanswered } from "./unanswered.js";

/** Up to so many words are seen at a glance. */
const FEW = 12;

let lists = 0;

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Checks>} */
export function make(parent) {
  const id = `checks-${lists++}`;
  const head = element("div", "head");
  const label = element("span", "", "", { id: `${id}-label` });
  const button = element("button", "field", "", {
    id,
    type: "button",
    "aria-haspopup": "dialog",
    "aria-expanded": false,
    "aria-labelledby": `${id}-label ${id}`,
    popovertarget: `${id}-list`,
  });
  const panel = element("div", "panel list", "", {
    id: `${id}-list`,
    role: "dialog",
    "aria-labelledby": `${id}-label`,
  });
  const field = element("input", "", "", { type: "search", autocomplete: "off" });
  const group = element("fieldset");
  const legend = element("legend");
  const nothing = element("p", "nothing");
  /** @type {HTMLInputElement[]} */
  let boxes = [];
  /** @type {import("../contract.d.ts").Checks} */
  let sent;
  /** @type {number[]} in the order they were chosen in */
  let chosen = [];
  /** @type {import("./part.d.ts").Tell} */
  let tell = () => {};
  const last = unanswered();
  parent.className = "choice";
  panel.append(field, group, nothing);
  parent.append(head, button, panel);

  const filter = () => {
    const wanted = folded(field.value);
    for (const box of boxes) {
      const line = /** @type {HTMLElement} */ (box.parentElement);
      line.hidden = !folded(line.textContent).includes(wanted);
    }
    nothing.textContent = boxes.some((box) => !box.parentElement?.hidden) ? "" : sent.nothing;
  };

  /** Which are chosen, and which cannot be any more. */
  const say = () => {
    const isFull = sent.limit !== null && chosen.length >= sent.limit;
    for (const [i, box] of boxes.entries()) {
      box.checked = chosen.includes(i);
      box.disabled = isFull && !box.checked;
    }
    const words = chosen.map((i) => sent.options[i]);
    const count = words.length > 1 ? `(${words.length}) ` : "";
    button.textContent = words.length ? count + words.join(", ") : sent.placeholder;
    button.classList.toggle("empty", !words.length);
  };

  const pick = (/** @type {number} */ i) => {
    chosen = chosen.includes(i) ? chosen.filter((one) => one !== i) : [...chosen, i];
    say();
    last.tell(chosen);
    tell(chosen);
  };

  const place = popover(button, panel, (isOpen) => {
    button.setAttribute("aria-expanded", String(isOpen));
    field.value = "";
    filter();
  });
  panel.addEventListener("toggle", ({ newState }) => {
    // Where a finger points, no keyboard comes up before it is asked for.
    const first = field.hidden || matchMedia("(pointer: coarse)").matches ? boxes[0] : field;
    if (newState === "open") first?.focus();
  });
  panel.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !panel.contains(relatedTarget)) panel.hidePopover();
  });
  group.addEventListener("change", ({ target }) => pick(boxes.indexOf(/** @type {HTMLInputElement} */ (target))));
  field.addEventListener("input", () => {
    filter();
    place();
  });
  field.addEventListener("keydown", ({ key }) => {
    if (key !== "Enter") return;
    const first = boxes.findIndex((box) => !box.disabled && !box.parentElement?.hidden);
    if (first < 0) return;
    field.value = "";
    filter();
    pick(first);
  });

  return (data, trigger, same) => {
    tell = trigger;
    const isOther = String(sent?.options) !== String(data.options);
    sent = data;
    if (!same) labelled(head, label, data, id);
    legend.textContent = data.label;
    field.placeholder = data.search;
    field.setAttribute("aria-label", data.search);
    field.hidden = data.options.length <= FEW;
    if (isOther) {
      const lines = data.options.map((words) => {
        const line = element("label");
        line.append(element("input", "", "", { type: "checkbox" }), element("span", "", words));
        return line;
      });
      group.replaceChildren(legend, ...lines);
      boxes = [...group.querySelectorAll("input")];
      filter();
    }
    if (last.past(data.value)) chosen = data.value;
    say();
  };
}
