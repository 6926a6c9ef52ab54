// What every script needs of the page: elements, markup, rows, and a drawing that keeps to its width.

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
 * The rows of columns of one length, by the columns' names.
 *
 * @template {object} Columns
 * @param {Columns} columns
 * @returns {import("./part.d.ts").RowOf<Columns>[]}
 */
export function rowsOf(columns) {
  const named = Object.entries(columns);
  return named[0][1].map((/** @type {unknown} */ _, /** @type {number} */ i) =>
    Object.fromEntries(named.map(([name, cells]) => [name, cells[i]])),
  );
}

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
