/** The line that says, at the moment it happens, what does not count and why. */

import { part } from "./config.ts";
import type { Messages } from "./messages.ts";
import type { Say } from "./protocol.ts";

export type Tone = "calm" | "warning" | "trouble";

export class Status {
  private readonly line = part("status");
  private readonly button = part<HTMLButtonElement>("status-action");
  private readonly appeal = part<HTMLAnchorElement>("status-appeal");
  private act: () => void = () => undefined;
  private timer = 0;

  constructor(private readonly words: Messages) {
    this.button.addEventListener("click", () => this.act());
  }

  /** Say something; a calm sentence goes by itself, the others stay until they are over. */
  say(text: string, tone: Tone): void {
    window.clearTimeout(this.timer);
    this.line.textContent = text;
    this.line.dataset.tone = tone;
    this.button.hidden = true;
    this.appeal.hidden = true;
    if (tone === "calm" && text) this.timer = window.setTimeout(() => this.clear(), 8_000);
  }

  /** Say something in passing, unless what stands there matters more. */
  hint(text: string): void {
    if (this.line.textContent === "" || this.line.dataset.tone === "calm") this.say(text, "calm");
  }

  /** Say something and offer one act. */
  offer(text: string, label: string, act: () => void): void {
    this.say(text, "warning");
    this.button.textContent = label;
    this.button.hidden = false;
    this.act = act;
  }

  /** What the server said, in the page's language where its code is known; and the way to object. */
  server(say: Say): void {
    const known = (this.words as Record<string, string>)[`say_${say.code}`];
    this.say(known ?? say.text, "warning");
    this.appeal.hidden = false;
  }

  /** Nothing is wrong any more. */
  clear(): void {
    this.say("", "calm");
  }

  /** Take back a warning, but leave what needs an act. */
  settle(): void {
    if (this.button.hidden && this.line.dataset.tone === "warning") this.clear();
  }
}
