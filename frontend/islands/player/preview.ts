/** A small picture above the line while the pointer is on it: what is at that moment. */

import { part } from "./config.ts";
import { type Thumbnail, thumbnailAt, thumbnails } from "./thumbnails.ts";
import { clock } from "./words.ts";

export class Preview {
  private readonly box = part("preview");
  private readonly picture = part("preview-picture");
  private readonly time = part("preview-time");
  private all: Thumbnail[] = [];
  private base = "";
  private asked = false;

  constructor(private readonly duration: number) {
    const line = part("seek");
    line.addEventListener("pointermove", (event) => {
      // A finger covers the picture; only a pointer that hovers gets one.
      if (event.pointerType === "mouse") this.show(event.offsetX / line.clientWidth);
    });
    for (const event of ["pointerleave", "blur"]) line.addEventListener(event, () => this.hide());
  }

  /** The folder of the film's files moved to a newer signature. */
  rebase(base: string): void {
    this.base = base;
  }

  private show(share: number): void {
    if (!this.asked) void this.load();
    const at = Math.min(1, Math.max(0, share)) * this.duration;
    const thumbnail = thumbnailAt(this.all, at);
    this.time.textContent = clock(at);
    this.picture.hidden = thumbnail === null;
    if (thumbnail) {
      const { style } = this.picture;
      style.width = `${thumbnail.width}px`;
      style.height = `${thumbnail.height}px`;
      style.backgroundImage = `url("${this.base}${thumbnail.file}")`;
      style.backgroundPosition = `-${thumbnail.x}px -${thumbnail.y}px`;
    }
    this.box.hidden = false;
    const half = this.box.offsetWidth / 2;
    const room = part("seek").clientWidth;
    this.box.style.left = `${Math.min(room - half, Math.max(half, share * room))}px`;
  }

  private hide(): void {
    this.box.hidden = true;
  }

  private async load(): Promise<void> {
    if (!this.base) return;
    this.asked = true;
    try {
      const response = await fetch(`${this.base}thumbnails.vtt`);
      if (response.ok) this.all = thumbnails(await response.text());
    } catch {
      this.asked = false;
    }
  }
}
