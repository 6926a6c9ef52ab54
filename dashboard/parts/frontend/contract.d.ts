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

/** What a part tells the server. */
export interface Answer {
  /** Its key. */
  part: string;
  /** What a person picked, as the part's own sentence says. */
  picked: any;
  /** As it was sent. */
  stamp: string;
}

/** How a judgement looks, and what it is called. */
export interface Judgement {
  name: string;
  fill: string;
  ink: string;
  sign: string;
  words: string;
}

/** A recent trend as an arrow and in words. */
export interface Trend {
  sign: string;
  words: string;
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

/** A node of flows, a button. */
export interface FlowNode {
  mark: string;
  label: string;
  color: string;
  column: 0 | 1 | 2;
  /** Its amount in words. */
  words: string;
}

/** Flows between two nodes, which are named by their positions; columns. */
export interface FlowLinks {
  source: number[];
  target: number[];
  cents: number[];
  /** Amounts in words. */
  words: string[];
  /** The node whose colour each has. */
  area: number[];
}

/** Flows in three columns. Answers the mark of a node, or the two marks of a flow with `|` between. */
export interface Flows {
  alt: string;
  nodes: FlowNode[];
  links: FlowLinks;
}

/** What pydeck describes. Answers the `code` of what was clicked. */
export interface Ground {
  /** Address of pydeck's script. */
  library: string;
  alt: string;
  /** Pixels, wide and high, that the view is made for. */
  width: number;
  /** Said by a browser that cannot draw it. */
  without: string;
  /** Whether it answers. */
  clicks: boolean;
  /** As pydeck writes it. */
  deck: Record<string, any>;
}

/** The districts of the heat table; columns. */
export interface Districts {
  code: string[];
  name: string[];
  /** With their AUSL. */
  full: string[];
}

/** Indicators in a year: figures a district, in whole units of their last decimal; columns. */
export interface HeatRows {
  code: string[];
  title: string[];
  unit: string[];
  decimals: number[];
  /** Stands before a figure. */
  prefix: string[];
  suffix: string[];
  values: ((number | null)[])[];
  /** How far below the value its interval begins. */
  below: ((number | null)[])[];
  above: ((number | null)[])[];
  /** Position among the areas. */
  area: number[];
  period: string[];
  /** Place of the exact value among the different ones, from the lowest, 0. */
  ranks: ((number | null)[])[];
}

/** Words for figures. */
export interface HeatFigureWords {
  missing: string;
  hidden: string;
  /** With `{low}` and `{high}`. */
  interval: string;
}

/** The heat table's figures of a year, which stay in the browser. No answer. */
export interface HeatFigures {
  stamp: string;
  language: string;
  districts: Districts;
  areas: string[];
  rows: HeatRows;
  words: HeatFigureWords;
}

/** The lines of the heat table; columns. */
export interface HeatLines {
  /** Positions of their indicators among the figures' rows. */
  at: number[];
  /** A letter a district; `a` is the first of the looks. */
  judged: string[];
  /** What districts are held against, all or each. */
  benchmark: (number | (number | null)[] | null)[];
  /** Positions among the trends. */
  trend: number[];
  /** Stands behind the benchmark's figure. */
  note: string[];
  /** Why it cannot be compared. */
  why: string[];
}

/** Columns of one AUSL, side by side. */
export interface HeatGroup {
  name: string;
  start: number;
  size: number;
}

/** How many cells have a look. */
export interface HeatCount {
  look: number;
  count: number;
}

/** Words of the heat table itself. */
export interface HeatWords {
  corner: string;
  /** With `{title}`. */
  sort: string;
  empty: string;
}

/** Which rows and columns stand where, and how each cell is judged. Answers a `HeatAnswer`. */
export interface HeatTable {
  /** Address of its style. */
  style: string;
  /** Stamp of the figures that it shows. */
  figures: string;
  rows: HeatLines;
  /** The district of each column, by its position among the figures' districts. */
  order: number[];
  groups: HeatGroup[];
  /** Whether rows stand by area. */
  areas: boolean;
  /** The reader's own district; -1 for none. */
  mine: number;
  looks: Judgement[];
  legend: HeatCount[];
  trends: Trend[];
  words: HeatWords;
  /** What a screen reader calls the table. */
  label: string;
  /** Name of what districts are compared with. */
  benchmark: string;
  /** Code of the indicator whose values order the columns; `-` before it from the lowest. */
  sort: string;
  /** Whether cells show figures. */
  values: boolean;
}

/** What was done to the heat table: a cell or heading picked, or columns ordered. */
export interface HeatAnswer {
  act: "picked" | "sorted";
  /** Code of the indicator picked; empty for a district's heading. */
  measure?: string;
  district?: string;
  /** As `sort`. */
  order?: string;
}

/** What is known of areas; columns. */
export interface MapAreas {
  code: string[];
  /** Classes: positions in the palette, -1 without a figure, -2 hidden. */
  index: number[];
  /** In words; the first is its value. */
  lines: string[][];
}

/** A line of the map's legend. */
export interface MapClass {
  index: number;
  label: string;
  /** Areas of the class. */
  count: number;
}

/** Districts in the ranking beside the map; columns. */
export interface RankingRows {
  code: string[];
  position: string[];
  at: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}

/** The ranking beside the map: its headings, and a row a district. */
export interface Ranking {
  caption: string;
  place: string;
  scale: string;
  value: string;
  benchmark: number | null;
  rows: RankingRows;
}

/** What the map's buttons do. */
export interface MapWords {
  nearer: string;
  farther: string;
  whole: string;
}

/** The map of the districts. Answers the code of one that was picked. */
export interface RegionMap {
  /** Address of its style. */
  style: string;
  /** Address of the districts' boundaries. */
  geo: string;
  /** Address of the boundaries of the Comuni that stand in the selected district's place. */
  inset: string | null;
  label: string;
  areas: MapAreas;
  palette: string[];
  legend: MapClass[];
  /** Said below what is known of any district. */
  facts: string[];
  /** Name of the AUSL by its code. */
  parents: Record<string, string>;
  /** Of districts without boundaries. */
  names: Record<string, string>;
  rank: Ranking | null;
  /** Districts looked at closely. */
  focus: string[] | null;
  selected: string;
  /** Whether it is one of many on the page: no names, tips or buttons. */
  compact: boolean;
  pickable: boolean;
  words: MapWords;
}

/** A page in the menu. */
export interface MenuLink {
  /** Its address under the app's. */
  path: string;
  title: string;
  /** A Material symbol. */
  symbol: string;
}

/** Pages under a heading. */
export interface MenuGroup {
  heading: string;
  links: MenuLink[];
}

/** The menu of pages. No answer: it changes the address. */
export interface Menu {
  /** Address of its style. */
  style: string;
  groups: MenuGroup[];
  /** Address of the page that is open. */
  current: string;
  label: string;
  language: string;
  /** Parameters of the address that another page does not take over. */
  without: string[];
  /** Parameters that a link has where the address says nothing of them. */
  also: Record<string, string>;
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

/** Words in the dialect of `dashboard.locale.dialect`. */
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

/** The districts' lowest, middle half and highest in words, from the worst to the best; columns. */
export interface SpineEnds {
  worst: string[];
  low: string[];
  high: string[];
  best: string[];
}

/** Where on a spine's rows things lie, the benchmark at 500; null for nothing to draw; columns. */
export interface SpinePlaces {
  worst: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  best: (number | null)[];
  lower: (number | null)[];
  upper: (number | null)[];
  value: (number | null)[];
  target: (number | null)[];
}

/** Indicators of a district around the benchmark; columns. */
export interface SpineRows {
  code: string[];
  area: string[];
  title: string[];
  unit: string[];
  period: string[];
  value: string[];
  interval: string[];
  ratio: string[];
  benchmark: string[];
  /** Positions among the looks. */
  judgement: number[];
  /** Positions among the reasons, of which the first is none. */
  reason: number[];
  trend: number[];
  target: string[];
  /** Positions among the words for it. */
  reached: number[];
  /** Whether neither side is the good one. */
  neutral: boolean[];
  /** How many districts the benchmark holds, where not all have a value; else 0. */
  covered: number[];
}

/** The spine chart of a district. Answers the code of an indicator. */
export interface Spine {
  /** Address of its style. */
  style: string;
  label: string;
  benchmark: string;
  areas: Record<string, string>;
  looks: Judgement[];
  reasons: string[];
  trends: Trend[];
  reached: string[];
  /** With `#` for the number of districts. */
  covered: string;
  interval: string;
  words: Record<string, string>;
  rows: SpineRows;
  ends: SpineEnds;
  places: SpinePlaces;
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

/** A headline figure. */
export interface Tile {
  label: string;
  value: string;
  /** A line below; empty for none. */
  below: string;
  /** Position of its definition. */
  about: number;
}

/** Headline figures, each with its definition behind a sign. No answer. */
export interface Tiles {
  /** Tiles side by side where there is room. */
  columns: number;
  /** What a screen reader calls the sign with the definition behind it. */
  about: string;
  /** Definitions; several figures of one measure have one. */
  abouts: string[];
  tiles: Tile[];
}

/** Nested cells; columns. */
export interface TreemapCells {
  id: string[];
  /** Positions of the cells that they lie in; -1 for none. */
  parent: number[];
  label: string[];
  cents: number[];
  /** Amounts in words. */
  words: string[];
  /** Positions of their colours. */
  area: number[];
}

/** Nested cells, each as large as its amount. Answers the `id` of one. */
export interface Treemap {
  alt: string;
  /** Of percentages. */
  language: string;
  tints: string[];
  cells: TreemapCells;
}
