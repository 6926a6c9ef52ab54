import type { Placed } from "../contract.d.ts";

/** Tells the server what a person picked in a part. */
export type Tell = (picked: unknown) => void;

/**
 * Brings a part up to date with the object that Python sent; `same` where it is the object of before.
 * What takes its time returns a promise.
 */
export type Update<Sent> = (data: Sent & Placed, tell: Tell, same: boolean) => unknown;

/** A part that holds others. */
export interface Holder<Sent> {
  inside: HTMLElement;
  update: Update<Sent>;
}

/** What the script of a part exports: called once for its box, and with what forgets the box. */
// biome-ignore lint/suspicious/noExplicitAny: who makes parts of every kind does not know what each is sent.
export type Make<Sent = any> = (parent: HTMLElement, forget: () => void) => Update<Sent> | Holder<Sent>;

/** One row of what was sent as columns of one length. */
export type RowOf<Columns> = { [Name in keyof Columns]: Columns[Name] extends (infer Cell)[] ? Cell : never };
