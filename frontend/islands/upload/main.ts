/** Resumable uploads: every `[data-upload]` of the page, also of what htmx brings in later. */

import "./upload.css";
import { Uploader } from "./uploader.ts";

const started = new WeakSet<HTMLElement>();

function attach(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-upload]")) {
    if (started.has(element)) continue;
    started.add(element);
    new Uploader(element).attach();
  }
}

attach(document);
document.addEventListener("htmx:afterSettle", () => attach(document));
