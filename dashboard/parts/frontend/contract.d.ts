// Made from contract.py by `python -m tests.contract`: what each part is sent. Change it there.

/** What every part is sent beside its own payload: what it is and where it stands. */
export interface Placed {
  /** Identity in the element. */
  key: string;
  /** Address of the script that draws it. */
  script: string;
  /** Key of the part that it stands in; empty for none. */
  within: string;
  /** Digest of the names among which an answer counts; goes back with the answer. */
  stamp: string;
}

/** Parameters to complete the address bar with. */
export interface Address {
  /** The address's as they were when the page was drawn. */
  asked: Record<string, string>;
  /** Those of an address that shows the same another year. */
  kept: Record<string, string>;
}

/** A button that opens a small window with other parts. Answers whether it is open now. */
export interface Box {
  label: string;
  /** A Material symbol. */
  symbol: string;
}

/** A choice of one from a few words. Answers the position chosen. */
export interface Select {
  label: string;
  options: string[];
  /** Position of what is chosen. */
  value: number | null;
  help: string;
  /** What a screen reader calls the sign with the help behind it. */
  about: string;
  /** Stands in the field where nothing is chosen. */
  placeholder: string;
}

/** What a screen reader says of how many options are left; `%d` stands for the number. */
export interface Hits {
  of: string;
  singular: string;
  plural: string;
}

/** A choice of one from a list that is searched. Answers the position chosen. */
export interface Combobox {
  label: string;
  /** Spaces before one move it in. */
  options: string[];
  /** Position of what is chosen. */
  value: number | null;
  help: string;
  /** What a screen reader calls the sign with the help behind it. */
  about: string;
  /** Stands in the field where nothing is chosen. */
  placeholder: string;
  /** Said where no option is like what was typed. */
  nothing: string;
  hits: Hits;
}

/** A choice of several from a list. Answers all positions chosen, in the order they were chosen in. */
export interface Checks {
  label: string;
  options: string[];
  /** Positions of what is chosen, in the order they were chosen in. */
  value: number[];
  help: string;
  /** What a screen reader calls the sign with the help behind it. */
  about: string;
  /** Stands in the field where nothing is chosen. */
  placeholder: string;
  /** How many may be chosen. */
  limit: number | null;
  /** What the field is for that searches a long list. */
  search: string;
  /** Said where no option is like what was typed. */
  nothing: string;
}

/** What stands behind the tab that is open: other parts. */
export interface Panel {
  /** `id` of the tab. */
  tab: string;
}

/** A plotly figure. Answers what a clicked mark stands for: its `customdata`. */
export interface Plot {
  /** Address of plotly's script. */
  plotly: string;
  /** Whether its marks answer. */
  clicks: boolean;
  alt: string;
  /** Whether the names of its lines stand below it. */
  named: boolean;
  /** `data` and `layout` as plotly describes them. */
  figure: Record<string, any>;
}

/** Words in the dialect of :mod:`dashboard.parts.prose`. */
export interface Prose {
  kind: "h2" | "h3" | "text" | "note" | "info" | "warning";
  words: string;
  /** A Material symbol, of a notice. */
  symbol?: string;
  help?: string;
  /** What a screen reader calls the sign with the help behind it. */
  about?: string;
  /** A word or two each, in its frame at the end. */
  tags?: string[];
}

/** Other parts beside or below one another, or behind a line that opens them. */
export interface Row {
  kind: "side" | "pair" | "parts" | "framed" | "fold";
  /** The line that opens them. */
  label?: string;
  /** How wide the left one of a pair is, as a track of a grid. */
  left?: string;
}

/** A field for words that are searched for. Answers the words typed. */
export interface Search {
  label: string;
  value: string;
  /** Characters that may be typed. */
  length: number;
  placeholder: string;
  help: string;
  /** What a screen reader calls the sign with the help behind it. */
  about: string;
  /** What the button says that takes the words off. */
  clear: string;
}

/** A place's line among many on one scale. */
export interface SmallLine {
  name: string;
  /** Its last value in words. */
  last: string;
  /** Whether it is the reader's own. */
  own: boolean;
  /** Oldest first; null is a gap. */
  at: (number | null)[];
}

/** Many small lines on one scale, each over the benchmark's. */
export interface SmallMultiples {
  benchmark: (number | null)[];
  /** Every line as long as the benchmark's. */
  smalls: SmallLine[];
}

/** Words side by side. Answers the position of the one that was clicked; toggles all that are chosen. */
export interface Strip {
  kind: "tabs" | "segments" | "toggles" | "trail" | "chips" | "buttons";
  label: string;
  words: string[];
  chosen: number[];
  /** Key of the container behind the tabs, where that is no part. */
  panel: string;
  /** What each word's button does; empty for words that are none. */
  titles: string[];
  help: string;
  /** What a screen reader calls the sign with the help behind it. */
  about: string;
}

/** Both ends of a scale in words. */
export interface Ends {
  low: string;
  high: string;
}

/** Values on their intervals, a row each: where they lie on the scale, null for what is not drawn. */
export interface SpanCells {
  ends: Ends;
  /** How the marks look: positions among the table's `looks`. */
  looks: number[];
  at: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  /** What a value is held against. */
  line: (number | null)[];
}

/** A part that bars are made of. */
export interface StackPart {
  letters: string;
  color: string;
}

/** A sign on a bar and where it stands on the scale. */
export interface StackSign {
  at: number;
  sign: string;
}

/** Bars made of parts, a row each. */
export interface StackCells {
  ends: Ends;
  parts: StackPart[];
  /** Where the bars start on the scale. */
  starts: number[];
  /** How much of the scale each part of a bar takes; none where there is no bar. */
  widths: number[][];
  /** Where a line crosses the bars. */
  lines: (number | null)[];
  /** Of each row; empty where no bar has any. */
  signs: StackSign[][];
}

/** A column of a table, a cell a row: words, figures or drawings. */
export interface TableColumn {
  title: string;
  help?: string;
  kind: "text" | "figure" | "span" | "stack" | "line";
  /** Of texts and figures. */
  words?: string[];
  /** What the rows are ordered by; without them words are ordered as in a dictionary. */
  keys?: (number | string | null)[];
  /** Length of the bar behind each figure, from 0 to 1. */
  shares?: (number | null)[];
  /** Points of each line, from 0 at its lowest to 16 at its highest. */
  heights?: number[][];
  spans?: SpanCells;
  stacks?: StackCells;
}

/** How a mark looks. */
export interface Look {
  fill: string;
  ink: string;
  sign: string;
}

/** A table of some dozen rows. Answers the position of a row, or that and the position of a bar's part. */
export interface Table {
  /** What a screen reader calls it. */
  label: string;
  /** Whose dictionary orders words. */
  language: string;
  /** Pixels above which the rows are scrolled. */
  height: number | null;
  /** Whether rows answer. */
  pick: boolean;
  /** Whether parts of bars answer. */
  parts: boolean;
  /** Positions of rows that stand out. */
  mine: number[];
  /** Positions of rows that stand back. */
  outside: number[];
  /** How marks may look; none where no column has marks. */
  looks: Look[];
  /** The first one's words name the rows. */
  columns: TableColumn[];
}
