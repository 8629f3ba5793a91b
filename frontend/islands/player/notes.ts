/** Notes at a moment: the form takes the moment at which writing began; a note's time jumps there. */

import { part } from "./config.ts";
import type { Messages } from "./messages.ts";
import { clock, filled } from "./words.ts";

/** Give the notes panel its behaviour; the form itself is sent by htmx. */
export function attachNotes(words: Messages, moment: () => number, seek: (seconds: number) => void): void {
  const form = part<HTMLFormElement>("note-form");
  const text = form.querySelector("textarea");
  const at = form.querySelector<HTMLInputElement>("input[name=at_ms]");
  const label = part("note-at");
  if (!text || !at) return;
  const take = (): void => {
    if (text.value.trim() !== "" && at.value !== "") return;
    at.value = String(Math.round(moment() * 1000));
    label.textContent = filled(words.noteAt, { at: clock(moment()) });
  };
  text.addEventListener("focus", take);
  text.addEventListener("input", () => {
    if (at.value === "") take();
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form || !(event as CustomEvent<{ successful: boolean }>).detail.successful) return;
    form.reset();
    at.value = "";
    label.textContent = "";
  });
  document.addEventListener("click", (event) => {
    const jump = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-jump-ms]") : null;
    if (jump) seek(Number(jump.dataset.jumpMs) / 1000);
  });
}
