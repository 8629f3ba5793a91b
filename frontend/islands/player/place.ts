/** The place in the film over a reload: the last pulse and the new page race, so this window remembers it itself. */

const KEY = "yuanjiao-place";
const FRESH_MS = 60_000;

interface Place {
  path: string;
  at: number;
  position: number;
}

/** Remember where the film was when the page went away. */
export function rememberPlace(position: number): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, at: Date.now(), position } satisfies Place));
  } catch {
    // No storage: the server's place is used, a pulse older at most.
  }
}

/** Where this window's film was a moment ago; null when it was another film, or long ago. */
export function recalledPlace(): number | null {
  try {
    const place = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Place | null;
    const fresh = place?.path === location.pathname && Date.now() - place.at < FRESH_MS;
    return fresh ? place.position : null;
  } catch {
    return null;
  }
}
