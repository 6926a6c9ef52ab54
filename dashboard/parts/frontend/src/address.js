// Completes the address bar, so that a bookmark of it shows the same figures another year.

/** @type {import("./part.d.ts").Make<import("../contract.d.ts").Address>} */
export function make(parent) {
  parent.hidden = true;
  return ({ asked, kept }) => {
    const now = new URLSearchParams(location.search);
    const rest = new URLSearchParams(now);
    for (const key of Object.keys(asked)) rest.delete(key);
    // Streamlit keeps how it is embedded to itself; anything else is a step that was made since.
    if ([...rest.keys()].some((key) => !key.startsWith("embed"))) return;
    if (Object.entries(asked).some(([key, value]) => now.get(key) !== value)) return;
    const params = new URLSearchParams([...Object.entries(kept), ...rest]);
    const address = `${location.pathname}?${params}${location.hash}`;
    if (address !== location.pathname + location.search + location.hash) {
      history.replaceState(history.state, "", address);
    }
  };
}
