/** A bar that holds more places than it is wide opens at the reader's own place. */
export function showPlaces(): void {
  for (const place of document.querySelectorAll<HTMLElement>(".topnav [aria-current], .subbar [aria-current]")) {
    const bar = place.parentElement;
    if (bar) bar.scrollLeft += place.getBoundingClientRect().right - bar.getBoundingClientRect().right + 24;
  }
}
