import { figuresOf, type Figures } from "./figures.ts";
import { redraw, refresh } from "./page.ts";

const POLL_EVERY = 10_000;
const REFRESH_AT_MOST_EVERY = 10_000;
const STREAM_TRIES = 3;

/** Keeps the figures of a page fresh: by server-sent events, or by asking when a proxy swallows them. */
export function start(place: HTMLElement): void {
  const stream = place.dataset["live"];
  const now = place.dataset["liveNow"];
  if (!stream || !now) return;
  const take = taker();
  if (typeof EventSource === "undefined") poll(now, take);
  else listen(stream, take, () => poll(now, take));
}

function listen(address: string, take: (figures: Figures) => void, giveUp: () => void): void {
  let failures = 0;
  const source = new EventSource(address);
  source.addEventListener("message", (event) => {
    failures = 0;
    const figures = figuresOf(event.data as string);
    if (figures) take(figures);
  });
  source.addEventListener("error", () => {
    failures += 1;
    if (failures < STREAM_TRIES && source.readyState !== EventSource.CLOSED) return;
    source.close();
    giveUp();
  });
}

function poll(address: string, take: (figures: Figures) => void): void {
  const ask = async (): Promise<void> => {
    if (document.hidden) return;
    try {
      const answer = await fetch(address, { cache: "no-store" });
      if (!answer.ok) return;
      const figures = figuresOf(await answer.text());
      if (figures) take(figures);
    } catch {
      // The line is gone; the next round asks again, and the figures shown stay as they were.
    }
  };
  void ask();
  window.setInterval(() => void ask(), POLL_EVERY);
}

function taker(): (figures: Figures) => void {
  let version: number | undefined;
  let refreshed = 0;
  let waiting: number | undefined;
  const refreshSoon = (): void => {
    if (waiting !== undefined) return;
    waiting = window.setTimeout(() => {
      waiting = undefined;
      refreshed = Date.now();
      refresh();
    }, Math.max(0, refreshed + REFRESH_AT_MOST_EVERY - Date.now()));
  };
  return (figures) => {
    redraw(figures);
    if (version !== undefined && figures.version !== version) refreshSoon();
    version = figures.version;
  };
}
