// Where things stand: windows, ribbons, cells, areas of the map, and the ways by key between them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { laid as flowsLaid } from "../src/flows.js";
import { ledTo, scrolledTo } from "../src/heat_keys.js";
import { inSight } from "../src/heat_paint.js";
import { around, nextTo, scaled } from "../src/map_ways.js";
import { standing } from "../src/popover.js";
import { laid, ledTo as ledToCell } from "../src/treemap.js";

const PHONE = { innerWidth: 390, innerHeight: 844 };

test("a window stands under what opens it, inside the page", () => {
  const { left, top, bottom, room } = standing({ left: 300, top: 100, bottom: 124 }, 352, PHONE);
  assert.deepEqual([left, top, bottom, room], [390 - 352 - 8, 128, null, 844 - 124 - 12]);
});

test("a window stands above where there is more room, and keeps some where there is none", () => {
  const above = standing({ left: 20, top: 700, bottom: 740 }, 200, PHONE);
  assert.deepEqual([above.top, above.bottom, above.room], [null, 844 - 700 + 4, 688]);
  assert.equal(standing({ left: 20, top: 20, bottom: 60 }, 200, { innerWidth: 390, innerHeight: 100 }).room, 120);
});

test("the same euro are as thick in every column, and flows leave a node in the order of their ends", () => {
  const node = (column) => ({ mark: "", label: "", color: "", column, words: "" });
  const link = (source, target, cents) => ({ source, target, cents, words: "", area: 0 });
  const nodes = [node(0), node(1), node(1), node(2)];
  const links = [link(0, 2, 100), link(0, 1, 300), link(1, 3, 300), link(2, 3, 100)];
  const { ribbons, blocks } = flowsLaid(nodes, links, 616);
  const thick = ribbons.map(({ link, thick }) => thick / link.cents);
  for (const one of thick) assert.ok(Math.abs(one - thick[0]) < 1e-9);
  assert.deepEqual(
    blocks.map(({ left }) => left),
    [0, 300, 300, 600],
  );
  const [first, second] = ribbons.filter(({ link }) => link.source === 0);
  assert.deepEqual([first.link.target, second.link.target], [1, 2]);
  assert.ok(Math.abs(second.y1 - first.y1 - (first.thick + second.thick) / 2) < 1e-9);
});

test("cells are as large as their amounts, inside the cell they belong to, which comes first", () => {
  const cell = (id, parent, cents) => ({ id, parent, label: id, cents, words: "", area: 0 });
  const cells = [cell("small", -1, 100), cell("large", -1, 300), cell("a", 1, 100), cell("b", 1, 200)];
  const boxes = laid(cells, 800);
  assert.deepEqual(
    boxes.map(({ cell }) => cell.id),
    ["large", "small", "b", "a"],
  );
  const [large, small, b, a] = boxes;
  assert.ok(Math.abs((large.width * large.height) / (small.width * small.height) - 3) < 1e-9);
  assert.ok(Math.abs((b.width * b.height) / (a.width * a.height) - 2) < 1e-9);
  for (const inner of [a, b]) {
    assert.ok(inner.left >= large.left && inner.left + inner.width <= large.left + large.width);
    assert.ok(inner.top >= large.top + 20, "the name of the cell around them has room");
  }
  assert.deepEqual(
    boxes.map(({ isLeaf }) => isLeaf),
    [false, true, true, true],
  );
});

test("a cell without money has no room, and nobody's words", () => {
  const cells = [5, 0].map((cents, i) => ({ id: `${i}`, parent: -1, label: "", cents, words: "", area: 0 }));
  const [full, empty] = laid(cells, 800);
  assert.equal(full.width * full.height, 800 * 560);
  assert.deepEqual([empty.width * empty.height, empty.lines], [0, 0]);
});

test("the map looks at the districts in its own shape, and never beyond the whole", () => {
  const whole = /** @type {const} */ ([0, 0, 200, 100]);
  assert.deepEqual(around([], [...whole]), [...whole]);
  const [left, top, width, height] = around(
    [
      [10, 10, 10, 10],
      [20, 20, 10, 10],
    ],
    [...whole],
  );
  assert.equal(width / height, 2);
  assert.deepEqual([left + width / 2, top + height / 2], [20, 20]);
  assert.deepEqual(scaled([100, 50, 100, 50], 4, [...whole]), [...whole]);
  assert.deepEqual(scaled([0, 0, 200, 100], 0.5, [...whole]), [50, 25, 100, 50]);
});

test("an arrow leads to what lies straight on rather than to what is nearer aside", () => {
  assert.equal(
    nextTo(
      "ArrowRight",
      [0, 0],
      [
        [4, 5],
        [9, 0],
        [-1, 0],
      ],
    ),
    1,
  );
  assert.equal(nextTo("ArrowUp", [0, 0], [[0, 5]]), -1);
});

test("keys stay inside the heat table, which has a heading above and titles before its cells", () => {
  const last = /** @type {[number, number]} */ ([56, 37]);
  assert.deepEqual(ledTo("ArrowUp", [0, 3], last), [-1, 3]);
  assert.deepEqual(ledTo("ArrowUp", [-1, 3], last), [-1, 3]);
  assert.deepEqual(ledTo("ArrowLeft", [5, 0], last), [5, -1]);
  assert.deepEqual(ledTo("PageDown", [50, 0], last), [56, 0]);
  assert.deepEqual(ledTo("End", [5, 0], last), [5, 37]);
  assert.equal(ledTo("a", [5, 0], last), undefined);
});

test("a district out of sight is brought into the middle beside the titles", () => {
  const pane = { scrollLeft: 0, clientWidth: 390 };
  assert.equal(scrolledTo({ offsetLeft: 200, offsetWidth: 40 }, 150, pane), 0);
  assert.equal(scrolledTo({ offsetLeft: 900, offsetWidth: 40 }, 150, pane), 900 - 150 - 120);
});

test("rows in sight are those that touch the frame", () => {
  assert.deepEqual(inSight([0, 10, 20, 30], [10, 20, 30, 40], 10, 30), [1, 2]);
  assert.deepEqual(inSight([0, 10], [10, 20], 50, 60), [-1, -1]);
});

test("keys lead from a cell to those beside it, into it and out of it", () => {
  const cell = (parent, cents) => ({ id: "", parent, label: "", cents, words: "", area: 0 });
  const boxes = laid([cell(-1, 100), cell(-1, 300), cell(1, 100), cell(1, 200)], 800);
  const led = (here, keys) => keys.map((key) => ledToCell(key, here, boxes));
  assert.deepEqual(led(1, ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"]), [0, undefined, 3, undefined]);
  assert.deepEqual(led(3, ["ArrowRight", "ArrowUp", "ArrowDown", "End"]), [2, 1, undefined, 2]);
  assert.equal(ledToCell("a", 1, boxes), undefined);
});
