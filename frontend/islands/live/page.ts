import type { Figures } from "./figures.ts";

const HOURS = 24;
const WIDTH = 240;
const HEIGHT = 64;

/** Puts figures where `data-live-figure` asks for them, and the day's curve where `data-live-curve` does. */
export function redraw(figures: Figures): void {
  if (document.hidden) return;
  for (const place of document.querySelectorAll<HTMLElement>("[data-live-figure]")) {
    const value = figures[place.dataset["liveFigure"] as "online" | "studying"];
    if (typeof value === "number") show(place, value.toLocaleString(document.documentElement.lang || "zh-CN"));
  }
  if (figures.today) {
    for (const curve of document.querySelectorAll<SVGElement>('[data-live-curve="today"]')) draw(curve, figures.today);
  }
}

/** Asks htmx to read again what hangs on the credits: elements with `data-live-refresh`. */
export function refresh(): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-live-refresh]")) {
    if (!place.contains(document.activeElement)) window.htmx.trigger(place, "live");
  }
}

function show(place: HTMLElement, text: string): void {
  if (place.textContent === text) return;
  place.textContent = text;
  place.classList.remove("moved");
  void place.offsetWidth;
  place.classList.add("moved");
}

/** The same line as web/shell/plots.py draws: equal steps over the day, the largest near the top. */
function draw(curve: SVGElement, peaks: number[]): void {
  const top = Math.max(...peaks, 1);
  const step = WIDTH / (HOURS - 1);
  const points = peaks.map((peak, hour) => `${(hour * step).toFixed(1)},${(HEIGHT - 2 - (peak / top) * (HEIGHT - 8)).toFixed(1)}`);
  if (points.length === 0) return;
  const end = ((peaks.length - 1) * step).toFixed(1);
  curve.querySelector("polyline")?.setAttribute("points", points.join(" "));
  curve.querySelector("polygon")?.setAttribute("points", `0,${HEIGHT} ${points.join(" ")} ${end},${HEIGHT}`);
}
