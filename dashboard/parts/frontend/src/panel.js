// What stands behind the tab that is open.

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Panel>} */
export function make(parent) {
  parent.className = "parts";
  parent.setAttribute("role", "tabpanel");
  return { inside: parent, update: ({ tab }) => parent.setAttribute("aria-labelledby", tab) };
}
