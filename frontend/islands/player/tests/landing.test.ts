import { beforeEach, expect, test } from "vitest";
import { Landing } from "../landing.ts";

let ranges: [number, number][];
let video: HTMLVideoElement;
let landing: Landing;

function seek(at: number): void {
  Object.assign(video, { currentTime: at, seeking: true });
  video.dispatchEvent(new Event("seeking"));
}

beforeEach(() => {
  ranges = [[100, 160]];
  const buffered = {
    get length() {
      return ranges.length;
    },
    start: (place: number) => ranges[place]?.[0],
    end: (place: number) => ranges[place]?.[1],
  };
  video = Object.assign(new EventTarget(), { buffered, currentTime: 0, seeking: false }) as unknown as HTMLVideoElement;
  landing = new Landing(video);
});

test("what has arrived and is not there is lost, once", () => {
  seek(3);
  landing.arrived("main", 0, 4);
  landing.arrived("audio", 0, 4.01);
  expect(landing.lost(2)).toBe(true);
  expect(landing.lost(2)).toBe(false);
});

test("a kind that is still on its way is waited for", () => {
  seek(3);
  landing.arrived("main", 0, 4);
  landing.arrived("audio", 4, 8);
  expect(landing.lost(2)).toBe(false);
  expect(landing.lost(1)).toBe(true);
});

test("what is there, or begins a little late, is not lost", () => {
  ranges = [[0.4, 8], [100, 160]];
  seek(0);
  landing.arrived("main", 0, 4);
  expect(landing.lost(1)).toBe(false);
});

test("whoever seeks on is asked about the new position", () => {
  seek(3);
  landing.arrived("main", 0, 4);
  seek(120);
  landing.arrived("main", 120, 124);
  expect(landing.lost(1)).toBe(false);
});
