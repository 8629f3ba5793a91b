/** What the page tells the player, in the JSON block `player-config`. */

import type { Span } from "./spans.ts";

export interface Config {
  learner: number;
  lesson: number;
  /** Seconds. */
  duration: number;
  covered: Span[];
  need: number;
  resume: number;
  pulse_every: number;
  speed_max: number;
  addresses: { watch: string; pulse: string; media: string; after: string; sign_in: string };
}

/** The page's configuration; null on a page without one. */
export function pageConfig(): Config | null {
  const text = document.getElementById("player-config")?.textContent;
  return text ? (JSON.parse(text) as Config) : null;
}

/** An element that the page's template promises. */
export function part<E extends HTMLElement>(name: string): E {
  const found = document.querySelector<E>(`[data-player-${name}]`);
  if (!found) throw new Error(`The player page lacks data-player-${name}`);
  return found;
}
