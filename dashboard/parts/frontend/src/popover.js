// The one small window of the page: the help behind a sign, a box of choices, the list of a choice.

/** Pixels between a window and the edges of the page. */
const EDGE = 8;
/** Pixels that a window is wide until it can be measured: as wide as its style lets most of them be. */
const WIDE = 352;

/**
 * Where a window stands: under what opens it, or above where there is more room, and inside the page.
 *
 * @param {{ left: number, top: number, bottom: number }} opener
 * @param {number} width of the window
 * @param {{ innerWidth: number, innerHeight: number }} page
 */
export function standing({ left, top, bottom }, width, { innerWidth, innerHeight }) {
  const below = innerHeight - bottom - 12;
  const above = top - 12;
  const isAbove = below < 200 && above > below;
  return {
    left: Math.max(EDGE, Math.min(left, innerWidth - width - EDGE)),
    top: isAbove ? null : bottom + 4,
    bottom: isAbove ? innerHeight - top + 4 : null,
    room: Math.max(isAbove ? above : below, 120),
  };
}

/**
 * Keep a window at an element, also while the page is scrolled. How wide and high it is, its style says: `--opener`
 * is the width of the element, `--room` the height there is.
 *
 * @param {HTMLElement} opener
 * @param {HTMLElement} panel
 * @param {(isOpen: boolean) => void} toggled is called before it is shown, and when it goes
 * @returns {() => void} what places it again when it has another size
 */
export function follow(opener, panel, toggled) {
  const place = () => {
    if (!opener.isConnected) return rest();
    const box = opener.getBoundingClientRect();
    const { left, top, bottom, room } = standing(box, panel.offsetWidth || WIDE, window);
    const pixels = { left, top, bottom, "--opener": box.width, "--room": room };
    for (const [name, value] of Object.entries(pixels)) {
      panel.style.setProperty(name, value === null ? "auto" : `${value}px`);
    }
  };
  const scrolled = (/** @type {Event} */ { target }) => {
    // What is scrolled inside the window moves nothing.
    if (!(target instanceof Node && panel.contains(target))) place();
  };
  const rest = () => {
    removeEventListener("scroll", scrolled, { capture: true });
    removeEventListener("resize", place);
  };
  panel.addEventListener("beforetoggle", ({ target, newState }) => {
    if (target !== panel) return;
    toggled(newState === "open");
    if (newState !== "open") return rest();
    place();
    addEventListener("scroll", scrolled, { capture: true, passive: true });
    addEventListener("resize", place);
  });
  panel.addEventListener("toggle", ({ target, newState }) => {
    if (target === panel && newState === "open") place();
  });
  return place;
}

/**
 * Make a window that opens at an element; the browser closes it by Escape and by a click elsewhere.
 *
 * @type {typeof follow}
 */
export function popover(opener, panel, toggled) {
  panel.popover = "auto";
  return follow(opener, panel, toggled);
}
