/** One uploader: choosing, sending, pausing, going on after a lost line or a restart of the browser. */

import { DetailedError, type PreviousUpload, Upload, defaultOptions } from "tus-js-client";
import { filled, messages } from "./messages.ts";
import { Pace, size } from "./pace.ts";
import { duration } from "./words.ts";

const ENDPOINT = "/uploads/";
const CHUNK_BYTES = 16 * 1024 * 1024;
const RETRY_MS = [500, 2_000, 5_000, 10_000];
const AGAIN_MS = 15_000;
const DRAW_MS = 250;

export class Uploader {
  private upload: Upload | null = null;
  private readonly pace = new Pace();
  private sent = 0;
  private total = 0;
  private asset = "";
  private running = false;
  private drawn = 0;
  private again = 0;

  constructor(private readonly root: HTMLElement) {}

  /** Connects the buttons and tells of an upload that an earlier visit left unfinished. */
  attach(): void {
    const input = this.part<HTMLInputElement>("file");
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      input.value = "";
      if (file) void this.begin(file);
    });
    this.part("pause").addEventListener("click", () => void this.pause());
    this.part("go").addEventListener("click", () => this.go());
    this.part("cancel").addEventListener("click", () => void this.cancel());
    this.attachDrop(this.part("drop"));
    this.part("asset").addEventListener("htmx:afterSettle", () => this.settled());
    window.addEventListener("online", () => this.goAfterTrouble());
    window.addEventListener("beforeunload", (event) => {
      if (this.running) event.preventDefault();
    });
    void this.tellUnfinished();
  }

  private attachDrop(drop: HTMLElement): void {
    const over = (event: DragEvent, on: boolean): void => {
      event.preventDefault();
      drop.classList.toggle("uploader-over", on);
    };
    drop.addEventListener("dragover", (event) => over(event, true));
    drop.addEventListener("dragleave", (event) => over(event, false));
    drop.addEventListener("drop", (event) => {
      over(event, false);
      const file = event.dataTransfer?.files[0];
      if (file && !this.running) void this.begin(file);
    });
  }

  private async begin(file: File): Promise<void> {
    const accepted = this.part<HTMLInputElement>("file").accept.split(",");
    const name = file.name;
    if (!accepted.some((ending) => name.toLowerCase().endsWith(ending))) {
      return this.say(filled(messages.wrongEnding, { name, hint: this.root.dataset.hint ?? "" }), "trouble");
    }
    if (file.size === 0) return this.say(filled(messages.empty, { name }), "trouble");
    this.total = file.size;
    this.asset = "";
    this.upload = this.made(file);
    const [earlier] = await this.upload.findPreviousUploads();
    if (earlier) this.upload.resumeFromPreviousUpload(earlier);
    this.part("name").textContent = `${name}（${size(file.size)}）`;
    this.part("drop").hidden = true;
    this.part("line").hidden = false;
    this.go();
  }

  private made(file: File): Upload {
    const kind = this.root.dataset.kind ?? "video";
    return new Upload(file, {
      endpoint: ENDPOINT,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_MS,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, kind, size: String(file.size) },
      fingerprint: async () => ["yuanjiao", kind, file.name, file.size, file.lastModified].join("-"),
      onShouldRetry: (error) => this.worthRetrying(error),
      onProgress: (sent) => this.moved(sent),
      onAfterResponse: (_request, response) => {
        this.asset = response.getHeader("Upload-Asset") ?? this.asset;
      },
      onSuccess: () => this.finish(),
      onError: (error) => this.trouble(error),
    });
  }

  private go(): void {
    if (!this.upload) return;
    window.clearTimeout(this.again);
    this.running = true;
    this.pace.forget();
    this.buttons();
    this.say(messages.starting);
    this.upload.start();
  }

  private async pause(): Promise<void> {
    window.clearTimeout(this.again);
    this.running = false;
    this.buttons();
    await this.upload?.abort();
    this.part("pace").textContent = "";
    this.say(filled(messages.paused, { sent: size(this.sent), total: size(this.total) }));
  }

  private async cancel(): Promise<void> {
    window.clearTimeout(this.again);
    this.running = false;
    try {
      await this.upload?.abort(true);
    } catch {
      // The server throws it away by itself after a week.
    }
    this.close(messages.cancelled);
  }

  private finish(): void {
    this.running = false;
    this.close(messages.done);
    if (!this.asset) return;
    this.part<HTMLInputElement>("value").value = this.asset;
    const address = (this.root.dataset.status ?? "").replace(/\/0\//, `/${this.asset}/`);
    void window.htmx.ajax("get", address, { target: this.part("asset"), swap: "innerHTML" });
    this.root.dispatchEvent(new CustomEvent("yuanjiao:asset", { bubbles: true, detail: { id: Number(this.asset) } }));
  }

  /** What the server made of the file is shown now, so that it begins is no news any more. */
  private settled(): void {
    const over = this.part("asset").querySelector("[data-asset-state=ready], [data-asset-state=failed]");
    if (over && this.part("said").textContent === messages.done) this.say("");
  }

  private worthRetrying(error: DetailedError): boolean {
    const status = error.originalResponse?.getStatus() ?? 0;
    const again = status === 0 || status === 409 || status === 423 || (status >= 500 && status !== 507);
    if (again && status !== 409) {
      this.part("pace").textContent = "";
      this.say(navigator.onLine ? messages.retrying : messages.offline, "warning");
    }
    return again;
  }

  private trouble(error: Error | DetailedError): void {
    const answer = error instanceof DetailedError ? error.originalResponse : null;
    const status = answer?.getStatus() ?? 0;
    if (status === 0 || status === 423 || status === 502 || status === 503 || status === 504) {
      this.say(navigator.onLine ? messages.retrying : messages.offline, "warning");
      this.again = window.setTimeout(() => this.goAfterTrouble(), AGAIN_MS);
      return;
    }
    this.running = false;
    const why = answer?.getBody() || messages.unknown;
    if (status === 403 && this.sent > 0) {
      this.buttons();
      return this.say(messages.signedOut, "trouble");
    }
    if (status === 507) {
      this.buttons();
      return this.say(why, "trouble");
    }
    this.close(filled(messages.failed, { why }), "trouble");
  }

  private goAfterTrouble(): void {
    if (this.running && this.upload) this.go();
  }

  private moved(sent: number): void {
    const now = performance.now();
    this.sent = sent;
    this.pace.note(now, sent);
    if (now - this.drawn < DRAW_MS && sent < this.total) return;
    this.drawn = now;
    this.part<HTMLProgressElement>("bar").value = Math.floor((1000 * sent) / this.total);
    const [speed, left] = [this.pace.speed(), this.pace.left(this.total)];
    const gaps = { sent: size(sent), total: size(this.total) };
    this.say("");
    this.part("pace").textContent =
      speed !== null && left !== null
        ? filled(messages.pace, { ...gaps, speed: size(speed), left: duration(left) })
        : filled(messages.paceUnknown, gaps);
  }

  private close(text: string, tone = ""): void {
    this.upload = null;
    this.sent = 0;
    this.part<HTMLProgressElement>("bar").value = 0;
    this.part("pace").textContent = "";
    this.part("line").hidden = true;
    this.part("drop").hidden = false;
    this.say(text, tone);
  }

  private buttons(): void {
    this.part("pause").hidden = !this.running;
    this.part("go").hidden = this.running;
  }

  private async tellUnfinished(): Promise<void> {
    const kind = this.root.dataset.kind ?? "video";
    const all = (await defaultOptions.urlStorage?.findAllUploads()) ?? [];
    const mine = all.filter((each: PreviousUpload) => each.metadata.kind === kind);
    const last = mine.sort((one, other) => other.creationTime.localeCompare(one.creationTime))[0];
    if (!last || Date.parse(last.creationTime) < Date.now() - 7 * 24 * 3600 * 1000) return;
    const gaps = { name: last.metadata.filename ?? "", total: size(Number(last.metadata.size ?? 0)) };
    this.say(filled(messages.unfinished, gaps), "warning");
  }

  private say(text: string, tone = ""): void {
    const said = this.part("said");
    said.textContent = text;
    said.dataset.tone = tone;
  }

  private part<Kind extends HTMLElement>(name: string): Kind {
    const found = this.root.querySelector<Kind>(`[data-upload-${name}]`);
    if (!found) throw new Error(`the uploader lacks ${name}`);
    return found;
  }
}
