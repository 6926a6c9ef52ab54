// Some words side by side: tabs, segments, toggles, a trail, chips.

import { definition } from "./definition.js";
import { around, element } from "./dom.js";
import { unanswered } from "./unanswered.js";

/**
 * By what a strip is: its own role, that of its words, and the attribute that says which are chosen.
 *
 * @type {Record<string, { role: string, word: string, says: string }>}
 */
const ROLES = {
  tabs: { role: "tablist", word: "tab", says: "aria-selected" },
  segments: { role: "radiogroup", word: "radio", says: "aria-checked" },
  toggles: { role: "group", word: "", says: "aria-pressed" },
  trail: { role: "navigation", word: "", says: "aria-current" },
  chips: { role: "group", word: "", says: "" },
  buttons: { role: "presentation", word: "", says: "" },
};
/** Tabs and segments are one step by key, with arrows inside; in the others each is a button. */
const ROVING = ["tabs", "segments"];
/** @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Strip>} */
export function make(parent) {
  const box = element("div", "strip");
  const head = element("div", "head");
  const label = element("span");
  const row = element("div", "row");
  box.append(head, row);
  parent.append(box);
  const last = unanswered();
  /** @type {import("../contract.d.ts").Strip} */
  let sent;
  /** @type {import("./part.d.ts").Tell} */
  let tell = () => {};
  /** @type {number[]} */
  let chosen = [];
  /** @type {Element | null} */
  let panel = null;

  const buttons = () => [...row.querySelectorAll("button")];

  /** Which are chosen is seen at once; the server's answer says it again. */
  const mark = () => {
    const { says } = ROLES[sent.kind];
    for (const [i, button] of buttons().entries()) {
      if (says) button.setAttribute(says, String(chosen.includes(i)));
      button.id = `${label.id}-${i}`;
      button.tabIndex = !ROVING.includes(sent.kind) || i === (chosen[0] ?? 0) ? 0 : -1;
    }
    panel?.setAttribute("aria-labelledby", `${label.id}-${chosen[0]}`);
  };

  /**
   * Tell what stands behind the tabs, which comes after them, that it does.
   *
   * @param {string} name
   */
  const look = (name) => {
    const block = parent.closest("[data-testid=stVerticalBlock]");
    const found = () => {
      panel = block?.querySelector(`:scope > * > .st-key-${name}`) ?? null;
      panel?.setAttribute("role", "tabpanel");
      if (panel && sent) mark();
      return panel;
    };
    if (block && !found()) {
      const observer = new MutationObserver(() => found() && observer.disconnect());
      observer.observe(block, { childList: true });
    }
  };

  /** @param {number} i */
  const pick = (i) => {
    if (sent.kind === "toggles") {
      chosen = chosen.includes(i) ? chosen.filter((other) => other !== i) : [...chosen, i].sort((a, b) => a - b);
      mark();
      last.tell(chosen);
      tell(chosen);
    } else if (["chips", "buttons"].includes(sent.kind)) {
      tell(i);
    } else if (!chosen.includes(i)) {
      chosen = [i];
      mark();
      tell(i);
    }
  };

  row.addEventListener("click", (event) => {
    const at = buttons().indexOf(/** @type {HTMLButtonElement} */ (around(event, "button")));
    if (at >= 0) pick(at);
  });
  row.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || !ROVING.includes(sent.kind)) return;
    event.preventDefault();
    const all = buttons();
    const here = all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const next = (here + step + all.length) % all.length;
    all[next].focus();
    // As radio buttons do; a tab is opened by Enter, for what is behind it has to be made.
    if (sent.kind === "segments") pick(next);
  });

  return (data, trigger, same) => {
    tell = trigger;
    sent = data;
    label.id = `strip-${data.key}`;
    if (last.past(data.chosen)) chosen = data.chosen;
    if (!same) {
      const { role, word } = ROLES[data.kind];
      box.dataset.kind = data.kind;
      row.setAttribute("role", role);
      label.textContent = data.label;
      if (["trail", "chips"].includes(data.kind)) row.setAttribute("aria-label", data.label);
      else if (data.label || data.help) {
        const about = `${data.about}: ${data.label || data.words[0]}`;
        row.setAttribute("aria-labelledby", label.id);
        head.replaceChildren(label, ...(data.help ? definition(head, data.help, about, `${label.id}-about`) : []));
      }
      const all = buttons();
      for (const button of all.slice(data.words.length)) button.remove();
      for (const [i, words] of data.words.entries()) {
        const button = all[i] ?? row.appendChild(element("button", "", "", { type: "button" }));
        button.textContent = words;
        button.title = data.titles[i] ?? "";
        if (word) button.setAttribute("role", word);
      }
    }
    mark();
    if (data.panel && !panel?.isConnected) look(data.panel);
  };
}
