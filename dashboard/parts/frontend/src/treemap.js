// Nested cells; see __init__.py for why.

const HEIGHT = 560, HEAD = 20, LINE = 16, PAD = 2;

/** Frames for cells, largest first, as near to squares as they go (Bruls, Huizing and van Wijk, 2000). */
function laid(cells, [x, y, width, height]) {
  const frames = [];
  let left = cells, amount = cells.reduce((sum, cell) => sum + cell.cents, 0);
  while (left.length && width > 0 && height > 0) {
    const side = Math.min(width, height), scale = (width * height) / amount;
    let n = 0, area = 0, worst = Infinity;
    for (const { cents } of left) {
      const one = cents * scale, all = area + one, largest = left[0].cents * scale;
      const ratio = Math.max((side * side * largest) / (all * all), (all * all) / (side * side * one));
      if (ratio > worst) break;
      [n, area, worst] = [n + 1, all, ratio];
    }
    const across = width >= height, thick = area / side;
    let at = 0;
    for (const cell of left.slice(0, n)) {
      const long = (cell.cents * scale) / thick;
      frames.push([cell, across ? [x, y + at, thick, long] : [x + at, y, long, thick]]);
      at += long;
      amount -= cell.cents;
    }
    left = left.slice(n);
    if (across) [x, width] = [x + thick, width - thick];
    else [y, height] = [y + thick, height - thick];
  }
  return frames;
}

export function make(parent, forget) {
  const box = document.createElement("div");
  box.className = "nested";
  // Its words are read when it is reached by key.
  box.tabIndex = 0;
  box.setAttribute("role", "figure");
  box.style.height = `${HEIGHT}px`;
  parent.append(box);
  let sent = null, tell = null;

  const draw = atWidth(box, (width) => {
    if (!sent) return;
    const cells = sent.cells.map(([, , , cents], i) => ({ i, cents, parts: [] }));
    const roots = [];
    sent.cells.forEach(([, up], i) => (up < 0 ? roots : cells[up].parts).push(cells[i]));
    const whole = roots.reduce((sum, { cents }) => sum + cents, 0), pieces = [];
    const share = new Intl.NumberFormat(sent.language, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
    const place = (group, frame) => {
      for (const [{ i, cents, parts }, [x, y, w, h]] of laid(group.toSorted((a, b) => b.cents - a.cents), frame)) {
        const [word, , label, , words, area] = sent.cells[i], leaf = !parts.length;
        const told = `${label}\n${words} · ${share.format(cents / whole)}`;
        const lines = w > (leaf ? 56 : 34) ? Math.floor((h - 2 * PAD) / LINE) : 0;
        const inside = leaf
          ? `<span style="-webkit-line-clamp:${lines}">${safe(label)}${w > 100 ? `<br>${words}` : ""}</span>` : safe(label);
        pieces.push(`<div class="${leaf ? "leaf" : "frame"}" data-id="${safe(word)}" title="${safe(told)}" style="`
          + `left:${x.toFixed(1)}px;top:${y.toFixed(1)}px;width:${w.toFixed(1)}px;height:${h.toFixed(1)}px;`
          + `background:${sent.tints[area]}">${lines ? inside : ""}</div>`);
        if (!leaf) {
          const head = lines > 2 ? HEAD : PAD;
          place(parts, [x + PAD, y + head, w - 2 * PAD, h - head - PAD]);
        }
      }
    };
    place(roots, [0, 0, width, HEIGHT]);
    box.innerHTML = pieces.join("");
  }, forget);

  box.addEventListener("click", ({ target }) => {
    const cell = target.closest("[data-id]");
    if (cell) tell("picked", cell.dataset.id);
  });

  return (data, trigger, same) => {
    tell = trigger;
    if (same) return;
    sent = data;
    box.setAttribute("aria-label", sent.alt);
    draw();
  };
}
