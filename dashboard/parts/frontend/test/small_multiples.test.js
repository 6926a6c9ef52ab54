// Small lines: one scale, gaps, dots, and names that stay words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { markup, paths } from "../src/small_multiples.js";

test("a line goes from the lowest at the bottom to the highest at the top, and breaks where a value is missing", () => {
  assert.deepEqual(paths([500, 500, 500]), { line: "M4 22L60 22L116 22", dots: "M116 22h0" });
  assert.deepEqual(paths([0, null, 1000]), { line: "M4 40M116 4", dots: "M4 40h0M116 4h0" });
  assert.deepEqual(paths([0, 1000, null]), { line: "M4 40L60 4", dots: "M60 4h0" });
  assert.deepEqual(paths([null, null]), { line: "", dots: "" });
});

test("the benchmark is drawn once and shown behind every line; names stay words", () => {
  const line = { last: "10", own: false, at: [1000] };
  const smalls = [
    { ...line, name: "<b>A</b>", own: true },
    { ...line, name: "B" },
  ];
  const made = markup({ benchmark: [500], smalls }, "base-1");
  assert.ok(!made.includes("<b>A</b>"));
  assert.ok(made.includes("&lt;b&gt;A"));
  assert.equal(made.split('id="base-1"').length, 2);
  assert.equal(made.split('href="#base-1"').length, 3);
  assert.equal(made.split('class="own"').length, 2);
});
