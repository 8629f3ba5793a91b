/** Whom the courier deals with: the browser around it, and those who hear what came of a pulse. */

import type { Answer, Counted, Pulse } from "./protocol.ts";
import type { Span } from "./spans.ts";

export interface Surroundings {
  post(pulse: Pulse, last: boolean): Promise<Answer>;
  /** Where the film is now. */
  moment(): { position: number; rate: number; visible: boolean };
  now(): number;
  random(): number;
  later(act: () => void, milliseconds: number): () => void;
}

export interface Listeners {
  counted(answer: Counted, sent: readonly Span[]): void;
  elsewhere(text: string): void;
  refused(): void;
  unreadable(text: string): void;
  waiting(milliseconds: number): void;
  /** Open the lesson again; rejects when that fails. */
  reopen(): Promise<void>;
}
