/**
 * Keeps unsettled spans across reloads, crashes and days off line, for each learner and lesson.
 *
 * IndexedDB holds them; localStorage takes the last word when the page goes away, because only it is done at once.
 * A browser that offers neither (private windows) still plays and sends; it only cannot remember.
 */

import { type Span, isSpans, union } from "./spans.ts";

const DATABASE = "yuanjiao-player";
const STORE = "spans";

interface Kept {
  id: string;
  spans: Span[];
  at: number;
}

export class Keeping {
  private readonly database: Promise<IDBDatabase | null>;
  private written = "[]";

  constructor(private readonly id: string) {
    this.database = opened();
  }

  /** What an earlier visit left unsettled. */
  async read(): Promise<Span[]> {
    const last = parse(attempt(() => localStorage.getItem(this.key)));
    const database = await this.database;
    if (!database) return last;
    const kept = await new Promise<Kept | null>((resolve) => {
      const request = database.transaction(STORE).objectStore(STORE).get(this.id);
      request.onsuccess = () => resolve((request.result as Kept | undefined) ?? null);
      request.onerror = () => resolve(null);
    });
    return union(last, kept && isSpans(kept.spans) ? kept.spans : []);
  }

  /** Keep these spans instead of what was kept; nothing is written when nothing changed. */
  async write(spans: readonly Span[]): Promise<void> {
    const text = JSON.stringify(spans);
    if (text === this.written) return;
    this.written = text;
    const database = await this.database;
    if (!database) return;
    const transaction = database.transaction(STORE, "readwrite");
    // The copy for a page that goes away is let go only once this one is on disk.
    transaction.oncomplete = () => attempt(() => localStorage.removeItem(this.key));
    const store = transaction.objectStore(STORE);
    if (spans.length === 0) store.delete(this.id);
    else store.put({ id: this.id, spans: [...spans], at: Date.now() } satisfies Kept);
  }

  /** The page is going away: keep at once. */
  last(spans: readonly Span[]): void {
    attempt(() => {
      if (spans.length > 0) localStorage.setItem(this.key, JSON.stringify(spans));
      else localStorage.removeItem(this.key);
    });
  }

  private get key(): string {
    return `${DATABASE}:${this.id}`;
  }
}

function opened(): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    const request = attempt(() => indexedDB.open(DATABASE, 1));
    if (!request) {
      resolve(null);
      return;
    }
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
    request.onblocked = () => resolve(null);
  });
}

function parse(text: string | null): Span[] {
  const value: unknown = text ? attempt(() => JSON.parse(text) as unknown) : null;
  return isSpans(value) ? value : [];
}

function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
