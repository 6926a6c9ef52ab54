// What every script needs of the page: elements, markup, and a drawing that keeps to its width.

/**
 * Make an element. Its words are text, never markup: a title may hold anything.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [text]
 * @param {Record<string, string | number | boolean>} [attributes]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, className = "", text, attributes = {}) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

/**
 * Find an element that must be there.
 *
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function find(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return /** @type {HTMLElement} */ (found);
}

/**
 * The element around what an event happened to, itself included.
 *
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export const around = ({ target }, selector) => (target instanceof Element ? target.closest(selector) : null);

/** @type {Record<string, string>} */
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * Words as they may stand in markup, between tags or between quotes.
 *
 * @param {string} words
 */
export const safe = (words) => words.replace(/[&<>"]/g, (sign) => SIGNS[sign]);

/**
 * Split words into the pieces between two `**`: every second one is bold.
 *
 * @param {string} words
 * @returns {[string, boolean][]}
 */
export const pieces = (words) => words.split("**").map((piece, i) => [piece, i % 2 === 1]);

/**
 * The paragraphs of some words, which have an empty line between them.
 *
 * @param {string} words
 */
export const paragraphs = (words) =>
  words.split("\n\n").map((paragraph) => {
    const made = element("p");
    made.append(...pieces(paragraph).map(([piece, bold]) => (bold ? element("b", "", piece) : piece)));
    return made;
  });

/**
 * Return what draws a box at its width. It is drawn again when it has another width, and forgotten when it is gone.
 *
 * @param {HTMLElement} box
 * @param {(width: number) => void} draw
 * @param {() => void} forget
 */
export function atWidth(box, draw, forget) {
  let width = 0;
  const drawn = () => {
    width = box.clientWidth;
    draw(width);
  };
  const observer = new ResizeObserver(() => {
    if (!box.isConnected) {
      observer.disconnect();
      forget();
    } else if (box.clientWidth && box.clientWidth !== width) drawn();
  });
  observer.observe(box);
  return () => {
    if (box.clientWidth) drawn();
  };
}
