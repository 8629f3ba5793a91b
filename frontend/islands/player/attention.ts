/** The attention check: the film pauses, one button is offered, any key or button answers (C1). Never a puzzle. */

import { part } from "./config.ts";
import type { Messages } from "./messages.ts";
import type { Check } from "./protocol.ts";
import { filled, spoken } from "./words.ts";

const SILENT_KEYS = new Set(["Shift", "Control", "Alt", "Meta", "CapsLock", "NumLock", "Process"]);
/** Every so many seconds the countdown is read out; each second would drown the page's reader. */
const SPOKEN_EVERY = 15;

export class Attention {
  private readonly dialog = part("check");
  private readonly button = part<HTMLButtonElement>("check-button");
  private readonly left = part("check-left");
  private readonly spoken = part("check-spoken");
  private check: Check | null = null;
  private answered = "";
  private until = 0;
  private timer = 0;
  private before: HTMLElement | null = null;
  private title = "";

  /** @param answer called with the check's id; the film goes on after it. */
  constructor(
    private readonly words: Messages,
    private readonly answer: (id: string) => void,
  ) {
    this.button.addEventListener("click", () => this.respond());
    this.dialog.addEventListener("click", () => this.respond());
    document.addEventListener("keydown", (event) => this.key(event), true);
  }

  /** Whether the question is on the screen. */
  get open(): boolean {
    return this.check !== null;
  }

  /** Ask; false when this check was asked or answered already. */
  ask(check: Check): boolean {
    if (this.check?.id === check.id || this.answered === check.id) return false;
    this.check = check;
    this.until = performance.now() + check.answer_within * 1000;
    this.before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.title = document.title;
    document.title = this.words.checkTitle + this.title;
    this.dialog.hidden = false;
    this.button.focus();
    this.count();
    this.timer = window.setInterval(() => this.count(), 1000);
    return true;
  }

  private respond(): void {
    if (!this.check) return;
    const { id } = this.check;
    this.answered = id;
    this.check = null;
    window.clearInterval(this.timer);
    this.dialog.hidden = true;
    document.title = this.title;
    this.before?.focus();
    this.answer(id);
  }

  private key(event: KeyboardEvent): void {
    if (!this.check || SILENT_KEYS.has(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    // The only thing to reach is the button, so the focus stays; every other key is an answer.
    if (event.key === "Tab") this.button.focus();
    else if (!event.repeat) this.respond();
  }

  private count(): void {
    const seconds = Math.max(0, Math.ceil((this.until - performance.now()) / 1000));
    const over = seconds === 0;
    const text = over ? this.words.checkOver : filled(this.words.checkLeft, { left: spoken(seconds, this.words) });
    this.left.textContent = text;
    if (over || seconds % SPOKEN_EVERY === 0) this.spoken.textContent = text;
    if (over) window.clearInterval(this.timer);
  }
}
