/** Registers the service worker: an installed application opens, and says so, without a line. */
export function registerWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  window.addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js").catch(() => {
      // Private windows refuse workers; pages work without one.
    });
  });
}
