// Flows; see __init__.py for why.

const HEIGHT = 460, THICK = 16, GAP = 18;

export function make(parent, forget) {
  const box = document.createElement("div");
  box.className = "flows";
  box.setAttribute("role", "group");
  box.style.height = `${HEIGHT}px`;
  parent.append(box);
  let sent = null, tell = null;

  const draw = atWidth(box, (width) => {
    if (!sent) return;
    const { nodes, links } = sent;
    const into = nodes.map(() => 0), out = nodes.map(() => 0);
    for (const [from, to, cents] of links) [out[from] += cents, into[to] += cents];
    const columns = [[], [], []];
    nodes.forEach(([, , , column], i) => columns[column].push(i));
    const amount = (i) => Math.max(into[i], out[i]);
    const sums = columns.map((column) => column.reduce((sum, i) => sum + amount(i), 0));
    // One scale for all three: the same euro are as thick everywhere.
    const scale = Math.min(...columns.map((column, k) => (HEIGHT - GAP * column.length) / (sums[k] || 1)));
    const step = (width - THICK) / (columns.length - 1), top = [];
    columns.forEach((column, k) => {
      let at = (HEIGHT - sums[k] * scale - GAP * (column.length - 1)) / 2;
      for (const i of column) [top[i], at] = [at, at + amount(i) * scale + GAP];
    });
    const left = (i) => nodes[i][3] * step;
    // Where the next flow leaves a node or enters it: in the order of the nodes at their other ends.
    const leave = [...top], enter = [...top];
    const ribbons = links.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]).map(([from, to, cents, words, area]) => {
      const thick = cents * scale, a = leave[from] + thick / 2, b = enter[to] + thick / 2;
      leave[from] += thick;
      enter[to] += thick;
      const start = left(from) + THICK, end = left(to), middle = (start + end) / 2;
      const told = `${nodes[from][1]} → ${nodes[to][1]}\n${words}`;
      return `<path data-mark="${safe(`${nodes[from][0]}|${nodes[to][0]}`)}" stroke="${nodes[area][2]}" stroke-width="${Math.max(thick, 0.5).toFixed(2)}" `
        + `d="M${start.toFixed(1)} ${a.toFixed(1)}C${middle.toFixed(1)} ${a.toFixed(1)} ${middle.toFixed(1)} ${b.toFixed(1)} ${end.toFixed(1)} ${b.toFixed(1)}"><title>${safe(told)}</title></path>`;
    });
    const marks = nodes.map(([mark, label, color, column, words], i) => {
      const high = Math.max(amount(i) * scale, 1), told = safe(`${label}: ${words}`);
      const side = column === columns.length - 1 ? `right:0;flex-direction:row-reverse` : `left:${left(i).toFixed(1)}px`;
      // The last two columns write into the same room.
      const room = (column ? (step - THICK) / 2 : step - THICK) - 8 + THICK;
      return `<button type="button" data-mark="${safe(mark)}" aria-label="${told}" title="${told}" style="${side};`
        + `top:${(top[i] + high / 2).toFixed(1)}px;--high:${high.toFixed(1)}px;--fill:${color};max-width:${room.toFixed(0)}px">`
        + `<i></i><span>${safe(label)}</span></button>`;
    });
    const here = box.contains(document.activeElement) ? document.activeElement.dataset.mark : null;
    box.innerHTML = `<svg width="${width}" height="${HEIGHT}" aria-hidden="true">${ribbons.join("")}</svg>${marks.join("")}`;
    if (here) [...box.querySelectorAll("button")].find(({ dataset }) => dataset.mark === here)?.focus();
  }, forget);

  box.addEventListener("click", ({ target }) => {
    const mark = target.closest("[data-mark]");
    if (mark) tell("picked", mark.dataset.mark);
  });

  return (data, trigger, same) => {
    tell = trigger;
    if (same) return;
    sent = data;
    box.setAttribute("aria-label", sent.alt);
    draw();
  };
}
