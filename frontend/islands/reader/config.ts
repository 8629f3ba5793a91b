/** What the page tells the reader, in the JSON block `reader-config`. */

export interface Config {
  form: "pdf" | "epub";
  parts: number;
  place: number;
  /** Thousandths of the page or chapter. */
  fraction: number;
  addresses: { media: string; position: string };
  /** Where PDF.js finds its character maps, fonts and decoders. */
  support: string;
}

/** The page's configuration; null on a page without one. */
export function pageConfig(): Config | null {
  const text = document.getElementById("reader-config")?.textContent;
  return text ? (JSON.parse(text) as Config) : null;
}

/** An element that the page's template promises. */
export function part<E extends HTMLElement>(name: string): E {
  const found = document.querySelector<E>(`[data-reader-${name}]`);
  if (!found) throw new Error(`The reader page lacks data-reader-${name}`);
  return found;
}
