/** Opening a lesson, once at a time, and what is said when that fails. */

import type { Config } from "./config.ts";
import type { Messages } from "./messages.ts";
import { Barred, SignedOut, open } from "./opening.ts";
import type { Opened } from "./protocol.ts";
import type { Status } from "./status.ts";

export class Connection {
  private opening: Promise<void> | null = null;

  constructor(
    private readonly config: Config,
    private readonly words: Messages,
    private readonly status: Status,
    private readonly opened: (answer: Opened) => void,
    private readonly failed: () => void,
  ) {}

  /** Open the lesson here; a second caller waits for the first. Rejects when it cannot be opened. */
  connect(): Promise<void> {
    this.opening ??= this.open().finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  /** Say that the sign-in is over, and offer it. */
  signedOut(): void {
    this.status.offer(this.words.signedOut, this.words.signIn, () => location.assign(this.config.addresses.sign_in));
  }

  private async open(): Promise<void> {
    try {
      const answer = await open(this.config.addresses.watch);
      this.status.clear();
      this.opened(answer);
    } catch (error) {
      this.failed();
      if (error instanceof SignedOut) this.signedOut();
      else if (error instanceof Barred) this.status.say(error.message || this.words.mediaRefused, "trouble");
      else this.status.say(this.words.connectFailed, "trouble");
      throw error;
    }
  }
}
