/**
 * Which played spans still have to reach the server, and when.
 *
 * A span leaves only when an answer settled it. Spans that were sent and not answered go again under a new
 * sequence number: coverage is a set, so sending twice costs nothing and losing once would.
 */

import { type Span, difference, merged, total, union } from "./spans.ts";

export const MOST_SPANS_A_PULSE = 60;
const SHORTEST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 60_000;

export class Outbox {
  private waiting: Span[] = [];
  private held: Span[] = [];
  private heldUntil = 0;
  private flying: Span[] = [];
  private backlog = false;

  /** Take in what played. */
  add(spans: readonly Span[]): void {
    this.waiting = union(this.waiting, spans);
  }

  /** Take out the spans of the next pulse, held ones once their wait is over. */
  load(now: number): Span[] {
    const ready = now >= this.heldUntil ? union(this.waiting, this.held) : this.waiting;
    this.flying = ready.slice(0, MOST_SPANS_A_PULSE);
    this.backlog = ready.length > MOST_SPANS_A_PULSE;
    this.waiting = difference(this.waiting, this.flying);
    this.held = difference(this.held, this.flying);
    return this.flying;
  }

  /** The server answered: what it held back stays for later, the rest is its own now. */
  settled(held: readonly Span[], now: number, speed: number): void {
    this.flying = [];
    if (held.length === 0) return;
    this.held = union(this.held, held);
    const wait = (total(this.held) / speed) * 1000;
    this.heldUntil = now + Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, wait));
  }

  /** No answer came, or one that asks for the same again. */
  failed(): void {
    this.waiting = union(this.waiting, this.flying);
    this.flying = [];
  }

  /** The server cannot read that pulse; sending it again would be refused again. */
  dropped(): void {
    this.flying = [];
  }

  /** The reason for holding is gone (a check was answered, a session opened). */
  release(): void {
    this.heldUntil = 0;
  }

  /** Everything that no answer has settled, for storing. */
  kept(): Span[] {
    return merged([...this.waiting, ...this.held, ...this.flying]);
  }

  /** What the server held back. */
  heldBack(): readonly Span[] {
    return this.held;
  }

  /**
   * When to send apart from the regular pulse, in milliseconds of the same clock: at once what one pulse could not
   * carry, held spans after their wait, null for neither. What plays now goes with the next regular pulse.
   */
  due(now: number): number | null {
    if (this.backlog) return now;
    return this.held.length > 0 ? Math.max(now, this.heldUntil) : null;
  }
}
