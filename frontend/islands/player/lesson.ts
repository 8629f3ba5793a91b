/** One lesson being watched: what plays is collected, kept, sent, and shown as counted or not. */

import { Attention } from "./attention.ts";
import type { Config } from "./config.ts";
import { Connection } from "./connection.ts";
import { Courier } from "./courier.ts";
import { Ledger } from "./ledger.ts";
import type { Messages } from "./messages.ts";
import type { Check, Counted, Opened } from "./protocol.ts";
import type { Listeners } from "./parties.ts";
import { Recorder } from "./recorder.ts";
import { type Span, difference, total, union } from "./spans.ts";
import type { Status } from "./status.ts";
import { browser } from "./surroundings.ts";
import type { Timeline } from "./timeline.ts";
import { filled, spoken } from "./words.ts";

const TRIFLE_SECONDS = 2;

export class Lesson {
  private readonly recorder: Recorder;
  private readonly ledger: Ledger;
  private readonly courier: Courier;
  private readonly attention: Attention;
  private readonly connection: Connection;
  private offline = false;
  private done: boolean;
  private nextPulse = 0;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly config: Config,
    private readonly words: Messages,
    private readonly status: Status,
    private readonly timeline: Timeline,
    private readonly finished: () => void,
  ) {
    this.recorder = new Recorder(`${config.learner}/${config.lesson}`, video, config.duration);
    this.ledger = new Ledger(config.covered, total(config.covered), config.need);
    this.done = this.ledger.seconds >= config.need;
    this.attention = new Attention(words, (id) => this.answered(id));
    this.connection = new Connection(config, words, status, (opened) => this.opened(opened), () => video.pause());
    this.courier = new Courier(this.recorder.outbox, browser(video, config), this.listeners());
    this.draw();
  }

  /** The film plays (again): open the lesson if it is not, and count from here. */
  playing(): void {
    if (this.attention.open) {
      this.video.pause();
      return;
    }
    this.tick();
    if (!this.courier.running) void this.connection.connect().catch(() => undefined);
  }

  /** The film's clock moved. */
  tick(): void {
    if (this.recorder.tick() && performance.now() > this.nextPulse) this.send();
  }

  /** Playing ended here: a pause, or the film's end. */
  stopped(): void {
    this.recorder.stop();
    this.send();
  }

  /** The film jumps. */
  jumped(): void {
    this.recorder.cut();
  }

  /** The viewer jumps ahead: what she leaves out is said at once, not when she misses it. */
  skipped(from: number, to: number): void {
    if (this.done || this.attention.open || to <= from) return;
    const known = union(this.ledger.verified, union(this.ledger.pending, this.recorder.outbox.kept()));
    const left = Math.round(total(difference([[from, to]], known)));
    if (left > 0) this.status.hint(filled(this.words.skipped, { left: spoken(left, this.words) }));
  }

  /** The speed changed, perhaps not by our menu: above the policy's the server holds the rest. */
  paced(): void {
    if (this.done || this.video.playbackRate <= this.config.speed_max) return;
    this.status.say(filled(this.words.hasty, { rate: this.config.speed_max }), "warning");
  }

  /** The page is hidden, or going away for good. */
  leaving(gone: boolean): void {
    this.recorder.keepAtOnce();
    if (gone) this.courier.farewell();
    else this.send();
  }

  /** The line is back. */
  online(): void {
    this.courier.hurry();
  }

  private opened(opened: Opened): void {
    this.ledger.opened(opened.covered, total(opened.covered), opened.need);
    this.courier.open(opened.token, opened.speed_max);
    this.draw();
    if (opened.check) this.ask(opened.check);
    this.send();
  }

  private send(): void {
    // Scattered a little, so that a class that starts together does not knock together.
    this.nextPulse = performance.now() + this.config.pulse_every * 1000 * (0.9 + Math.random() / 5);
    this.recorder.keep();
    void this.courier.send();
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
    this.recorder.keep();
    if (answer.done && !this.done) this.finished();
    this.done = answer.done;
  }

  private ask(check: Check): void {
    if (!this.attention.ask(check)) return;
    this.video.pause();
    leaveNativeFullscreen(this.video);
  }

  private draw(): void {
    const unsent = this.offline ? this.recorder.outbox.kept() : this.recorder.outbox.heldBack();
    this.timeline.draw(this.ledger.verified, union(this.ledger.pending, unsent), this.ledger.seconds, this.ledger.need);
  }

  private listeners(): Listeners {
    return {
      counted: (answer, sent) => this.counted(answer, sent),
      elsewhere: () => {
        this.video.pause();
        this.status.offer(this.words.elsewhere, this.words.continueHere, () => {
          void this.connection.connect().then(() => this.video.play(), () => undefined);
        });
      },
      refused: () => {
        this.video.pause();
        this.connection.signedOut();
      },
      unreadable: () => this.status.say(this.words.unreadable, "warning"),
      waiting: (milliseconds) => {
        this.offline = true;
        this.status.say(filled(this.words.sendingLater, { wait: spoken(Math.ceil(milliseconds / 1000), this.words) }), "warning");
        this.draw();
      },
      reopen: () => this.connection.connect(),
    };
  }
}

/** An old iPhone shows its own full screen, which would hide the question. */
function leaveNativeFullscreen(video: HTMLVideoElement): void {
  (video as HTMLVideoElement & { webkitExitFullscreen?: () => void }).webkitExitFullscreen?.();
}
