// The menu of pages. A link's address is written when it is touched, focused or followed, from the page's own: it
// always carries the view as it is then. Following one is a step in the browser's history, as Back and Forward
// are, and Streamlit answers it the same way; with a modifier key the browser opens the address by itself.

import { around, element } from "./dom.js";
import { shadow } from "./shadow.js";

/**
 * The address of a page, with what the address of the page that is open says.
 *
 * @param {string} path of the page below the app's
 * @param {{ pathname: string, search: string }} here
 * @param {{ paths: Set<string>, without: string[], also: Record<string, string> }} menu all pages; parameters that
 *   another page does not take over; those that it has where the address says nothing of them
 */
export function addressOf(path, { pathname, search }, { paths, without, also }) {
  const params = new URLSearchParams(search);
  for (const key of without) params.delete(key);
  for (const [key, value] of Object.entries(also)) if (!params.has(key)) params.set(key, value);
  // The app may be served below another address: what stands before the page's name stays.
  const parts = pathname.split("/");
  if (paths.has(parts[parts.length - 1])) parts.pop();
  return `${parts.join("/").replace(/\/$/, "")}/${path}?${params}`;
}

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Menu>} */
export function make(parent) {
  const nav = element("nav");
  /** @type {Parameters<typeof addressOf>[2]} */
  let menu = { paths: new Set(), without: [], also: {} };
  /** @type {Promise<unknown> | null} */
  let styled = null;

  const fresh = (/** @type {Event} */ event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (around(event, "a"));
    if (link) link.href = addressOf(link.dataset.path ?? "", location, menu);
    return link;
  };
  nav.addEventListener("pointerover", fresh);
  nav.addEventListener("focusin", fresh);
  nav.addEventListener("click", (event) => {
    const link = fresh(event);
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    scrollTo(0, 0);
    // On a phone the menu lies over the page that was asked for.
    if (matchMedia("(max-width: 768px)").matches) {
      const close = document.querySelector("[data-testid=stSidebarCollapseButton] button");
      if (close instanceof HTMLElement) close.click();
    }
  });

  return async (data, _tell, same) => {
    document.documentElement.lang = data.language;
    if (same) return;
    styled ??= shadow(parent, data.style, nav);
    const paths = data.groups.flatMap(({ links }) => links.map(({ path }) => path));
    menu = { paths: new Set(paths), without: data.without, also: data.also };
    await styled;
    nav.setAttribute("aria-label", data.label);
    nav.replaceChildren();
    for (const [i, { heading, links }] of data.groups.entries()) {
      const title = element("p", "", heading, { id: `group-${i}` });
      const list = element("ul", "", "", { "aria-labelledby": title.id });
      for (const { path, title: words, symbol } of links) {
        const item = element("li");
        const href = addressOf(path, location, menu);
        const link = element("a", "", "", { "data-path": path, href });
        link.append(element("span", "icon", symbol, { "aria-hidden": true }), element("span", "", words));
        if (path === data.current) link.setAttribute("aria-current", "page");
        item.append(link);
        list.append(item);
      }
      nav.append(title, list);
    }
  };
}
