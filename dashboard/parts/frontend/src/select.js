// A choice of one from a list of a few words that are seen at a glance: the browser's own.

import { labelled } from "./definition.js";
import { element } from "./dom.js";
import { unanswered } from "./unanswered.js";

let selects = 0;

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Select>} */
export function make(parent) {
  const id = `select-${selects++}`;
  const head = element("div", "head");
  const label = element("label", "", "", { for: id });
  const field = element("select", "", "", { id });
  /** @type {import("./part.d.ts").Tell} */
  let tell = () => {};
  const last = unanswered();
  let written = "";
  parent.className = "choice";
  parent.append(head, field);

  field.addEventListener("change", () => {
    const { option } = field.selectedOptions[0].dataset;
    last.tell(option);
    tell(Number(option));
  });

  return (data, trigger, same) => {
    tell = trigger;
    if (!same) labelled(head, label, data, id);
    const writing = JSON.stringify([data.options, data.placeholder]);
    // A list that is the same stays as it is: it may be open.
    if (written !== writing) {
      written = writing;
      const options = data.options.map((words, i) => element("option", "", words, { "data-option": i }));
      const none = element("option", "", data.placeholder, { disabled: true, hidden: true, "data-option": -1 });
      field.replaceChildren(none, ...options);
    }
    if (last.past(data.value)) field.selectedIndex = (data.value ?? -1) + 1;
  };
}
