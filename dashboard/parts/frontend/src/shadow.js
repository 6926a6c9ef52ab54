import { element } from "./dom.js";

/**
 * Put a part's content in a shadow of its own, with a style that is fetched by address and is the part's alone.
 * The promise is kept when the style is there, or cannot be had: it decides widths.
 *
 * @param {HTMLElement} parent
 * @param {string} style
 * @param {HTMLElement} content
 */
export function shadow(parent, style, content) {
  const sheet = element("link", "", "", { rel: "stylesheet" });
  const styled = new Promise((done) => {
    sheet.onload = done;
    sheet.onerror = done;
  });
  sheet.href = style;
  parent.attachShadow({ mode: "open" }).append(sheet, content);
  return styled;
}
