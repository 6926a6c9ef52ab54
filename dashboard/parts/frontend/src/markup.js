// Goes before the script of a component that draws by writing markup; see assets.py.

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** Words as they may stand in markup, between tags or between quotes. */
const safe = (words) => words.replace(/[&<>"]/g, (sign) => SIGNS[sign]);

/** Return what draws a box at its width; it is drawn again when it has another, and forgotten when it is gone. */
const atWidth = (box, draw, forget) => {
  let width = 0;
  const drawn = () => draw((width = box.clientWidth));
  const observer = new ResizeObserver(() => {
    if (!box.isConnected) {
      observer.disconnect();
      forget();
    } else if (box.clientWidth && box.clientWidth !== width) drawn();
  });
  observer.observe(box);
  return () => box.clientWidth && drawn();
};
