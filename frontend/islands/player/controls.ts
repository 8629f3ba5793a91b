/** The buttons and menus under the picture; every one is a plain button, range or select with its name. */

import { part } from "./config.ts";
import type { Film } from "./film.ts";
import type { Messages } from "./messages.ts";
import { filled } from "./words.ts";

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];
const VOLUME_STEP = 0.1;

export class Controls {
  private readonly frame = part("frame");
  private readonly play = part<HTMLButtonElement>("play");
  private readonly mute = part<HTMLButtonElement>("mute");
  private readonly volume = part<HTMLInputElement>("volume");
  private readonly speed = part<HTMLSelectElement>("speed");
  private readonly quality = part<HTMLSelectElement>("quality");
  private readonly captions = part<HTMLButtonElement>("captions");
  private readonly audio = part<HTMLButtonElement>("audio");
  private readonly small = part<HTMLButtonElement>("small");
  private readonly full = part<HTMLButtonElement>("full");

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly film: Film,
    private readonly words: Messages,
    speedMax: number,
    private readonly told: (text: string) => void,
  ) {
    for (const rate of SPEEDS.filter((each) => each <= speedMax)) {
      this.speed.add(new Option(`${rate}×`, String(rate), rate === 1, rate === 1));
    }
    this.play.addEventListener("click", () => this.togglePlay());
    video.addEventListener("click", () => this.togglePlay());
    this.mute.addEventListener("click", () => this.toggleMute());
    this.volume.addEventListener("input", () => this.setVolume(Number(this.volume.value)));
    this.speed.addEventListener("change", () => this.setSpeed());
    this.quality.addEventListener("change", () => film.setQuality(Number(this.quality.value)));
    this.captions.addEventListener("click", () => this.toggleCaptions());
    this.audio.addEventListener("click", () => this.toggleAudio());
    this.small.addEventListener("click", () => void this.toggleSmall());
    this.full.addEventListener("click", () => void this.toggleFull());
    this.small.hidden = !document.pictureInPictureEnabled;
    for (const event of ["play", "pause", "volumechange", "ratechange"]) video.addEventListener(event, () => this.show());
    document.addEventListener("fullscreenchange", () => this.show());
    this.show();
  }

  togglePlay(): void {
    if (this.video.paused) this.film.play();
    else this.video.pause();
  }

  toggleMute(): void {
    this.video.muted = !this.video.muted;
  }

  /** A step louder or softer. */
  louder(direction: 1 | -1): void {
    this.setVolume(Math.min(1, Math.max(0, this.video.volume + direction * VOLUME_STEP)));
    this.told(filled(this.words.volume, { percent: Math.round(this.video.volume * 100) }));
  }

  /** The next speed up or down, never above the policy's. */
  faster(direction: 1 | -1): void {
    const index = Math.min(this.speed.options.length - 1, Math.max(0, this.speed.selectedIndex + direction));
    this.speed.selectedIndex = index;
    this.setSpeed();
    this.told(filled(this.words.speed, { rate: this.speed.value }));
  }

  toggleCaptions(): void {
    const track = this.video.textTracks[0];
    if (!track || this.captions.hidden) return;
    track.mode = track.mode === "showing" ? "hidden" : "showing";
    this.captions.setAttribute("aria-pressed", String(track.mode === "showing"));
  }

  async toggleFull(): Promise<void> {
    const native = this.video as HTMLVideoElement & { webkitEnterFullscreen?: () => void };
    if (document.fullscreenElement) await document.exitFullscreen();
    else if (this.frame.requestFullscreen) await this.frame.requestFullscreen().catch(() => undefined);
    else native.webkitEnterFullscreen?.();
  }

  /** Show which heights there are. */
  offer(heights: readonly number[], playing: number): void {
    const chosen = this.quality.value;
    const automatic = playing ? filled(this.words.automaticNow, { height: playing }) : this.words.automatic;
    this.quality.replaceChildren(
      new Option(automatic, "0"),
      ...heights.map((height) => new Option(`${height}P`, String(height))),
    );
    this.quality.value = heights.includes(Number(chosen)) ? chosen : "0";
    this.quality.hidden = heights.length === 0;
  }

  private setSpeed(): void {
    // The default too, or loading another playlist would fall back to it.
    this.video.defaultPlaybackRate = this.video.playbackRate = Number(this.speed.value);
  }

  private setVolume(volume: number): void {
    this.video.volume = volume;
    this.video.muted = volume === 0;
  }

  private toggleAudio(): void {
    this.film.setAudioOnly(!this.film.audioOnly);
    this.audio.setAttribute("aria-pressed", String(this.film.audioOnly));
    this.frame.classList.toggle("is-audio", this.film.audioOnly);
    this.quality.hidden = this.film.audioOnly;
    if (this.film.audioOnly) this.told(this.words.audioOnlyHint);
  }

  private async toggleSmall(): Promise<void> {
    if (document.pictureInPictureElement) await document.exitPictureInPicture();
    else await this.video.requestPictureInPicture().catch(() => undefined);
  }

  private show(): void {
    const { video, words } = this;
    const full = document.fullscreenElement !== null;
    this.frame.classList.toggle("is-playing", !video.paused);
    this.frame.classList.toggle("is-muted", video.muted);
    this.frame.classList.toggle("is-full", full);
    this.play.setAttribute("aria-label", video.paused ? words.play : words.pause);
    this.mute.setAttribute("aria-label", video.muted ? words.unmute : words.mute);
    this.full.setAttribute("aria-label", full ? words.leaveFullscreen : words.fullscreen);
    this.volume.value = String(video.muted ? 0 : video.volume);
  }
}
