export * from "d3-hierarchy";
