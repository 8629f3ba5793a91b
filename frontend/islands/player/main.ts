/** The player page. */

import "../../css/pages/player.css";
import "../../css/pages/player_controls.css";
import "../../css/pages/player_side.css";
import { showAfter } from "./after.ts";
import { type Config, pageConfig, part } from "./config.ts";
import { Controls } from "./controls.ts";
import { Film } from "./film.ts";
import { attachKeyboard } from "./keyboard.ts";
import { Lesson } from "./lesson.ts";
import { type Messages, messages } from "./messages.ts";
import { attachNotes } from "./notes.ts";
import { recalledPlace, rememberPlace } from "./place.ts";
import { Preview } from "./preview.ts";
import { Status } from "./status.ts";
import { Timeline } from "./timeline.ts";
import { clock, filled } from "./words.ts";

const TICK_MS = 250;
const IDLE_MS = 3_000;

function start(config: Config, words: Messages): void {
  const video = part<HTMLVideoElement>("video");
  const status = new Status(words);
  let lesson: Lesson;
  const seek = (seconds: number): void => {
    lesson.tick();
    lesson.jumped();
    const from = video.currentTime;
    video.currentTime = Math.min(Math.max(0, seconds), config.duration);
    lesson.skipped(from, video.currentTime);
    timeline.move(video.currentTime);
  };
  const timeline = new Timeline(config.duration, words, seek);
  const preview = new Preview(config.duration);
  const film = new Film(
    video,
    config.addresses.media,
    {
      refused: () => status.say(words.mediaRefused, "trouble"),
      trouble: () => status.say(words.mediaTrouble, "warning"),
      broken: () => status.say(words.mediaBroken, "trouble"),
      qualities: (heights, playing) => controls.offer(heights, playing),
    },
    (grant) => {
      loadCaptions(video, grant.captions);
      preview.rebase(grant.base);
    },
  );
  const controls = new Controls(video, film, words, config.speed_max, (text) => status.say(text, "calm"));
  lesson = new Lesson(video, config, words, status, timeline, () => {
    status.say(words.lessonDone, "calm");
    void showAfter(config.addresses.after);
  });
  attachKeyboard(controls, (seconds) => seek(video.currentTime + seconds));
  for (const button of document.querySelectorAll<HTMLElement>("[data-player-skip]")) {
    button.addEventListener("click", () => seek(video.currentTime + Number(button.dataset.playerSkip)));
  }
  attachNotes(words, () => video.currentTime, seek);
  follow(video, lesson, timeline);
  hideWhenIdle();
  const resume = recalledPlace() ?? config.resume;
  const from = resume < config.duration - 5 ? resume : 0;
  timeline.move(from);
  if (from > 1) status.say(filled(words.resume, { at: clock(from) }), "calm");
  void film.load(from);
}

function follow(video: HTMLVideoElement, lesson: Lesson, timeline: Timeline): void {
  const tick = (): void => {
    lesson.tick();
    if (!video.seeking && video.readyState > 0) timeline.move(video.currentTime);
  };
  window.setInterval(tick, TICK_MS);
  for (const event of ["timeupdate", "seeked", "ratechange"]) video.addEventListener(event, tick);
  video.addEventListener("play", () => lesson.playing());
  video.addEventListener("pause", () => lesson.stopped());
  video.addEventListener("ratechange", () => lesson.paced());
  video.addEventListener("seeking", () => lesson.jumped());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") lesson.leaving(false);
  });
  window.addEventListener("pagehide", () => {
    lesson.leaving(true);
    rememberPlace(video.currentTime);
  });
  window.addEventListener("online", () => lesson.online());
}

function loadCaptions(video: HTMLVideoElement, address: string): void {
  const track = video.querySelector("track");
  if (track && address && !track.hasAttribute("src")) track.src = address;
}

/** In full screen the controls leave the picture when nobody moves. */
function hideWhenIdle(): void {
  const frame = part("frame");
  let timer = 0;
  const wake = (): void => {
    frame.classList.remove("is-idle");
    window.clearTimeout(timer);
    timer = window.setTimeout(() => frame.classList.add("is-idle"), IDLE_MS);
  };
  for (const event of ["pointermove", "pointerdown", "keydown", "focusin"]) frame.addEventListener(event, wake);
  wake();
}

const config = pageConfig();
if (config) start(config, messages(document.documentElement.lang));
