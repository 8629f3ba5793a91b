/** Collects what plays in a film into the outbox, and keeps the outbox in the browser. */

import { Collector } from "./collector.ts";
import { Keeping } from "./keeping.ts";
import { Outbox } from "./outbox.ts";
import { within } from "./spans.ts";

const KEEP_EVERY_MS = 3_000;

export class Recorder {
  readonly outbox = new Outbox();
  private readonly collector = new Collector();
  private readonly keeping: Keeping;
  private kept = 0;

  /** @param name tells learner and lesson apart in this browser. */
  constructor(
    name: string,
    private readonly video: HTMLVideoElement,
    private readonly duration: number,
  ) {
    this.keeping = new Keeping(name);
    void this.keeping.read().then((spans) => this.outbox.add(within(spans, duration)));
  }

  /** The film's clock moved; false while nothing plays. */
  tick(): boolean {
    if (this.video.paused || this.video.seeking) return false;
    this.note();
    if (performance.now() - this.kept > KEEP_EVERY_MS) this.keep();
    return true;
  }

  /** Playing ended exactly here: a pause, or the film's end. */
  stop(): void {
    if (!this.video.seeking) this.note();
    this.collector.finish();
  }

  /** The film jumps; what played before is closed. */
  cut(): void {
    this.collector.cut();
  }

  /** Everything that played so far is in the outbox and in the browser's store. */
  keep(): void {
    this.kept = performance.now();
    this.gather();
    void this.keeping.write(this.outbox.kept());
  }

  /** The page may go away: keep at once. */
  keepAtOnce(): void {
    this.tick();
    this.gather();
    this.keeping.last(this.outbox.kept());
  }

  private note(): void {
    this.collector.tick(this.video.currentTime, performance.now(), this.video.playbackRate);
  }

  private gather(): void {
    this.outbox.add(within(this.collector.take(), this.duration));
  }
}
