/** HTML cut down to what an article may hold; the server cleans it again, this keeps the page from showing more. */

const KEPT = new Set("A B BLOCKQUOTE BR CODE EM H2 H3 H4 HR I LI OL P PRE S STRONG SUB SUP TABLE TBODY TD TH THEAD TR U UL".split(" "));
const DROPPED = new Set("SCRIPT STYLE TEMPLATE IFRAME OBJECT SVG MATH HEAD TITLE META LINK IMG VIDEO AUDIO".split(" "));
const RENAMED: Record<string, string> = { H1: "H2", DIV: "P", SECTION: "P", ARTICLE: "P", H5: "H4", H6: "H4" };
const INNER_BLOCKS = "p, div, section, article, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, pre";

/** A fragment with nothing in it that runs, styles or fetches. */
export function cleaned(html: string): DocumentFragment {
  // A document of its own: nothing in it is fetched or run while it is read.
  const source = new DOMParser().parseFromString(html, "text/html");
  const result = document.createDocumentFragment();
  for (const child of source.body.childNodes) copy(child, result);
  return result;
}

function copy(node: Node, into: Node): void {
  if (node.nodeType === Node.TEXT_NODE) into.appendChild(document.createTextNode(node.textContent ?? ""));
  if (!(node.nodeType === Node.ELEMENT_NODE)) return;
  const element = node as Element;
  const name = element.tagName.toUpperCase();
  if (DROPPED.has(name)) return;
  const kept = KEPT.has(name) ? name : wrapper(element, name);
  const target = kept ? into.appendChild(document.createElement(kept)) : into;
  const address = element.getAttribute("href") ?? "";
  if (target instanceof HTMLAnchorElement && /^(https?:\/\/|mailto:)/i.test(address)) target.setAttribute("href", address);
  for (const child of element.childNodes) copy(child, target);
}

/** A box becomes a paragraph unless it holds blocks itself. */
function wrapper(element: Element, name: string): string {
  const renamed = RENAMED[name] ?? "";
  return renamed === "P" && element.querySelector(INNER_BLOCKS) ? "" : renamed;
}
