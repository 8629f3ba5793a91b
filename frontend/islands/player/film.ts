/** The picture and sound: hls.js where the browser has media source extensions (new iPhones too), else its own HLS. */

import type Hls from "hls.js";
import { type Grant, rebased } from "./address.ts";
import { Grants, Refused } from "./grants.ts";
import { Landing } from "./landing.ts";

const MASTER = "master.m3u8";
const AUDIO = "audio/index.m3u8";
const MOST_MEDIA_RECOVERIES = 6;
const LONGEST_RETRY_MS = 15_000;
const PAST_A_STOP_SECONDS = 3;
const SETTLING_MS = 300;

export interface FilmListeners {
  refused(): void;
  trouble(): void;
  broken(): void;
  /** The heights in pixels that can be chosen, and the one playing (0: not known). */
  qualities(heights: number[], playing: number): void;
}

export class Film {
  private hls: Hls | null = null;
  private playlist = MASTER;
  private recoveries = 0;
  private stoppedAt = 0;
  private playing = false;
  private readonly grants: Grants;

  constructor(
    private readonly video: HTMLVideoElement,
    address: string,
    private readonly listeners: FilmListeners,
    renewed: (grant: Grant) => void,
  ) {
    this.grants = new Grants(address, renewed);
  }

  /** Load the film, to begin at a position. */
  async load(from: number): Promise<void> {
    // Both at once: on a slow line each is a wait of its own.
    const library = import("hls.js");
    let grant: Grant;
    try {
      grant = await this.grants.current();
    } catch (error) {
      if (error instanceof Refused) this.listeners.refused();
      else this.listeners.broken();
      return;
    }
    const { default: Player } = await library;
    if (Player.isSupported()) this.attach(Player, grant, from);
    else this.native(grant, from);
  }

  /** Play: at once, or where the addresses have just ended, as soon as there are new ones. */
  play(): void {
    this.playing = true;
    void this.video.play().catch(() => undefined);
  }

  /** Whether only the sound plays. */
  get audioOnly(): boolean {
    return this.playlist === AUDIO;
  }

  /** Play the sound alone, or the picture again; goes on where it is. */
  setAudioOnly(only: boolean): void {
    const at = this.video.currentTime;
    const playing = !this.video.paused;
    this.playlist = only ? AUDIO : MASTER;
    if (this.hls) this.anew(this.hls, at, playing);
    else this.swap(at, playing);
  }

  /** Fix the picture's height, or leave the choice to the line's speed with 0. */
  setQuality(height: number): void {
    if (!this.hls) return;
    this.hls.nextLevel = height === 0 ? -1 : this.hls.levels.findIndex((level) => level.height === height);
  }

  private attach(Player: typeof Hls, grant: Grant, from: number): void {
    const hls = new Player({
      startPosition: from,
      maxBufferLength: 30,
      maxMaxBufferLength: 60,
      backBufferLength: 60,
      capLevelToPlayerSize: true,
      enableWorker: true,
      xhrSetup: async (request, url) => {
        const current = await this.grants.current();
        request.open("GET", rebased(url, new URL(current.base, location.href).href), true);
      },
    });
    this.hls = hls;
    const tell = (): void => {
      const heights = hls.levels.map((level) => level.height).filter((height) => height > 0);
      this.listeners.qualities([...new Set(heights)].sort((one, other) => other - one), hls.levels[hls.currentLevel]?.height ?? 0);
    };
    hls.on(Player.Events.MANIFEST_PARSED, tell);
    hls.on(Player.Events.LEVEL_SWITCHED, tell);
    const landing = new Landing(this.video);
    hls.on(Player.Events.FRAG_BUFFERED, (_event, { frag }) => {
      this.recoveries = 0;
      landing.arrived(frag.type, frag.start, frag.end);
      // The browser says a little later what it holds.
      window.setTimeout(() => {
        if (landing.lost(hls.audioTracks.length > 0 ? 2 : 1)) this.anew(hls, this.video.currentTime, !this.video.paused);
      }, SETTLING_MS);
    });
    hls.on(Player.Events.ERROR, (_event, data) => {
      if (data.fatal) this.recover(data.type === Player.ErrorTypes.MEDIA_ERROR);
    });
    hls.loadSource(grant.base + this.playlist);
    hls.attachMedia(this.video);
  }

  /** Give hls.js the film from the beginning, and go on at a position. */
  private anew(hls: Hls, at: number, playing: boolean): void {
    hls.config.startPosition = at;
    hls.loadSource(this.grants.base + this.playlist);
    if (playing) this.video.addEventListener("loadedmetadata", () => void this.video.play(), { once: true });
  }

  private recover(media: boolean): void {
    this.recoveries += 1;
    // A broken film stays broken; a broken line comes back, however long it takes.
    if (media && this.recoveries > MOST_MEDIA_RECOVERIES) {
      this.listeners.broken();
      return;
    }
    // A browser that plays HLS by itself stops each time a grant has ended; that is mended before anybody need know.
    const ended = this.hls === null && this.recoveries === 1;
    if (!ended) this.listeners.trouble();
    window.setTimeout(() => void this.again(media), ended ? 0 : Math.min(LONGEST_RETRY_MS, 1000 * this.recoveries));
  }

  private async again(media: boolean): Promise<void> {
    try {
      await this.grants.renew();
    } catch (error) {
      if (error instanceof Refused) this.listeners.refused();
      else this.recover(media && this.hls !== null);
      return;
    }
    if (!this.hls) this.reload(media);
    else if (media) this.hls.recoverMediaError();
    else if (this.hls.levels.length === 0) this.hls.loadSource(this.grants.base + this.playlist);
    else this.hls.startLoad();
  }

  private native(grant: Grant, from: number): void {
    this.video.src = grant.base + this.playlist;
    this.seekWhenReady(from);
    // The browser fetches by itself, so an ended grant, a lost line and a broken film all show as an error.
    this.video.addEventListener("error", () => {
      this.stoppedAt = this.video.currentTime || this.stoppedAt;
      this.recover(true);
    });
    // At an error some browsers pause by themselves; whether to go on is what the viewer last did.
    this.video.addEventListener("play", () => {
      this.playing = true;
    });
    this.video.addEventListener("pause", () => {
      if (!this.video.error) this.playing = false;
    });
    this.video.addEventListener("timeupdate", () => {
      // Loading again tells of a position too, so only a picture well past the last stop says that it plays.
      const moved = Math.abs(this.video.currentTime - this.stoppedAt) > PAST_A_STOP_SECONDS;
      if (moved && this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) this.recoveries = 0;
    });
  }

  /** Go on where it stopped, playing only if it was; a line that has come back is no mark against the film. */
  private reload(media: boolean): void {
    if (!media) this.recoveries = 0;
    this.swap(this.stoppedAt, this.playing);
  }

  private swap(at: number, playing: boolean): void {
    this.video.src = this.grants.base + this.playlist;
    this.seekWhenReady(at);
    if (playing) void this.video.play();
  }

  private seekWhenReady(at: number): void {
    this.video.addEventListener(
      "loadedmetadata",
      () => {
        if (at > 0) this.video.currentTime = at;
      },
      { once: true },
    );
  }
}
