/** Keeps the reader's place on the server, a moment after she stops moving and when she leaves. */

import { csrfToken } from "../shell/csrf.ts";

const QUIET_MS = 1_500;

export class Place {
  private timer = 0;
  private waiting: { place: number; fraction: number } | null = null;

  constructor(private readonly address: string) {
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.send();
    });
  }

  /** Notes where she is. */
  note(place: number, fraction: number): void {
    this.waiting = { place, fraction: Math.round(Math.min(1, Math.max(0, fraction)) * 1000) };
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.send(), QUIET_MS);
  }

  private send(): void {
    if (!this.waiting) return;
    const body = new URLSearchParams(Object.entries(this.waiting).map(([name, value]) => [name, String(value)]));
    this.waiting = null;
    // A place that cannot be kept now is noted again with the next move.
    void fetch(this.address, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": csrfToken() } }).catch(
      () => undefined,
    );
  }
}
