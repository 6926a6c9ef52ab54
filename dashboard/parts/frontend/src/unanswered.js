/**
 * Remember what a person chose last, until the server says it back or a second has passed: the answer to an
 * earlier choice may come between, and the next choice must not start from that.
 */
export function unanswered(now = () => performance.now()) {
  /** @type {string | null} */
  let said = null;
  let until = 0;
  return {
    /** @param {unknown} chosen */
    tell(chosen) {
      said = String(chosen);
      until = now() + 1000;
    },
    /**
     * Whether what the server says is newer.
     *
     * @param {unknown} chosen
     */
    past(chosen) {
      if (said !== null && String(chosen) !== said && now() < until) return false;
      said = null;
      return true;
    },
  };
}
