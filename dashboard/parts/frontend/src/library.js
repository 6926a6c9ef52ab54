/**
 * Scripts of others that are no modules, each fetched once: they leave what they bring in the window.
 *
 * @type {Map<string, Promise<any>>}
 */
const libraries = new Map();

/**
 * Fetch the script of an address, and return the window.
 *
 * @param {string} address
 */
export function loaded(address) {
  const known = libraries.get(address);
  if (known) return known;
  const promise = new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL(address, location.origin).href;
    script.onload = () => done(window);
    script.onerror = failed;
    document.head.append(script);
  });
  libraries.set(address, promise);
  return promise;
}
