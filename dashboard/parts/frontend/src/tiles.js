// Headline figures, a list of terms; see __init__.py for why.

let strips = 0;

export function make(parent) {
  let strip = null;
  return (data, _tell, same) => {
    if (same) return;
    const old = strip, number = strips++;
    strip = element("dl", "tiles");
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
    parent.append(strip);
  };
}
