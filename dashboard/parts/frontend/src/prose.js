// A heading, some paragraphs, or a notice.

let proses = 0;

const blocks = (words) => words.split("\n\n").flatMap((block) => {
  if (!block.startsWith("- ")) return paragraphs(block.trim());
  const list = element("ul");
  list.append(...block.trim().slice(2).split("\n- ").map((item) => {
    const line = element("li");
    line.append(...paragraphs(item)[0].childNodes);
    return line;
  }));
  return [list];
});

export function make(parent) {
  const id = `prose-${proses++}`;
  return ({ kind, words, symbol, help, about, tags = [] }, _tell, same) => {
    if (same) return;
    parent.className = `prose ${kind}`;
    if (symbol) parent.setAttribute("role", "status");
    else parent.removeAttribute("role");
    if (kind.startsWith("h")) {
      parent.replaceChildren(element(kind, "", words));
      return;
    }
    const made = blocks(words);
    if (symbol) {
      const icon = element("span", "icon", symbol), beside = element("div");
      icon.setAttribute("aria-hidden", true);
      icon.translate = false;
      beside.append(...made);
      parent.replaceChildren(icon, beside);
    } else parent.replaceChildren(...made);
    for (const tag of tags) made.at(-1).append(" ", element("span", "tag", tag));
    if (help) made.at(-1).append(...definition(parent, help, about, `${id}-about`));
  };
}
