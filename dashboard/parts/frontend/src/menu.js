// The menu. A link's address is written when it is touched, focused or followed, from the page's own: it always
// carries the view as it is then. Following one is a step in the browser's history, as Back and Forward are, and
// Streamlit answers it the same way; with a modifier key the browser opens the address by itself.

const drawn = new WeakMap(); // parentElement -> the data drawn there, as text

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

export default ({ data, parentElement }) => {
  document.documentElement.lang = data.language;
  const text = JSON.stringify(data);
  if (drawn.get(parentElement) === text) return;
  drawn.set(parentElement, text);

  const paths = new Set(data.groups.flatMap(([, links]) => links.map(([path]) => path)));
  const address = (path) => {
    const asked = new URLSearchParams(location.search);
    for (const key of data.without) asked.delete(key);
    for (const [key, value] of Object.entries(data.also)) if (!asked.has(key)) asked.set(key, value);
    // The app may be served below another address: what stands before the page's name stays.
    const parts = location.pathname.split("/");
    if (paths.has(parts.at(-1))) parts.pop();
    return `${parts.join("/").replace(/\/$/, "")}/${path}?${asked}`;
  };

  const nav = element("nav");
  nav.setAttribute("aria-label", data.label);
  data.groups.forEach(([heading, links], i) => {
    const title = element("p", "", heading), list = element("ul");
    title.id = `group-${i}`;
    list.setAttribute("aria-labelledby", title.id);
    for (const [path, words, symbol] of links) {
      const item = element("li"), link = element("a"), icon = element("span", "icon", symbol);
      icon.setAttribute("aria-hidden", "true");
      link.append(icon, element("span", "", words));
      link.dataset.path = path;
      link.href = address(path);
      if (path === data.current) link.setAttribute("aria-current", "page");
      item.append(link);
      list.append(item);
    }
    nav.append(title, list);
  });
  const fresh = (event) => {
    const link = event.target.closest("a");
    if (link) link.href = address(link.dataset.path);
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
      document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
    }
  });
  parentElement.querySelector("nav")?.remove();
  parentElement.append(nav);
};
