export * from "@u-elements/u-datalist";
