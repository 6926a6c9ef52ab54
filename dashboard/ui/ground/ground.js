// A deck. Pydeck's script comes once, by address, and changes what is there; see __init__.py for why.

let library;
const loaded = (address) => (library ??= new Promise((done, failed) => {
  const script = document.createElement("script");
  script.src = new URL(address, location.origin).href;
  // It leaves its functions in the window.
  script.onload = () => done(window);
  script.onerror = failed;
  document.head.append(script);
}));

/** Text alone: names may hold anything. */
const told = ({ name, words }) => {
  const tip = document.createElement("div"), first = document.createElement("b");
  first.textContent = name;
  tip.append(first, document.createElement("br"), words);
  return { html: tip.innerHTML };
};

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
        getTooltip: ({ object }) => object && told(object),
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
    return loaded(sent.library).then((functions) => sent === next && draw(functions));
  };
}
