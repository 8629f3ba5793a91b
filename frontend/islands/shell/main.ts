import htmx from "htmx.org";
import { attachCsrf } from "./csrf";
import { attachMenus } from "./menus";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;
attachCsrf();
attachMenus();

const live = document.querySelector<HTMLElement>("[data-live]");
if (live) void import("../live/start").then(({ start }) => start(live));

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}
window.htmx = htmx;
