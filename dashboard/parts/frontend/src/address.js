// Completes the address bar; see __init__.py for why.

export function make(parent) {
  parent.hidden = true;
  return ({ asked, kept }) => {
    const now = new URLSearchParams(location.search), rest = new URLSearchParams(now);
    for (const key of Object.keys(asked)) rest.delete(key);
    // Streamlit keeps how it is embedded to itself; anything else is a step that was made since.
    if ([...rest.keys()].some((key) => !key.startsWith("embed"))) return;
    if (Object.entries(asked).some(([key, value]) => now.get(key) !== value)) return;
    const address = `${location.pathname}?${new URLSearchParams([...Object.entries(kept), ...rest])}${location.hash}`;
    if (address !== location.pathname + location.search + location.hash) history.replaceState(history.state, "", address);
  };
}
