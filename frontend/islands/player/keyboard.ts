/** Keys: space plays, arrows seek and set the volume, F full screen, M mute, C captions, < and > speed. */

import type { Controls } from "./controls.ts";

const SEEK_SECONDS = 5;

/** Whether the key belongs to what has the focus, not to the film. */
function taken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select, input:not([type=range])")) return true;
  if (event.key === " " || event.key === "Enter") return target.matches("button, a, summary, input");
  return event.key.startsWith("Arrow") && target.matches("input[type=range]");
}

/** Give the page the player's keys. */
export function attachKeyboard(controls: Controls, seekBy: (seconds: number) => void): void {
  const acts: Record<string, () => void> = {
    " ": () => controls.togglePlay(),
    ArrowLeft: () => seekBy(-SEEK_SECONDS),
    ArrowRight: () => seekBy(SEEK_SECONDS),
    ArrowUp: () => controls.louder(1),
    ArrowDown: () => controls.louder(-1),
    f: () => void controls.toggleFull(),
    m: () => controls.toggleMute(),
    c: () => controls.toggleCaptions(),
    "<": () => controls.faster(-1),
    ">": () => controls.faster(1),
    ",": () => controls.faster(-1),
    ".": () => controls.faster(1),
  };
  document.addEventListener("keydown", (event) => {
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || taken(event)) return;
    event.preventDefault();
    act();
  });
}
