// A heading, some paragraphs, or a notice.

import { definition } from "./definition.js";
import { element } from "./dom.js";
import { blocks } from "./words.js";

let proses = 0;

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Prose>} */
export function make(parent) {
  const id = `prose-${proses++}`;
  return ({ kind, words, symbol, help, about = "", tags = [] }, _tell, same) => {
    if (same) return;
    parent.className = `prose ${kind}`;
    if (symbol) parent.setAttribute("role", "status");
    else parent.removeAttribute("role");
    if (kind === "h2" || kind === "h3") {
      parent.replaceChildren(element(kind, "", words));
      return;
    }
    const made = blocks(words);
    if (symbol) {
      const icon = element("span", "icon", symbol, { "aria-hidden": true, translate: "no" });
      const beside = element("div");
      beside.append(...made);
      parent.replaceChildren(icon, beside);
    } else parent.replaceChildren(...made);
    const last = made[made.length - 1];
    for (const tag of tags) last.append(" ", element("span", "tag", tag));
    if (help) last.append(...definition(parent, help, about, `${id}-about`));
  };
}
