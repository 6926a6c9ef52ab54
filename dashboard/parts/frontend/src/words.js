// The one dialect in which Python writes words for parts: `**` stands around what is bold, an empty line between
// paragraphs, and "- " before each line of a list. Everything else is what it is.

import { element } from "./dom.js";

/**
 * Split words into the pieces between two `**`: every second one is bold.
 *
 * @param {string} words
 * @returns {{ text: string, isBold: boolean }[]}
 */
export const pieces = (words) => words.split("**").map((text, i) => ({ text, isBold: i % 2 === 1 }));

/**
 * Fill an element with words of one line.
 *
 * @template {HTMLElement} Element
 * @param {Element} made
 * @param {string} words
 */
function filled(made, words) {
  made.append(...pieces(words).map(({ text, isBold }) => (isBold ? element("b", "", text) : text)));
  return made;
}

/**
 * The paragraphs and lists of some words.
 *
 * @param {string} words
 * @returns {HTMLElement[]}
 */
export const blocks = (words) =>
  words.split("\n\n").map((block) => {
    if (!block.startsWith("- ")) return filled(element("p"), block.trim());
    const list = element("ul");
    list.append(
      ...block
        .trim()
        .slice(2)
        .split("\n- ")
        .map((item) => filled(element("li"), item)),
    );
    return list;
  });
