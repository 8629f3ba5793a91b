/// <reference types="vite/client" />
/** A PDF: pages under one another, drawn when they come near and let go when they are far. */

import * as pdf from "pdfjs-dist/legacy/build/pdf.mjs";
import worker from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";
import { type Config, part } from "./config.ts";
import type { Grant } from "./grant.ts";
import { filled, messages } from "./messages.ts";
import type { Place } from "./place.ts";

const PIECE_BYTES = 256 * 1024;
const NEAR = "150% 0px";
const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const DENSITY_MAX = 2;

/** Fetches ranges by the grant in force: an address of PDF.js's own would end after five minutes. */
class Ranges extends pdf.PDFDataRangeTransport {
  constructor(
    length: number,
    private readonly grant: Grant,
  ) {
    super(length, null);
  }

  override requestDataRange(begin: number, end: number): void {
    this.grant
      .file("document.pdf", { Range: `bytes=${begin}-${end - 1}` })
      .then(async (response) => this.onDataRange(begin, new Uint8Array(await response.arrayBuffer())))
      .catch(() => {
        part("said").textContent = messages.trouble;
      });
  }
}

/** Opens a PDF at the reader's place. */
export async function openPages(config: Config, grant: Grant, place: Place): Promise<void> {
  pdf.GlobalWorkerOptions.workerSrc = worker;
  const head = await grant.file("document.pdf", {}, "HEAD");
  const whole = await pdf.getDocument({
    range: new Ranges(Number(head.headers.get("content-length")), grant),
    rangeChunkSize: PIECE_BYTES,
    disableAutoFetch: true,
    disableStream: true,
    isEvalSupported: false,
    cMapUrl: `${config.support}cmaps/`,
    standardFontDataUrl: `${config.support}standard_fonts/`,
    wasmUrl: `${config.support}wasm/`,
  }).promise;
  await new Pages(whole, place).open(Math.min(config.place, whole.numPages - 1), config.fraction / 1000);
}

class Pages {
  private readonly scroller = part("pages");
  private readonly number = part<HTMLInputElement>("number");
  private readonly sheets: HTMLElement[] = [];
  private readonly drawing = new Map<number, pdf.RenderTask>();
  private zoom = 1;
  private shape = { width: 1, height: 1.414 };

  constructor(
    private readonly whole: pdf.PDFDocumentProxy,
    private readonly place: Place,
  ) {}

  async open(page: number, fraction: number): Promise<void> {
    const first = (await this.whole.getPage(1)).getViewport({ scale: 1 });
    this.shape = { width: first.width, height: first.height };
    this.scroller.hidden = false;
    part("zooms").hidden = false;
    this.number.hidden = false;
    this.number.max = String(this.whole.numPages);
    part("total").textContent = filled(messages.of, { total: this.whole.numPages });
    for (let number = 1; number <= this.whole.numPages; number += 1) this.sheets.push(this.sheet(number));
    this.scroller.append(...this.sheets);
    this.fit();
    this.go(page, fraction);
    const near = new IntersectionObserver((seen) => this.near(seen), { root: this.scroller, rootMargin: NEAR });
    for (const sheet of this.sheets) near.observe(sheet);
    this.attach();
  }

  private attach(): void {
    this.scroller.addEventListener("scroll", () => this.moved(), { passive: true });
    this.number.addEventListener("change", () => this.go(Number(this.number.value) - 1));
    part("back").addEventListener("click", () => this.go(this.here().page - 1));
    part("on").addEventListener("click", () => this.go(this.here().page + 1));
    part("smaller").addEventListener("click", () => this.step(-1));
    part("larger").addEventListener("click", () => this.step(1));
    new ResizeObserver(() => this.fit()).observe(this.scroller);
  }

  private sheet(number: number): HTMLElement {
    const sheet = document.createElement("section");
    sheet.className = "reader-sheet";
    sheet.dataset.number = String(number);
    sheet.setAttribute("aria-label", filled(messages.page, { n: number }));
    return sheet;
  }

  private fit(): void {
    const { page, fraction } = this.here();
    const room = Math.min(this.scroller.clientWidth - 24, 1100);
    const width = Math.max(120, Math.round(room * this.zoom));
    const known = this.scroller.style.getPropertyValue("--sheet-width");
    if (known === `${width}px`) return;
    this.scroller.style.setProperty("--sheet-width", `${width}px`);
    this.scroller.style.setProperty("--sheet-shape", String(this.shape.width / this.shape.height));
    for (const sheet of this.sheets) this.clear(sheet);
    if (known) this.go(page, fraction);
    for (const sheet of this.sheets) if (sheet.dataset.near) void this.draw(sheet);
  }

  private step(direction: number): void {
    const at = ZOOMS.findIndex((zoom) => zoom >= this.zoom);
    this.zoom = ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, at + direction))] ?? 1;
    this.fit();
  }

  private here(): { page: number; fraction: number } {
    const top = this.scroller.scrollTop + 1;
    const page = Math.max(0, this.sheets.findIndex((sheet) => sheet.offsetTop + sheet.offsetHeight > top));
    const sheet = this.sheets[page];
    return { page, fraction: sheet ? Math.max(0, (top - sheet.offsetTop) / Math.max(1, sheet.offsetHeight)) : 0 };
  }

  private go(page: number, fraction = 0): void {
    const sheet = this.sheets[Math.min(this.sheets.length - 1, Math.max(0, page))];
    if (sheet) this.scroller.scrollTop = sheet.offsetTop - 8 + fraction * sheet.offsetHeight;
    this.moved();
  }

  private moved(): void {
    const { page, fraction } = this.here();
    this.number.value = String(page + 1);
    part<HTMLButtonElement>("back").disabled = page === 0;
    part<HTMLButtonElement>("on").disabled = page === this.sheets.length - 1;
    this.place.note(page, fraction);
  }

  private near(seen: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of seen) {
      const sheet = target as HTMLElement;
      sheet.dataset.near = isIntersecting ? "yes" : "";
      if (isIntersecting) void this.draw(sheet);
      else this.clear(sheet);
    }
  }

  private clear(sheet: HTMLElement): void {
    const number = Number(sheet.dataset.number);
    this.drawing.get(number)?.cancel();
    this.drawing.delete(number);
    sheet.replaceChildren();
  }

  private async draw(sheet: HTMLElement): Promise<void> {
    const number = Number(sheet.dataset.number);
    if (this.drawing.has(number)) return;
    const page = await this.whole.getPage(number);
    if (this.drawing.has(number) || !sheet.dataset.near) return;
    const plain = page.getViewport({ scale: 1 });
    sheet.style.setProperty("--sheet-shape", String(plain.width / plain.height));
    const viewport = page.getViewport({ scale: sheet.clientWidth / plain.width });
    const density = Math.min(DENSITY_MAX, window.devicePixelRatio || 1);
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(viewport.width * density);
    canvas.height = Math.floor(viewport.height * density);
    const words = document.createElement("div");
    words.className = "reader-words";
    words.style.setProperty("--total-scale-factor", String(viewport.scale));
    const task = page.render({ canvas, viewport, transform: [density, 0, 0, density, 0, 0] });
    this.drawing.set(number, task);
    sheet.replaceChildren(canvas, words);
    try {
      await task.promise;
      await new pdf.TextLayer({ textContentSource: page.streamTextContent(), container: words, viewport }).render();
    } catch (error) {
      if (!(error instanceof pdf.RenderingCancelledException)) throw error;
    }
  }
}
