import { expect, test } from "vitest";
import { thumbnailAt, thumbnails } from "../thumbnails.ts";

const TRACK = `WEBVTT

00:00:00.000 --> 00:00:05.000
thumbnails-001.webp#xywh=0,0,160,90

1:00:05.000 --> 1:00:10.500
thumbnails-002.webp#xywh=160,90,160,90
`;

test("a thumbnail track is read", () => {
  expect(thumbnails(TRACK)).toEqual([
    { from: 0, to: 5, file: "thumbnails-001.webp", x: 0, y: 0, width: 160, height: 90 },
    { from: 3605, to: 3610.5, file: "thumbnails-002.webp", x: 160, y: 90, width: 160, height: 90 },
  ]);
});

test("a moment finds its thumbnail, and the end the last one", () => {
  const all = thumbnails(TRACK);
  expect(thumbnailAt(all, 3)?.file).toBe("thumbnails-001.webp");
  expect(thumbnailAt(all, 9999)?.file).toBe("thumbnails-002.webp");
  expect(thumbnailAt(thumbnails("<html>"), 3)).toBeNull();
});
