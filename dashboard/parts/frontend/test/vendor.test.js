// What others wrote is shipped as it came: each file is that of the locked package.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

for (const [file, packaged] of [
  ["d3-hierarchy.js", "d3-hierarchy/dist/d3-hierarchy.min.mjs"],
  ["u-datalist.js", "@u-elements/u-datalist/dist/u-datalist.js"],
]) {
  test(`${file} is the package's own, unchanged`, async () => {
    const [here, there] = [`../src/vendor/${file}`, `../node_modules/${packaged}`].map(
      (path) => new URL(path, import.meta.url),
    );
    assert.equal(await readFile(here, "utf8"), await readFile(there, "utf8"));
  });
}
