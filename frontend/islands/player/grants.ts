/** Keeps a media grant fresh: asks for a new signed base before the old one ends. */

import { type Grant, isOver, renewIn } from "./address.ts";

interface GrantAnswer {
  base: string;
  expires: number;
  now: number;
  captions?: string;
}

export class Refused extends Error {}

export class Grants {
  private grant: Grant | null = null;
  private asking: Promise<Grant> | null = null;
  private timer = 0;

  constructor(
    private readonly address: string,
    private readonly renewed: (grant: Grant) => void,
  ) {}

  /** The grant in force; asks for one when there is none or it is over. */
  current(): Promise<Grant> {
    if (this.grant && !isOver(this.grant, Date.now())) return Promise.resolve(this.grant);
    return this.renew();
  }

  /** The newest base, for addresses that are built at once. */
  get base(): string {
    return this.grant?.base ?? "";
  }

  /** Ask for a new grant now; one request serves all who ask meanwhile. */
  renew(): Promise<Grant> {
    this.asking ??= this.ask().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  private async ask(): Promise<Grant> {
    const response = await fetch(this.address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (response.status === 403 || response.status === 404 || response.redirected) throw new Refused();
    if (!response.ok) throw new Error(`media grant: ${response.status}`);
    const answer = (await response.json()) as GrantAnswer;
    // The server's clock decides; only the difference of its two times is used here.
    const until = Date.now() + (answer.expires - answer.now) * 1000;
    this.grant = { base: answer.base, until, captions: answer.captions ?? "" };
    this.renewed(this.grant);
    this.plan(renewIn(this.grant, Date.now()));
    return this.grant;
  }

  private plan(milliseconds: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.renew().catch(() => this.plan(10_000));
    }, milliseconds);
  }
}
