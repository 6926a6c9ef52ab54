// A choice of one from a long list, which is searched by typing. Keys, focus and what is said aloud are those of
// u-datalist; what matches is decided here, where accents and case do not count.

import { labelled } from "./definition.js";
import { around, element } from "./dom.js";
import { folded } from "./folded.js";
import { follow } from "./popover.js";
import "./vendor/u-datalist.js";

let fields = 0;

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Combobox>} */
export function make(parent) {
  const id = `combobox-${fields++}`;
  const head = element("div", "head");
  const label = element("label", "", "", { for: id });
  const field = element("input", "", "", {
    id,
    type: "text",
    list: `${id}-list`,
    autocomplete: "off",
    spellcheck: false,
  });
  const list = element("u-datalist", "", "", { "data-nofilter": "" });
  const nothing = element("div", "nothing");
  /** @type {import("../contract.d.ts").Combobox} */
  let sent;
  /** @type {import("./part.d.ts").Tell} */
  let tell = () => {};
  parent.className = "choice";
  parent.append(head, field, list);
  list.popover = "manual";
  // Only once both stand in the page: then the list finds its field, and says of it what it is.
  list.id = `${id}-list`;

  /** What the field says while the list is closed. */
  const write = () => {
    field.value = sent.options[sent.value ?? -1]?.trim() ?? "";
  };

  /** Show the options whose words have a text in them. */
  const filter = (/** @type {string} */ text) => {
    const wanted = folded(text);
    const options = [...list.querySelectorAll("u-option")];
    for (const option of options) option.hidden = !folded(option.textContent).includes(wanted);
    nothing.textContent = options.some(({ hidden }) => !hidden) ? "" : sent.nothing;
  };

  const fill = () => {
    const options = sent.options.map((words, i) => {
      const isChosen = i === sent.value;
      return element("u-option", "", words, { id: `${id}-${i}`, "data-option": i, ...(isChosen && { selected: "" }) });
    });
    list.replaceChildren(...options, nothing);
    filter("");
  };

  // There are options only while the list is open: a page has many lists. Keys go on from what is chosen.
  const place = follow(field, list, (isOpen) => {
    if (isOpen) {
      fill();
      if (sent.value !== null) field.setAttribute("aria-activedescendant", `${id}-${sent.value}`);
    } else {
      list.replaceChildren();
      write();
    }
  });
  list.addEventListener("toggle", () => list.querySelector("[selected]")?.scrollIntoView({ block: "nearest" }));

  // Typing begins anew, whichever way a person came here.
  field.addEventListener("focus", () => field.select());
  field.addEventListener("input", ({ isTrusted }) => {
    if (!isTrusted) return;
    filter(field.value);
    place();
  });
  field.addEventListener("keydown", (event) => {
    // Who typed takes the first that is left.
    if (event.key !== "Enter" || field.getAttribute("aria-activedescendant")) return;
    event.preventDefault();
    /** @type {HTMLElement | null} */ (list.querySelector("u-option:not([hidden])"))?.click();
  });
  list.addEventListener("click", (event) => {
    const option = around(event, "u-option");
    if (!option) return;
    const value = Number(option.dataset.option);
    if (value !== sent.value) tell(value);
    sent = { ...sent, value };
    write();
  });

  return (data, trigger, same) => {
    tell = trigger;
    const isOther = String(sent?.options) !== String(data.options);
    sent = data;
    if (same) return;
    labelled(head, label, data, id);
    field.placeholder = data.placeholder;
    for (const [name, words] of Object.entries(data.hits)) list.setAttribute(`data-sr-${name}`, String(words));
    // Who is choosing goes on.
    if (list.hidden) write();
    else if (isOther) fill();
  };
}
