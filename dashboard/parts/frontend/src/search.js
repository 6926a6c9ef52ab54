// A field for words that are searched for, and a button that takes them off again.

import { labelled } from "./definition.js";
import { element } from "./dom.js";

let fields = 0;

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Search>} */
export function make(parent) {
  const id = `search-${fields++}`;
  const head = element("div", "head");
  const label = element("label", "", "", { for: id });
  const inside = element("div", "inside");
  const field = element("input", "", "", { id, type: "text", enterkeyhint: "search" });
  const clear = element("button", "clear", "✕", { type: "button" });
  parent.className = "search";
  inside.append(field, clear);
  parent.append(head, inside);
  /** @type {import("../contract.d.ts").Search | null} */
  let sent = null;
  /** @type {import("./part.d.ts").Tell} */
  let tell = () => {};

  /** @param {string} words */
  const say = (words) => {
    if (words.trim() !== sent?.value) tell(words);
  };
  field.addEventListener("change", () => say(field.value));
  clear.addEventListener("click", () => {
    field.value = "";
    field.focus();
    say("");
  });

  return (data, trigger) => {
    tell = trigger;
    // Who is typing goes on.
    if (!sent || sent.value !== data.value || document.activeElement !== field) field.value = data.value;
    if (!sent || sent.help !== data.help || sent.label !== data.label) {
      labelled(head, label, data, id);
    }
    sent = data;
    field.maxLength = data.length;
    field.placeholder = data.placeholder;
    clear.hidden = !data.value;
    clear.title = data.clear;
    clear.setAttribute("aria-label", data.clear);
  };
}
