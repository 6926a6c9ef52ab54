// Some words side by side: tabs, segments, toggles, a trail, chips.

/** By what a strip is: its own role, that of its words, and the attribute that says which are chosen. */
const ROLES = {
  tabs: ["tablist", "tab", "aria-selected"],
  segments: ["radiogroup", "radio", "aria-checked"],
  toggles: ["group", "", "aria-pressed"],
  trail: ["navigation", "", "aria-current"],
  chips: ["group", "", ""],
  buttons: ["presentation", "", ""],
};
/** Tabs and segments are one step by key, with arrows inside; in the others each is a button. */
const ROVING = ["tabs", "segments"];

export function make(parent) {
  const box = element("div", "strip"), head = element("div", "head"), label = element("span"), row = element("div", "row");
  box.append(head, row);
  parent.append(box);
  const last = unanswered();
  let id = "", sent = null, tell = null, chosen = [], panel = null;

  const buttons = () => [...row.children];

  /** Which are chosen is seen at once; the server's answer says it again. */
  const mark = () => {
    const said = ROLES[sent.kind][2];
    buttons().forEach((button, i) => {
      if (said) button.setAttribute(said, chosen.includes(i));
      button.id = `${id}-${i}`;
      button.tabIndex = !ROVING.includes(sent.kind) || i === (chosen[0] ?? 0) ? 0 : -1;
    });
    if (panel) panel.setAttribute("aria-labelledby", `${id}-${chosen[0]}`);
  };

  /** Tells what stands behind the tabs, which comes after them, that it does. */
  const find = (name) => {
    const around = parent.closest("[data-testid=stVerticalBlock]");
    const found = () => {
      panel = around.querySelector(`:scope > * > .st-key-${name}`);
      panel?.setAttribute("role", "tabpanel");
      if (panel && sent) mark();
      return panel;
    };
    if (around && !found()) {
      new MutationObserver((_, observer) => found() && observer.disconnect()).observe(around, { childList: true });
    }
  };

  const pick = (i) => {
    if (sent.kind === "toggles") {
      chosen = chosen.includes(i) ? chosen.filter((other) => other !== i) : [...chosen, i].sort((a, b) => a - b);
      mark();
      last.tell(chosen);
      tell("picked", chosen);
    } else if (["chips", "buttons"].includes(sent.kind)) {
      tell("picked", i);
    } else if (!chosen.includes(i)) {
      chosen = [i];
      mark();
      tell("picked", i);
    }
  };

  row.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button) pick(buttons().indexOf(button));
  });
  row.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key], all = buttons();
    if (!step || !ROVING.includes(sent.kind)) return;
    event.preventDefault();
    const next = (all.indexOf(document.activeElement) + step + all.length) % all.length;
    all[next].focus();
    // As radio buttons do; a tab is opened by Enter, for what is behind it has to be made.
    if (sent.kind === "segments") pick(next);
  });

  return (data, trigger, same) => {
    tell = trigger;
    sent = data;
    label.id = id = `strip-${data.key}`;
    if (last.past(data.chosen)) chosen = data.chosen;
    if (!same) {
      const [role, part] = ROLES[data.kind];
      box.dataset.kind = data.kind;
      row.setAttribute("role", role);
      label.textContent = data.label;
      if (["trail", "chips"].includes(data.kind)) row.setAttribute("aria-label", data.label);
      else if (data.label || data.help) {
        row.setAttribute("aria-labelledby", id);
        head.replaceChildren(label, ...(data.help ? definition(head, data.help, `${data.about}: ${data.label || data.words[0]}`, `${id}-about`) : []));
      }
      data.words.forEach((words, i) => {
        const button = row.children[i] ?? row.appendChild(element("button"));
        button.type = "button";
        button.textContent = words;
        button.title = data.titles[i] ?? "";
        if (part) button.setAttribute("role", part);
      });
      while (row.children.length > data.words.length) row.lastChild.remove();
    }
    mark();
    if (data.panel && !panel?.isConnected) find(data.panel);
  };
}
