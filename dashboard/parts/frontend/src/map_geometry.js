/**
 * @typedef {import("./map_ways.js").Box} Box
 * @typedef {{
 *   code: string, name: string, full: string, parent: string, d: string, bbox: Box, label: [number, number],
 * }} Area
 * @typedef {{ viewBox: Box, areas: Area[], borders?: { d: string }[] }} Geometry
 */

/**
 * Geometry by address, fetched once and shared by every map of the page.
 *
 * @type {Map<string, Promise<Geometry>>}
 */
const layers = new Map();

/**
 * Fetch a layer; a failed request may be tried again.
 *
 * @param {string} address
 */
export function layer(address) {
  const known = layers.get(address);
  if (known) return known;
  const request = fetch(address).then((answer) => {
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  });
  request.catch(() => layers.delete(address));
  layers.set(address, request);
  return request;
}
