// A deck. Pydeck's script comes once, by address, and changes what is there; see __init__.py for why.

export function make(parent, forget) {
  const box = document.createElement("div");
  box.className = "ground";
  parent.append(box);
  let deck = null, tell = null, clicks = false, sent = null, drawn = 0;

  /** The view, from as far away as the page is narrow. */
  const fitted = ({ initialViewState: { zoom, ...view }, ...rest }) => (
    // On a phone a finger scrolls the page up and down also where it lies on the map.
    { ...rest, touchAction: "pan-y", initialViewState: { ...view, zoom: zoom + Math.log2(Math.min(box.clientWidth / sent.width, 1.15)) } });
  const draw = ({ createDeck, updateDeck }) => {
    if (!box.isConnected) return;
    if (!deck && !document.createElement("canvas").getContext("webgl2")) {
      box.className = "ground without";
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
      box.textContent = sent.without;
      return;
    }
    if (deck) updateDeck(fitted(sent.deck), deck);
    else {
      deck = createDeck({ container: box, jsonInput: fitted(sent.deck), handleEvent: (kind, { object }) => {
        if (kind === "deck-click-event" && clicks && object?.code) tell("picked", object.code);
      } });
      deck.setProps({
        getTooltip: ({ object }) => object && { html: `<b>${safe(object.name)}</b><br>${safe(object.words)}` },
        getCursor: ({ isDragging, isHovering }) => (isDragging ? "grabbing" : isHovering && clicks ? "pointer" : "grab"),
      });
    }
    box.setAttribute("data-drawn", ++drawn);
  };
  const resized = new ResizeObserver(() => {
    if (box.isConnected) return;
    resized.disconnect();
    deck?.finalize();
    forget();
  });
  resized.observe(box);

  return (next, trigger, same) => {
    tell = trigger;
    if (same) return null;
    sent = next;
    clicks = sent.clicks;
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", sent.alt);
    box.style.maxHeight = `${sent.width}px`;
    return loaded(sent.library).then((library) => sent === next && draw(library));
  };
}
