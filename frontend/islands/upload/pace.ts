/** Speed and remaining time from what was sent in the last seconds. */

const WINDOW_MS = 10_000;

export class Pace {
  private marks: { at: number; sent: number }[] = [];

  /** Notes that so many bytes have been sent at a moment. */
  note(at: number, sent: number): void {
    const last = this.marks[this.marks.length - 1];
    if (last && sent < last.sent) this.marks = [];
    this.marks.push({ at, sent });
    while (this.marks.length > 2 && (this.marks[0]?.at ?? at) < at - WINDOW_MS) this.marks.shift();
  }

  /** Forgets what was before a pause. */
  forget(): void {
    this.marks = [];
  }

  /** Bytes a second, or null before there is enough to tell. */
  speed(): number | null {
    const first = this.marks[0];
    const last = this.marks[this.marks.length - 1];
    if (!first || !last || last.at - first.at < 500 || last.sent <= first.sent) return null;
    return ((last.sent - first.sent) * 1000) / (last.at - first.at);
  }

  /** Seconds left for the rest, or null. */
  left(total: number): number | null {
    const speed = this.speed();
    const last = this.marks[this.marks.length - 1];
    return speed && last ? (total - last.sent) / speed : null;
  }
}

/** A number of bytes as people read it. */
export function size(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
