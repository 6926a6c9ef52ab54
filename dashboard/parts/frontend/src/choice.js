// @ts-nocheck
import { definition } from "./definition.js";
import { element } from "./dom.js";
import { unanswered } from "./unanswered.js";

// One choice from a list that can be searched, or several: an editable combobox, after the ARIA practices.

let choices = 0;

/** Up to so many words are seen at a glance: a phone need not bring its keyboard to search them. */
const FEW = 12;

/** Words as they are searched for: without case and accents. */
const folded = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function make(parent) {
  const id = `choice-${choices++}`;
  const box = element("div", "choice"),
    head = element("div", "head"),
    label = element("label");
  const field = element("input"),
    list = element("ul");
  let sent = null,
    tell = null;
  const last = unanswered();
  let shown = [],
    at = -1; // positions of the options in the list, and which of them a key would choose

  label.htmlFor = field.id = id;
  list.id = `${id}-list`;
  list.popover = "manual";
  for (const [name, value] of Object.entries({ role: "listbox", tabindex: -1 })) list.setAttribute(name, value);
  for (const [name, value] of Object.entries({
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: false,
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": false,
  }))
    field.setAttribute(name, value);
  head.append(label);
  box.append(head, field, list);
  parent.append(box);

  const isOpen = () => list.matches(":popover-open");
  const several = () => Array.isArray(sent.value);
  const chosen = () => (several() ? sent.value : [sent.value]);
  const full = () => sent.limit && chosen().length >= sent.limit;

  /** What the field says while the list is closed. */
  const told = () => {
    const words = chosen().map((i) => (sent.options[i] ?? "").trim());
    return words.length > 1 ? `(${words.length}) ${words.join(", ")}` : words.join("");
  };

  const rest = () => {
    removeEventListener("scroll", place, { capture: true });
    removeEventListener("resize", place);
  };

  /** Under the field, or above it where there is more room. */
  const place = () => {
    if (!field.isConnected) return rest();
    const { left, top, bottom, width } = field.getBoundingClientRect();
    const below = innerHeight - bottom - 8,
      above = top - 8,
      up = below < 200 && above > below;
    list.style.minWidth = `${width}px`;
    list.style.maxHeight = `${Math.min(Math.max(up ? above : below, 120), 320)}px`;
    list.style.left = `${Math.max(8, Math.min(left, innerWidth - list.offsetWidth - 8))}px`;
    list.style.top = up ? "" : `${bottom + 2}px`;
    list.style.bottom = up ? `${innerHeight - top + 2}px` : "";
  };

  const mark = (next) => {
    list.children[at]?.classList.remove("active");
    at = next;
    const option = shown.length ? list.children[at] : null;
    option?.classList.add("active");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  };

  /** Which options are chosen, and which cannot be any more. */
  const say = () =>
    shown.forEach((i, nth) => {
      const option = list.children[nth],
        taken = chosen().includes(i);
      option.setAttribute("aria-selected", taken);
      if (full() && !taken) option.setAttribute("aria-disabled", true);
      else option.removeAttribute("aria-disabled");
    });

  const nothing = () => {
    const told = element("li", "nothing", sent.nothing);
    told.setAttribute("role", "option");
    told.setAttribute("aria-disabled", true);
    return told;
  };

  /** The options whose words have a text in them; all without one. */
  const fill = (text) => {
    const wanted = folded(text.trim());
    shown = sent.options.flatMap((words, i) => (folded(words).includes(wanted) ? [i] : []));
    list.replaceChildren(
      ...(shown.length
        ? shown.map((i) => {
            const option = element("li", "", sent.options[i]);
            option.id = `${id}-${i}`;
            option.setAttribute("role", "option");
            return option;
          })
        : [nothing()]),
    );
    say();
    at = -1;
    mark(wanted ? 0 : Math.max(shown.indexOf(chosen()[0]), 0));
  };

  const open = () => {
    if (isOpen()) return;
    field.setAttribute("aria-expanded", true);
    list.showPopover();
    if (several()) field.value = "";
    fill("");
    place();
    mark(at);
    addEventListener("scroll", place, { capture: true, passive: true });
    addEventListener("resize", place);
  };

  const close = () => {
    field.value = told();
    if (!isOpen()) return;
    field.setAttribute("aria-expanded", false);
    field.removeAttribute("aria-activedescendant");
    list.hidePopover();
    list.replaceChildren();
    rest();
  };

  const pick = (i) => {
    if (several()) {
      const taken = sent.value.includes(i);
      if (!taken && full()) return;
      sent = { ...sent, value: taken ? sent.value.filter((one) => one !== i) : [...sent.value, i] };
      // The list stays: who takes one often takes another.
      if (field.value) {
        field.value = "";
        fill("");
      } else say();
      mark(shown.indexOf(i));
      last.tell(sent.value);
      tell(sent.value);
      return;
    }
    const other = i !== sent.value;
    close();
    if (!other) return;
    field.value = sent.options[i].trim();
    tell(i);
  };

  // Typing begins anew, whichever way a person came here.
  field.addEventListener("focus", () => field.select());
  field.addEventListener("click", () => {
    if (!isOpen()) field.select();
    open();
  });
  field.addEventListener("input", () => {
    const typed = field.value;
    open();
    field.value = typed;
    fill(typed);
    place();
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const { key } = event,
      step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) {
      if (!isOpen()) open();
      else if (shown.length) mark((at + step + shown.length) % shown.length);
    } else if (key === "Enter") {
      if (!isOpen()) open();
      else if (shown.length) pick(shown[at]);
    } else if (key === "Backspace" && isOpen() && several() && !field.value && sent.value.length) {
      pick(sent.value.at(-1));
    } else if (key === "Escape" && isOpen()) {
      close();
      // Not also the small window that the choice may stand in.
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
  // The field keeps the focus.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]:not([aria-disabled])");
    if (option) pick(shown[[...list.children].indexOf(option)]);
  });

  return (data, trigger, same) => {
    tell = trigger;
    const kept = same || String(sent?.options) === String(data.options);
    sent = kept && isOpen() && several() && !last.past(data.value) ? { ...data, value: sent.value } : data;
    if (!same) {
      label.textContent = data.label;
      list.setAttribute("aria-label", data.label);
      head.replaceChildren(
        label,
        ...(data.help ? definition(head, data.help, `${data.about}: ${data.label}`, `${id}-about`) : []),
      );
      field.placeholder = data.placeholder;
      list.setAttribute("aria-multiselectable", several());
      field.inputMode = data.options.length > FEW ? "search" : "none";
    }
    // Who is choosing goes on; a list that is another one closes.
    if (kept && isOpen()) say();
    else close();
  };
}
