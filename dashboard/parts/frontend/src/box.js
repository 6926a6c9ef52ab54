// A button and the small window of choices that it opens.

import { element } from "./dom.js";
import { popover } from "./popover.js";

let boxes = 0;

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Box>} */
export function make(parent) {
  const id = `box-${boxes++}`;
  const icon = element("span", "icon", "", { "aria-hidden": true, translate: "no" });
  const words = element("span");
  const button = element("button", "", "", {
    type: "button",
    "aria-expanded": false,
    "aria-haspopup": "dialog",
    popovertarget: id,
  });
  const panel = element("div", "panel", "", { id, role: "dialog" });
  /** @type {import("./part.d.ts").Tell} */
  let tell = () => {};
  parent.className = "box";
  button.append(icon, words);
  parent.append(button, panel);
  popover(button, panel, (isOpen) => {
    button.setAttribute("aria-expanded", String(isOpen));
    // What is in it has to be made, and is not kept up while it is closed.
    tell(isOpen);
  });

  return {
    inside: panel,
    update(data, trigger) {
      tell = trigger;
      icon.textContent = data.symbol;
      words.textContent = data.label;
      panel.setAttribute("aria-label", data.label);
    },
  };
}
