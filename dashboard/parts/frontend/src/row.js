// Parts beside one another (side, pair), below one another (parts, framed), or behind a line that opens them (fold).

export function make(parent) {
  let details = null, summary = null;
  const inside = document.createElement("div");
  return {
    inside,
    update({ kind, label, left }) {
      if (kind === "fold") {
        if (!details) {
          details = document.createElement("details");
          summary = document.createElement("summary");
          details.append(summary, inside);
          parent.append(details);
        }
        summary.textContent = label;
        inside.className = "parts";
      } else {
        if (!inside.isConnected) parent.append(inside);
        inside.className = kind;
        if (left) inside.style.setProperty("--left", left);
      }
    },
  };
}
