import { element } from "./dom.js";
import { popover } from "./popover.js";
import { blocks } from "./words.js";

/**
 * A sign and the small window of words that it opens: by click or key, and with a mouse by pointing at it.
 *
 * @param {HTMLElement} around what the words are about
 * @param {string} words
 * @param {string} about what a screen reader calls the sign
 * @param {string} id of the window
 */
export function definition(around, words, about, id) {
  const sign = element("button", "sign", "?", {
    type: "button",
    "aria-label": about,
    popovertarget: id,
    popovertargetaction: "show",
  });
  const panel = element("div", "about", "", { id });
  popover(sign, panel, (isOpen) => {
    // Only now: what nobody reads is not in the page, not even for who searches it.
    if (isOpen) panel.replaceChildren(...blocks(words));
  });
  sign.addEventListener("pointerenter", ({ pointerType }) => {
    if (pointerType === "mouse") panel.showPopover();
  });
  // The panel is inside what it is about: on the way to it the pointer has not left.
  around.addEventListener("pointerleave", () => panel.hidePopover());
  return [sign, panel];
}

/**
 * Fill the head of a field: its label and, where there is help, the sign that opens it.
 *
 * @param {HTMLElement} head
 * @param {HTMLElement} label
 * @param {{ label: string, help: string, about: string }} sent
 * @param {string} id of the field
 */
export function labelled(head, label, sent, id) {
  label.textContent = sent.label;
  const about = `${sent.about}: ${sent.label}`;
  head.replaceChildren(label, ...(sent.help ? definition(head, sent.help, about, `${id}-about`) : []));
}
