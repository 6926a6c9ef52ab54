// A field for words that are searched for, and a button that takes them off again.

let fields = 0;

export function make(parent) {
  const id = `search-${fields++}`;
  const head = element("div", "head"), label = element("label"), inside = element("div", "inside");
  const field = element("input"), clear = element("button", "clear", "✕");
  parent.className = "search";
  label.htmlFor = field.id = id;
  field.type = "text";
  field.enterKeyHint = "search";
  clear.type = "button";
  inside.append(field, clear);
  parent.append(head, inside);
  let sent = null, tell = null;

  const say = (words) => {
    if (words.trim() !== sent.value) tell("picked", words);
  };
  field.addEventListener("change", () => say(field.value));
  clear.addEventListener("click", () => {
    field.value = "";
    field.focus();
    say("");
  });

  return (data, trigger) => {
    tell = trigger;
    // Who is typing goes on.
    if (!sent || sent.value !== data.value || document.activeElement !== field) field.value = data.value;
    if (!sent || sent.help !== data.help || sent.label !== data.label) {
      label.textContent = data.label;
      head.replaceChildren(label, ...definition(head, data.help, `${data.about}: ${data.label}`, `${id}-about`));
    }
    sent = data;
    field.maxLength = data.length;
    field.placeholder = data.placeholder;
    clear.hidden = !data.value;
    clear.title = data.clear;
    clear.setAttribute("aria-label", data.clear);
  };
}
