/** Carries pulses to the server: one at a time, in order, again after a failure, never by a claim of its own. */

import { waitAfter } from "./backoff.ts";
import { MOST_SPANS_A_PULSE, type Outbox } from "./outbox.ts";
import type { Listeners, Surroundings } from "./parties.ts";
import type { Answer, Pulse } from "./protocol.ts";
import type { Span } from "./spans.ts";

const MOST_REOPENINGS = 2;

export class Courier {
  private token = "";
  private sequence = 0;
  private speed = 1;
  private failures = 0;
  private reopenings = 0;
  private busy = false;
  private again = false;
  private stopped = true;
  private answer: { check: string; at: number } | null = null;
  private quietUntil = 0;
  private cancel: (() => void) | null = null;

  constructor(
    private readonly outbox: Outbox,
    private readonly around: Surroundings,
    private readonly listeners: Listeners,
  ) {}

  /** A session was opened: its token is the authority from here, its numbers start at zero. */
  open(token: string, speed: number): void {
    this.token = token;
    this.speed = speed;
    this.sequence = 0;
    this.stopped = false;
    this.quietUntil = 0;
    this.outbox.release();
  }

  /** Whether pulses go out. */
  get running(): boolean {
    return !this.stopped;
  }

  /** Answer an attention check with the next pulse, which goes at once. */
  say(check: string, at: number): Promise<void> {
    this.answer = { check, at };
    this.outbox.release();
    this.quietUntil = 0;
    return this.send();
  }

  /** Send what is due; while a pulse is on its way, once more after it. */
  async send(): Promise<void> {
    if (this.stopped || this.around.now() < this.quietUntil) return;
    if (this.busy) {
      this.again = true;
      return;
    }
    this.cancel?.();
    this.cancel = null;
    const spans = this.outbox.load(this.around.now());
    const said = this.answer;
    if (spans.length === 0 && said === null) return this.onwards();
    this.busy = true;
    const token = this.token;
    let answer: Answer;
    try {
      answer = await this.around.post(this.pulse(spans), false);
    } catch {
      answer = { kind: "later", after: 0 };
    }
    this.busy = false;
    if (answer.kind === "counted" && this.answer === said) this.answer = null;
    await this.take(answer, spans, token);
  }

  /** The page is going away: send without waiting for an answer; everything stays kept. */
  farewell(): void {
    if (this.stopped) return;
    const spans = this.outbox.kept().slice(0, MOST_SPANS_A_PULSE);
    if (spans.length > 0) void this.around.post(this.pulse(spans), true).catch(() => undefined);
  }

  /** The line is back: no need to wait longer. */
  hurry(): void {
    this.failures = 0;
    this.quietUntil = 0;
    void this.send();
  }

  private pulse(spans: readonly Span[]): Pulse {
    const { position, rate, visible } = this.around.moment();
    const pulse: Pulse = { t: this.token, n: this.sequence++, s: spans, p: position, r: rate, v: visible };
    if (this.answer) pulse.a = this.answer;
    return pulse;
  }

  private async take(answer: Answer, spans: readonly Span[], token: string): Promise<void> {
    if (token !== this.token && answer.kind !== "counted") {
      // A verdict on an older opening says nothing about this one.
      this.outbox.failed();
      return this.send();
    }
    switch (answer.kind) {
      case "counted":
        this.failures = 0;
        this.reopenings = 0;
        if (answer.token && token === this.token) this.token = answer.token;
        this.outbox.settled(answer.held, this.around.now(), this.speed);
        this.listeners.counted(answer, spans);
        return this.onwards();
      case "unreadable":
        this.outbox.dropped();
        this.listeners.unreadable(answer.text);
        return this.onwards();
      case "elsewhere":
        this.outbox.failed();
        this.stopped = true;
        return this.listeners.elsewhere(answer.text);
      case "refused":
        this.outbox.failed();
        this.stopped = true;
        return this.listeners.refused();
      case "reopen":
        this.outbox.failed();
        this.reopenings += 1;
        // A token that is refused as soon as it is made: something is wrong over there, so do not hammer on the door.
        return this.reopenings > MOST_REOPENINGS ? this.reopenLater() : this.reopened();
      case "later":
        this.outbox.failed();
        return this.wait(answer.after);
    }
  }

  private async reopened(): Promise<void> {
    // Expired or signed out elsewhere: no pulse can count until the opening succeeds.
    this.stopped = true;
    try {
      await this.listeners.reopen();
    } catch {
      return;
    }
    await this.send();
  }

  private reopenLater(): void {
    this.stopped = true;
    const milliseconds = waitAfter(this.reopenings, 0, this.around.random());
    this.listeners.waiting(milliseconds);
    this.cancel?.();
    this.cancel = this.around.later(() => void this.reopened(), milliseconds);
  }

  private onwards(): void | Promise<void> {
    if (this.again) {
      this.again = false;
      return this.send();
    }
    const due = this.outbox.due(this.around.now());
    if (due !== null) this.schedule(Math.max(1000, due - this.around.now()));
  }

  private wait(asked: number): void {
    this.failures += 1;
    const milliseconds = waitAfter(this.failures, asked, this.around.random());
    this.quietUntil = this.around.now() + milliseconds;
    this.listeners.waiting(milliseconds);
    this.schedule(milliseconds);
  }

  private schedule(milliseconds: number): void {
    this.cancel?.();
    this.cancel = this.around.later(() => void this.send(), milliseconds + 1);
  }
}
