// A button and the small window it opens.

let boxes = 0;

export function make(parent) {
  const id = `box-${boxes++}`;
  const button = element("button"), icon = element("span", "icon"), words = element("span"), panel = element("div", "panel");
  parent.className = "box";
  button.type = "button";
  button.setAttribute("aria-expanded", false);
  button.setAttribute("aria-haspopup", "dialog");
  panel.id = id;
  panel.popover = "auto";
  panel.setAttribute("role", "dialog");
  button.setAttribute("popovertarget", id);
  icon.setAttribute("aria-hidden", true);
  icon.translate = false;
  button.append(icon, words);
  parent.append(button, panel);
  let tell = null;

  const place = () => {
    if (!button.isConnected) return rest();
    const { left, bottom, width } = button.getBoundingClientRect(), wide = Math.min(Math.max(width, 352), innerWidth - 16);
    panel.style.width = `${wide}px`;
    panel.style.left = `${Math.max(8, Math.min(left, innerWidth - wide - 8))}px`;
    panel.style.top = `${bottom + 4}px`;
    panel.style.maxHeight = `${Math.max(innerHeight - bottom - 12, 160)}px`;
  };
  const rest = () => {
    removeEventListener("scroll", place, { capture: true });
    removeEventListener("resize", place);
  };
  panel.addEventListener("beforetoggle", ({ newState, target }) => {
    if (target !== panel) return;
    const opens = newState === "open";
    button.setAttribute("aria-expanded", opens);
    if (opens) {
      place();
      addEventListener("scroll", place, { capture: true, passive: true });
      addEventListener("resize", place);
    } else rest();
    // What is in it has to be made, and is not kept up while it is closed.
    tell("picked", opens);
  });

  return {
    inside: panel,
    update(data, trigger) {
      tell = trigger;
      icon.textContent = data.symbol;
      words.textContent = data.label;
      panel.setAttribute("aria-label", data.label);
    },
  };
}
