/**
 * Notices when what was fetched for a position is not there. A browser whose WebKit plays through GStreamer drops sound
 * that is appended behind what it holds, so that whoever skips back would wait for ever, or be put where she was before.
 */

const AT_THE_SEAM_SECONDS = 0.5;

export class Landing {
  private readonly landed = new Set<string>();
  private at = Number.NaN;
  private mended = Number.NaN;

  constructor(private readonly video: HTMLVideoElement) {
    video.addEventListener("seeking", () => {
      this.at = video.currentTime;
      this.landed.clear();
    });
  }

  /** A piece of one kind, from one second to another, is said to be in the buffer. */
  arrived(kind: string, from: number, to: number): void {
    if (from <= this.at && this.at < to) this.landed.add(kind);
  }

  /** Whether all kinds have arrived where the viewer waits, and it is not there; true once for a position. */
  lost(kinds: number): boolean {
    if (!this.video.seeking || this.landed.size < kinds || this.mended === this.at || this.holds()) return false;
    this.mended = this.at;
    return true;
  }

  private holds(): boolean {
    const ranges = this.video.buffered;
    return Array.from({ length: ranges.length }).some(
      (_, place) => ranges.start(place) - AT_THE_SEAM_SECONDS <= this.at && this.at < ranges.end(place),
    );
  }
}
