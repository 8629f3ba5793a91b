/** The browser as the courier meets it: the line, the film's moment, the clock, chance, and timers. */

import type { Config } from "./config.ts";
import type { Surroundings } from "./parties.ts";
import { post } from "./opening.ts";

export function browser(video: HTMLVideoElement, config: Config): Surroundings {
  return {
    post: (pulse, last) => post(config.addresses.pulse, pulse, last),
    moment: () => ({
      position: Math.min(video.currentTime, config.duration),
      rate: video.playbackRate,
      visible: document.visibilityState === "visible" || document.pictureInPictureElement === video,
    }),
    now: () => performance.now(),
    random: () => Math.random(),
    later: (act, milliseconds) => {
      const timer = window.setTimeout(act, milliseconds);
      return () => window.clearTimeout(timer);
    },
  };
}
