// Goes before the script of a component that has signs with words behind them, or choices; see assets.py.

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

/** The paragraphs of some words; every second piece between two ** is bold. */
const paragraphs = (words) => words.split("\n\n").map((words) => {
  const made = element("p");
  made.append(...words.split("**").map((piece, i) => (i % 2 ? element("b", "", piece) : piece)));
  return made;
});

/** A sign and the small window it opens: by click or key, and with a mouse by pointing at it. */
function definition(around, words, about, id) {
  const sign = element("button", "sign", "?"), panel = element("div", "about");
  sign.type = "button";
  sign.setAttribute("aria-label", about);
  sign.setAttribute("popovertarget", id);
  sign.setAttribute("popovertargetaction", "show");
  panel.id = id;
  panel.popover = "auto";
  panel.addEventListener("beforetoggle", ({ newState }) => {
    if (newState !== "open") return;
    // Only now: what nobody reads is not in the page, not even for who searches it.
    panel.replaceChildren(...paragraphs(words));
    const { left, bottom } = sign.getBoundingClientRect();
    // Known before it is shown: its width is at most that of the style.
    panel.style.left = `${Math.max(8, Math.min(left - 16, innerWidth - Math.min(352, innerWidth - 16) - 8))}px`;
    panel.style.top = `${bottom + 4}px`;
    panel.style.maxHeight = `${Math.max(innerHeight - bottom - 12, 120)}px`;
  });
  sign.addEventListener("pointerenter", ({ pointerType }) => {
    if (pointerType === "mouse") panel.showPopover();
  });
  // The panel is inside what it is about: on the way to it the pointer has not left.
  around.addEventListener("pointerleave", () => panel.hidePopover());
  return [sign, panel];
}

/** What a person chose last, until the server says it back or a second has passed: the answer to an earlier
 * choice may come between, and the next choice must not start from that. */
function unanswered() {
  let said = null, until = 0;
  return {
    tell(chosen) {
      [said, until] = [String(chosen), performance.now() + 1000];
    },
    /** Whether what the server says is newer. */
    past(chosen) {
      if (said !== null && String(chosen) !== said && performance.now() < until) return false;
      said = null;
      return true;
    },
  };
}
