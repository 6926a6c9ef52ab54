// Headline figures, a list of terms; see __init__.py for why.

let strips = 0;

/** Draw a strip, or bring it up to date. */
export function draw({ data, parentElement, same }) {
  const old = parentElement.querySelector(".tiles");
  if (same && old) return;
  const strip = element("dl", "tiles"), number = strips++;
  strip.style.setProperty("--columns", data.columns);
  data.tiles.forEach(([label, value, below, about], i) => {
    const words = data.abouts[about];
    const tile = element("div", "tile"), title = element("dt"), name = element("span", "label", label);
    title.append(name);
    tile.append(title, element("dd", "value", value));
    if (below) tile.append(element("dd", "below", below));
    if (words) title.append(...definition(tile, words, `${data.about}: ${label}`, `tile-${number}-${i}`));
    strip.append(tile);
  });
  old?.remove();
  parentElement.append(strip);
}
