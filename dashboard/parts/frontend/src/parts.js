// Draws the parts of an element, and brings them up to date; see __init__.py for why.

const groups = new WeakMap(); // parentElement -> its parts by key, and what tells the server
const scripts = new Map(); // address -> what makes a part, once it is here

/**
 * An object a line: a part's key, its script, the part it stands in, and what it shows. The script's `make` is
 * called once for a box, and with what forgets it; it returns what brings it up to date: called with the object,
 * with what tells the server, and with whether the object is that of before; what takes its time returns a
 * promise. A part that holds others returns both as `update` and `inside`. `data-drawing` stands on the element
 * until all is drawn.
 */
export async function draw(parent, lines, tell) {
  if (!groups.has(parent)) groups.set(parent, { parts: new Map(), root: null, turn: 0 });
  const group = groups.get(parent);
  const turn = ++group.turn;
  group.tell = tell;
  const sent = lines.map((line) => JSON.parse(line));
  const missing = [...new Set(sent.map(({ script }) => script))].filter((script) => !scripts.has(script));
  if (missing.length) {
    await Promise.all(missing.map(async (script) => {
      scripts.set(script, (await import(new URL(script, location.origin).href)).make);
    }));
    // A newer view may have come in the meantime.
    if (turn !== group.turn) return;
  }
  if (!group.root) {
    group.root = document.createElement("div");
    group.root.className = "parts";
    parent.append(group.root);
  }
  const { parts, root } = group, stand = new Map(); // what holds parts -> how many stand in it
  // First what is gone: then nothing that stays has to move, which would take its focus and where it is scrolled.
  const stays = new Map(sent.map(({ key, script }) => [key, script]));
  for (const [key, { box, script }] of parts) {
    if (stays.get(key) !== script) {
      box.remove();
      parts.delete(key);
    }
  }
  const drawn = sent.map((data, i) => {
    const { key, script, within } = data;
    let here = parts.get(key);
    if (!here) {
      const box = document.createElement("div");
      box.dataset.part = key;
      // It is in the page before it is made: some measure their room.
      here = { box, script, text: "" };
      parts.set(key, here);
    }
    const holder = parts.get(within)?.inside ?? root, nth = stand.get(holder) ?? 0;
    if (holder.children[nth] !== here.box) holder.insertBefore(here.box, holder.children[nth] ?? null);
    stand.set(holder, nth + 1);
    if (!here.update) {
      const made = scripts.get(script)(here.box, () => parts.get(key) === here && parts.delete(key));
      Object.assign(here, typeof made === "function" ? { update: made } : made);
    }
    const same = here.text === lines[i];
    here.text = lines[i];
    return here.update(data, (_, value) => group.tell("picked", [key, value, data.stamp]), same);
  });
  await Promise.all(drawn);
  if (turn === group.turn) parent.removeAttribute("data-drawing");
}
