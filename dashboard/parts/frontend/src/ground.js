// A deck: what pydeck describes, drawn by the script that comes with it; see the part's Python for why.

import { element, safe } from "./dom.js";
import { loaded } from "./library.js";

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Ground>} */
export function make(parent, forget) {
  const box = element("div", "ground");
  parent.append(box);
  /** @type {any} */
  let deck = null;
  /** @type {import("../contract.d.ts").Ground} */
  let sent;
  /** @type {import("./part.d.ts").Tell} */
  let tell = () => {};
  let drawn = 0;

  /** The view, from as far away as the page is narrow. */
  const fitted = () => {
    const { initialViewState, ...rest } = sent.deck;
    const nearer = Math.log2(Math.min(box.clientWidth / sent.width, 1.15));
    // On a phone a finger scrolls the page up and down also where it lies on the map.
    const view = { ...initialViewState, zoom: initialViewState.zoom + nearer };
    return { ...rest, touchAction: "pan-y", initialViewState: view };
  };
  /** @param {any} library */
  const draw = ({ createDeck, updateDeck }) => {
    if (!box.isConnected) return;
    if (!deck && !document.createElement("canvas").getContext("webgl2")) {
      box.className = "ground without";
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
      box.textContent = sent.without;
      return;
    }
    if (deck) updateDeck(fitted(), deck);
    else {
      deck = createDeck({
        container: box,
        jsonInput: fitted(),
        handleEvent: (/** @type {string} */ kind, /** @type {any} */ { object }) => {
          if (kind === "deck-click-event" && sent.clicks && object?.code) tell(object.code);
        },
      });
      deck.setProps({
        getTooltip: (/** @type {any} */ { object }) =>
          object && { html: `<b>${safe(object.name)}</b><br>${safe(object.words)}` },
        getCursor: (/** @type {any} */ { isDragging, isHovering }) =>
          isDragging ? "grabbing" : isHovering && sent.clicks ? "pointer" : "grab",
      });
    }
    drawn += 1;
    box.setAttribute("data-drawn", String(drawn));
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
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", sent.alt);
    box.style.maxHeight = `${sent.width}px`;
    return loaded(sent.library).then((library) => {
      if (sent === next) draw(library);
    });
  };
}
