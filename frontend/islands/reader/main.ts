/** The document page: a PDF drawn page by page, or an EPUB's chapters in a frame where nothing runs. */

import "./reader.css";
import { openBook } from "./book.ts";
import { type Config, pageConfig, part } from "./config.ts";
import { Grant, Refused } from "./grant.ts";
import { messages } from "./messages.ts";
import { Place } from "./place.ts";

async function start(config: Config): Promise<void> {
  const said = part("said");
  said.textContent = messages.opening;
  const grant = new Grant(config.addresses.media);
  const place = new Place(config.addresses.position);
  try {
    if (config.form === "epub") await openBook(config, grant, place);
    else await (await import("./pages.ts")).openPages(config, grant, place);
    said.textContent = "";
  } catch (error) {
    said.textContent = error instanceof Refused ? messages.refused : messages.trouble;
    console.error(error);
  }
}

const config = pageConfig();
if (config) void start(config);
