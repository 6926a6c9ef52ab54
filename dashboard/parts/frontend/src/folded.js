/**
 * Words as they are searched for: without case and accents.
 *
 * @param {string | null} words
 */
export const folded = (words) => (words ?? "").normalize("NFD").replace(/\p{M}/gu, "").trim().toLowerCase();
