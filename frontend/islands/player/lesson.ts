/** One lesson being watched: what plays is collected, kept, sent, and shown as counted or not. */

import { Attention } from "./attention.ts";
import { Collector } from "./collector.ts";
import type { Config } from "./config.ts";
import { Courier, type Listeners } from "./courier.ts";
import { Keeping } from "./keeping.ts";
import { Ledger } from "./ledger.ts";
import type { Messages } from "./messages.ts";
import { Barred, SignedOut, open, post } from "./opening.ts";
import { Outbox } from "./outbox.ts";
import type { Check, Counted } from "./protocol.ts";
import { type Span, total, union, within } from "./spans.ts";
import type { Status } from "./status.ts";
import type { Timeline } from "./timeline.ts";
import { filled, spoken } from "./words.ts";

const KEEP_EVERY_MS = 3_000;
const TRIFLE_SECONDS = 2;

export class Lesson {
  private readonly collector = new Collector();
  private readonly outbox = new Outbox();
  private readonly keeping: Keeping;
  private readonly ledger: Ledger;
  private readonly courier: Courier;
  private readonly attention: Attention;
  private opening: Promise<void> | null = null;
  private offline = false;
  private done: boolean;
  private kept = 0;
  private nextPulse = 0;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly config: Config,
    private readonly words: Messages,
    private readonly status: Status,
    private readonly timeline: Timeline,
    private readonly finished: () => void,
  ) {
    this.keeping = new Keeping(`${config.learner}/${config.lesson}`);
    this.ledger = new Ledger(config.covered, total(config.covered), config.need);
    this.done = this.ledger.seconds >= config.need;
    this.attention = new Attention(words, (id) => this.answered(id));
    this.courier = new Courier(this.outbox, this.around(), this.listeners());
    this.draw();
    void this.keeping.read().then((spans) => this.outbox.add(within(spans, config.duration)));
  }

  /** The film plays (again): open the lesson if it is not, and count from here. */
  playing(): void {
    if (this.attention.open) {
      this.video.pause();
      return;
    }
    this.tick();
    if (!this.courier.running) void this.connect();
  }

  /** The film's clock moved. */
  tick(): void {
    if (this.video.paused || this.video.seeking) return;
    const now = performance.now();
    this.collector.tick(this.video.currentTime, now, this.video.playbackRate);
    if (now - this.kept > KEEP_EVERY_MS) this.keep(now);
    if (now > this.nextPulse) this.send();
  }

  /** Playing ended exactly here: a pause, or the film's end. */
  stopped(): void {
    if (!this.video.seeking) this.collector.tick(this.video.currentTime, performance.now(), this.video.playbackRate);
    this.collector.finish();
    this.send();
  }

  /** The film jumps; what played before is closed. */
  jumped(): void {
    this.collector.finish();
  }

  /** The page is hidden, or going away for good. */
  leaving(gone: boolean): void {
    this.tick();
    this.gather();
    this.keeping.last(this.outbox.kept());
    if (gone) this.courier.farewell();
    else this.send();
  }

  /** The line is back. */
  online(): void {
    this.courier.hurry();
  }

  /** Open the lesson here; a second caller waits for the first. */
  connect(): Promise<void> {
    this.opening ??= this.open().finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  private async open(): Promise<void> {
    try {
      const opened = await open(this.config.addresses.watch);
      this.ledger.opened(opened.covered, total(opened.covered), opened.need);
      this.courier.open(opened.token, opened.speed_max);
      this.status.clear();
      this.draw();
      if (opened.check) this.ask(opened.check);
      this.send();
    } catch (error) {
      this.video.pause();
      if (error instanceof SignedOut) this.signedOut();
      else if (error instanceof Barred) this.status.say(error.message || this.words.mediaRefused, "trouble");
      else this.status.say(this.words.connectFailed, "trouble");
      throw error;
    }
  }

  private send(): void {
    const now = performance.now();
    // Scattered a little, so that a class that starts together does not knock together.
    this.nextPulse = now + this.config.pulse_every * 1000 * (0.9 + Math.random() / 5);
    this.keep(now);
    void this.courier.send();
  }

  private keep(now: number): void {
    this.kept = now;
    this.gather();
    void this.keeping.write(this.outbox.kept());
  }

  private gather(): void {
    this.outbox.add(within(this.collector.take(), this.config.duration));
  }

  private answered(id: string): void {
    void this.courier.say(id, this.video.currentTime);
    this.status.say(this.words.checkAnswered, "calm");
    void this.video.play().catch(() => undefined);
  }

  private counted(answer: Counted, sent: readonly Span[]): void {
    this.ledger.counted(answer, sent);
    if (answer.check) this.ask(answer.check);
    // At the highest speed a few tenths are always a little ahead; they follow with the next pulses.
    const trifle = answer.say?.code === "too_fast" && total(answer.held) < TRIFLE_SECONDS;
    if (answer.say && !trifle && !this.attention.open) this.status.server(answer.say);
    else if (this.offline) this.status.say(this.words.sentAgain, "calm");
    else this.status.settle();
    this.offline = false;
    this.draw();
    this.keep(performance.now());
    if (answer.done && !this.done) this.finished();
    this.done = answer.done;
  }

  private ask(check: Check): void {
    if (!this.attention.ask(check)) return;
    this.video.pause();
    leaveNativeFullscreen(this.video);
  }

  private draw(): void {
    const unsent = this.offline ? this.outbox.kept() : this.outbox.heldBack();
    this.timeline.draw(this.ledger.verified, union(this.ledger.pending, unsent), this.ledger.seconds, this.ledger.need);
  }

  private around(): ConstructorParameters<typeof Courier>[1] {
    return {
      post: (pulse, last) => post(this.config.addresses.pulse, pulse, last),
      moment: () => ({
        position: Math.min(this.video.currentTime, this.config.duration),
        rate: this.video.playbackRate,
        visible: document.visibilityState === "visible" || document.pictureInPictureElement === this.video,
      }),
      now: () => performance.now(),
      random: () => Math.random(),
      later: (act, milliseconds) => {
        const timer = window.setTimeout(act, milliseconds);
        return () => window.clearTimeout(timer);
      },
    };
  }

  private listeners(): Listeners {
    return {
      counted: (answer, sent) => this.counted(answer, sent),
      elsewhere: () => {
        this.video.pause();
        this.status.offer(this.words.elsewhere, this.words.continueHere, () => {
          void this.connect().then(() => this.video.play(), () => undefined);
        });
      },
      refused: () => {
        this.video.pause();
        this.signedOut();
      },
      unreadable: () => this.status.say(this.words.unreadable, "warning"),
      waiting: (milliseconds) => {
        this.offline = true;
        this.status.say(filled(this.words.sendingLater, { wait: spoken(Math.ceil(milliseconds / 1000), this.words) }), "warning");
        this.draw();
      },
      reopen: () => this.connect(),
    };
  }

  private signedOut(): void {
    this.status.offer(this.words.signedOut, this.words.signIn, () => location.assign(this.config.addresses.sign_in));
  }
}

/** An old iPhone shows its own full screen, which would hide the question. */
function leaveNativeFullscreen(video: HTMLVideoElement): void {
  (video as HTMLVideoElement & { webkitExitFullscreen?: () => void }).webkitExitFullscreen?.();
}
