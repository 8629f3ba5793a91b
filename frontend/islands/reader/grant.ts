/** The signed folder address of the document, renewed before it ends. */

interface Answer {
  base: string;
  expires: number;
  now: number;
}

const SPARE_MS = 30_000;

export class Refused extends Error {}

export class Grant {
  private answer: { base: string; until: number } | null = null;
  private asking: Promise<string> | null = null;

  constructor(private readonly address: string) {}

  /** The base in force. */
  base(): Promise<string> {
    if (this.answer && this.answer.until - SPARE_MS > Date.now()) return Promise.resolve(this.answer.base);
    this.asking ??= this.ask().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  /** Fetches one of the document's files. */
  async file(name: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> {
    const response = await fetch((await this.base()) + name, { method, headers });
    if (response.status === 403) throw new Refused();
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response;
  }

  private async ask(): Promise<string> {
    const response = await fetch(this.address, { headers: { Accept: "application/json" } });
    if (response.status === 403 || response.status === 404 || response.redirected) throw new Refused();
    if (!response.ok) throw new Error(`grant: ${response.status}`);
    const { base, expires, now } = (await response.json()) as Answer;
    this.answer = { base, until: Date.now() + (expires - now) * 1000 };
    return base;
  }
}
