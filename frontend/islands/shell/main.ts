import htmx from "htmx.org";
import { registerWorker } from "./application.ts";
import { attachCopying } from "./copying.ts";
import { attachCsrf } from "./csrf.ts";
import { attachMenus } from "./menus.ts";
import { showPlaces } from "./places.ts";
import { attachSecurityKey } from "./security_key.ts";
import { attachTicking } from "./ticking.ts";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;
attachCopying();
attachCsrf();
attachMenus();
attachSecurityKey();
attachTicking();
showPlaces();
registerWorker();

const live = document.querySelector<HTMLElement>("[data-live]");
if (live) void import("../live/start.ts").then(({ start }) => start(live));

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}
window.htmx = htmx;
