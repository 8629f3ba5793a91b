/** Media addresses that expire: `/media/<signature>/<expires>/<key>/…`. */

export interface Grant {
  /** The asset's folder, ending in a slash. */
  base: string;
  /** When the server stops serving it, milliseconds since 1970 by this page's clock. */
  until: number;
  /** The captions' address; empty when there are none. */
  captions: string;
}

const FOLDER = /^.*\/media\/[^/]+\/\d+\/[^/]+\//;
const MARGIN_MS = 60_000;

/** An address inside the asset's folder, under the newest signature. */
export function rebased(address: string, base: string): string {
  return address.replace(FOLDER, base);
}

/** Milliseconds until the grant should be renewed: a minute before it ends, or at once. */
export function renewIn(grant: Grant, now: number): number {
  return Math.max(0, grant.until - MARGIN_MS - now);
}

/** Whether the addresses of a grant are refused by now. */
export function isOver(grant: Grant, now: number): boolean {
  return now >= grant.until;
}
