/** When a lesson is done: its mark in the chapter list, and what comes next (lesson, quiz, credit and rating). */

import { part } from "./config.ts";

/** Show what the server says comes next. */
export async function showAfter(address: string): Promise<void> {
  document.querySelector("[data-chapter][aria-current]")?.classList.add("is-done");
  const panel = part("after");
  try {
    const response = await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin", redirect: "manual" });
    if (!response.ok) return;
    panel.innerHTML = await response.text();
    panel.hidden = false;
  } catch {
    // The line is down: the next page load shows the same panel.
  }
}
