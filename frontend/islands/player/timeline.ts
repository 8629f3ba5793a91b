/** The slim bar under the picture: verified parts in pine, parts not counted yet in amber, and the sentence. */

import { part } from "./config.ts";
import type { Messages } from "./messages.ts";
import { type Span, difference } from "./spans.ts";
import { clock, filled, spoken } from "./words.ts";

const SVG = "http://www.w3.org/2000/svg";

export class Timeline {
  private readonly range = part<HTMLInputElement>("seek");
  private readonly drawing = document.querySelector<SVGSVGElement>("[data-player-parts]");
  private readonly sentence = part("verified");
  private readonly time = part("time");
  private dragging = false;

  constructor(
    private readonly duration: number,
    private readonly words: Messages,
    seek: (seconds: number) => void,
  ) {
    this.range.max = String(duration);
    this.drawing?.setAttribute("viewBox", `0 0 ${Math.max(duration, 1)} 10`);
    this.range.addEventListener("input", () => {
      this.dragging = true;
      this.show(Number(this.range.value));
    });
    this.range.addEventListener("change", () => {
      this.dragging = false;
      seek(Number(this.range.value));
    });
  }

  /** Show the position, unless a finger holds the handle. */
  move(seconds: number): void {
    if (this.dragging) return;
    this.range.value = String(seconds);
    this.show(seconds);
  }

  /** Draw what counts and what does not yet, and say it. `covered` and `need` are seconds. */
  draw(verified: readonly Span[], uncounted: readonly Span[], covered: number, need: number): void {
    this.drawing?.replaceChildren(
      ...verified.map((span) => block(span, "is-verified")),
      ...difference(uncounted, verified).map((span) => block(span, "is-uncounted")),
    );
    const values = { covered: spoken(covered, this.words), left: spoken(Math.ceil(need - covered), this.words) };
    this.sentence.textContent = filled(covered >= need ? this.words.verifiedDone : this.words.verified, values);
  }

  private show(seconds: number): void {
    this.time.textContent = `${clock(seconds)} / ${clock(this.duration)}`;
    this.range.setAttribute(
      "aria-valuetext",
      filled(this.words.position, { at: spoken(seconds, this.words), duration: spoken(this.duration, this.words) }),
    );
  }
}

function block([from, to]: Span, name: string): SVGRectElement {
  const rectangle = document.createElementNS(SVG, "rect");
  rectangle.setAttribute("x", String(from));
  rectangle.setAttribute("width", String(to - from));
  rectangle.setAttribute("height", "10");
  rectangle.setAttribute("class", name);
  return rectangle;
}
