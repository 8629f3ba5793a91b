/** What the page knows to be verified, and what played without counting yet: the two colours of the bar. */

import type { Counted } from "./protocol.ts";
import { type Span, difference, union } from "./spans.ts";

export class Ledger {
  verified: Span[];
  /** Played past a question that nobody has answered yet: stored by the server, not counted. */
  pending: Span[] = [];

  constructor(
    covered: readonly Span[],
    public seconds: number,
    public need: number,
  ) {
    this.verified = union(covered, []);
  }

  /** Take over what an opening says. */
  opened(covered: readonly Span[], seconds: number, need: number): void {
    this.verified = union(covered, []);
    this.pending = [];
    this.seconds = seconds;
    this.need = need;
  }

  /** Take over what a pulse's answer says of the spans that were sent. */
  counted(answer: Counted, sent: readonly Span[]): void {
    this.verified = union(this.verified, answer.accepted);
    this.seconds = answer.covered;
    if (answer.need > 0) this.need = answer.need;
    if (answer.check) {
      const silent = difference(difference(sent, answer.accepted), answer.held);
      this.pending = difference(union(this.pending, silent), this.verified);
    } else {
      this.pending = [];
    }
  }
}
