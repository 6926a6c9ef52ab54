// What is written: figures, tips, addresses, orders; and that words of others stay words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOf, safe } from "../src/dom.js";
import { figuresOf, keep, written } from "../src/heat_figures.js";
import { cellWords, sortedBy, tipLines } from "../src/heat_words.js";
import { addressOf } from "../src/menu.js";
import { lettered } from "../src/plot.js";
import { ordered } from "../src/table.js";
import { unanswered } from "../src/unanswered.js";
import { pieces } from "../src/words.js";

test("words of others stand in markup as they are", () => {
  assert.equal(safe('<b title="x">&</b>'), "&lt;b title=&quot;x&quot;&gt;&amp;&lt;/b&gt;");
  assert.deepEqual(pieces("a **b** c"), [
    { text: "a ", isBold: false },
    { text: "b", isBold: true },
    { text: " c", isBold: false },
  ]);
});

test("columns become rows with the same names, none of them where there are none", () => {
  assert.deepEqual(rowsOf({ code: ["A", "B"], at: [1, null] }), [
    { code: "A", at: 1 },
    { code: "B", at: null },
  ]);
  assert.deepEqual(rowsOf({ code: [], at: [] }), []);
});

test("a chart reads the dialect of all parts, and no tag of others", () => {
  const figure = { title: "**x**\ny<b><script>", hover: "%{x}<extra>A</extra>", list: [1, "<i>", null] };
  assert.deepEqual(lettered(figure), {
    title: "<b>x</b><br>y&lt;b>&lt;script>",
    hover: "%{x}<extra>A</extra>",
    list: [1, "&lt;i>", null],
  });
});

test("a table is ordered by figures or as in a dictionary, and what is missing comes last both ways", () => {
  const figures = { words: ["b", "", "c", "a"], keys: [2, null, 10, 1] };
  assert.deepEqual(ordered(figures, 1, "it"), [3, 0, 2, 1]);
  assert.deepEqual(ordered(figures, -1, "it"), [2, 0, 3, 1]);
  const names = { words: ["Zola", "", "àncora", "Bologna 10", "Bologna 9"], keys: [] };
  assert.deepEqual(ordered(names, 1, "it"), [2, 4, 3, 0, 1]);
  assert.deepEqual(ordered(names, -1, "it"), [0, 3, 4, 2, 1]);
});

test("an answer to an earlier choice does not undo a later one, but not for ever", () => {
  let now = 0;
  const last = unanswered(() => now);
  assert.ok(last.past([1]));
  last.tell([1, 2]);
  assert.ok(!last.past([1]));
  assert.ok(last.past([1, 2]));
  last.tell([3]);
  now = 1001;
  assert.ok(last.past([1]));
});

const SENT = {
  stamp: "one",
  language: "it",
  districts: {
    code: ["RO-RIM", "RO-RAV", "PC-CIT"],
    name: ["Rimini", "Ravenna", "Piacenza"],
    full: ["Rimini, AUSL Romagna", "Ravenna, AUSL Romagna", "Piacenza, AUSL Piacenza"],
  },
  areas: ["A"],
  rows: {
    code: ["DST001"],
    title: ["Assistiti"],
    unit: ["%"],
    decimals: [1],
    prefix: [""],
    suffix: ["%"],
    values: [[12345, -5, null]],
    below: [[5, null, null]],
    above: [[10, null, null]],
    area: [0],
    period: ["2019"],
    ranks: [[1, 0, null]],
  },
  words: { missing: "n.d.", hidden: "< 5", interval: "da {low} a {high}" },
};
const LOOKS = [
  { name: "better", fill: "", sign: "▲", words: "migliore", ink: "" },
  { name: "hidden", fill: "", sign: "·", words: "riservato", ink: "" },
  { name: "not_compared", fill: "", sign: "", words: "non confrontato", ink: "" },
];
const PICTURE = {
  rows: [{ at: 0, judged: "abc", benchmark: [100, 100, 100], trend: 0, note: " (27 di 38)", why: "pochi casi" }],
  order: [2, 0, 1],
  groups: [{ name: "AUSL", start: 0, size: 3 }],
  areas: true,
  mine: 0,
  looks: LOOKS,
  legend: [],
  sort: "",
  values: true,
  trends: [{ sign: "↗", words: "in crescita" }],
  words: { corner: "", sort: "", empty: "" },
  label: "",
  benchmark: "Regione",
};

test("the figures of a year are waited for, and written as they are read", async () => {
  const waiting = figuresOf("one");
  keep(SENT);
  const figures = await waiting;
  assert.equal(figures, await figuresOf("one"));
  const [row] = figures.rows;
  assert.equal(written(figures, row, 12345), "1.234,5%");
  assert.equal(written(figures, row, -5), "−0,5%");
  assert.equal(written(figures, row, null), "n.d.");
});

test("a cell says value, interval, judgement and benchmark; a hidden one no figure", async () => {
  keep(SENT);
  const figures = await figuresOf("one");
  const [line] = PICTURE.rows;
  const against = "Regione: 10,0% (27 di 38)";
  assert.deepEqual(cellWords(figures, PICTURE, line, 0), ["1.234,5%", "da 1.234,0% a 1.235,5%", "migliore", against]);
  assert.deepEqual(cellWords(figures, PICTURE, line, 1), ["< 5", "riservato", against]);
  assert.deepEqual(cellWords(figures, PICTURE, line, 2), ["n.d.", "non confrontato: pochi casi", against]);
  const heads = (lines) => lines.map(([, , words]) => words);
  assert.deepEqual(heads(tipLines(figures, PICTURE, [-1, 1])), ["Rimini, AUSL Romagna"]);
  assert.deepEqual(heads(tipLines(figures, PICTURE, [0, -1])), ["Assistiti", "% · 2019", "↗ in crescita"]);
  assert.equal(tipLines(figures, PICTURE, [0, 1]).length, 7);
});

test("districts are ordered from the highest, then from the lowest, those without a figure last", async () => {
  keep(SENT);
  const figures = await figuresOf("one");
  const highest = sortedBy(figures, PICTURE, 0);
  assert.deepEqual([highest.order, highest.sort, highest.groups], [[0, 1, 2], "DST001", []]);
  const lowest = sortedBy(figures, highest, 0);
  assert.deepEqual([lowest.order, lowest.sort], [[1, 0, 2], "-DST001"]);
});

test("a link of the menu carries the view, below a path too", () => {
  const menu = { paths: new Set(["", "mappa", "risorse"]), without: ["aperta"], also: { edizione: "2019" } };
  const here = { pathname: "/piani/mappa", search: "?luogo=RO-RIM&aperta=x" };
  assert.equal(addressOf("risorse", here, menu), "/piani/risorse?luogo=RO-RIM&edizione=2019");
  assert.equal(addressOf("", { pathname: "/", search: "?edizione=2018" }, menu), "/?edizione=2018");
  assert.equal(
    addressOf("mappa", { pathname: "/welfare/piani/", search: "" }, menu),
    "/welfare/piani/mappa?edizione=2019",
  );
});
