/**
 * What really played, from the media element's own clock.
 *
 * Every tick extends the running span while the position moves no faster than time × rate allows; a jump
 * (a seek that no event announced) ends it. Contiguous takes share their seam, so nothing is lost between pulses.
 */

import { type Span, merged } from "./spans.ts";

/** How far the media clock may run ahead of the page's: timers and media events are not in step. */
const SLACK_SECONDS = 0.4;
const RATE_SLACK = 1.1;

export class Collector {
  private closed: Span[] = [];
  private start: number | null = null;
  private last = 0;
  private lastAt = 0;
  private lastRate = 1;
  private pausedAt: number | null = null;

  /** Playing goes on at a position. */
  begin(position: number, at: number, rate: number): void {
    this.finish();
    this.start = this.last = position;
    this.lastAt = at;
    this.lastRate = rate;
  }

  /** The position at a moment (`at` in milliseconds of a clock that never steps back). */
  tick(position: number, at: number, rate: number): void {
    if (this.start === null) {
      // Sound and picture run out for some tenths after a pause is reported; without a seek between, they played.
      const ranOut = this.pausedAt === null ? -1 : position - this.pausedAt;
      this.begin(ranOut > 0 && ranOut <= SLACK_SECONDS ? position - ranOut : position, at, rate);
      this.last = position;
      return;
    }
    const moved = position - this.last;
    const possible = ((at - this.lastAt) / 1000) * Math.max(rate, this.lastRate) * RATE_SLACK + SLACK_SECONDS;
    if (moved < 0 || moved > possible) {
      this.cut();
      this.begin(position, at, rate);
      return;
    }
    this.last = position;
    this.lastAt = at;
    this.lastRate = rate;
  }

  /** Playing stopped where the last tick was: a pause, or the end. */
  finish(): void {
    if (this.start === null) return;
    if (this.last > this.start) this.closed.push([this.start, this.last]);
    this.start = null;
    this.pausedAt = this.last;
  }

  /** The position jumps: a seek. */
  cut(): void {
    this.finish();
    this.pausedAt = null;
  }

  /** What played since the last take; the running span goes on from where it was cut. */
  take(): Span[] {
    const spans = this.closed;
    this.closed = [];
    if (this.start !== null && this.last > this.start) {
      spans.push([this.start, this.last]);
      this.start = this.last;
    }
    return merged(spans);
  }
}
