/** The thumbnail track: WebVTT whose cues name a part of a sprite, `thumbnails-001.webp#xywh=0,0,160,90`. */

export interface Thumbnail {
  from: number;
  to: number;
  file: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

const CUE = /(\S+)\s+-->\s+(\S+)[^\n]*\n\s*(\S+?)#xywh=(\d+),(\d+),(\d+),(\d+)/g;

/** Seconds of a WebVTT time, `01:02:03.500` or `02:03.500`. */
function seconds(time: string): number {
  return time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** The thumbnails of a track; empty for anything else. */
export function thumbnails(track: string): Thumbnail[] {
  return [...track.replace(/\r/g, "").matchAll(CUE)].map((cue) => {
    const [x = 0, y = 0, width = 0, height = 0] = cue.slice(4, 8).map(Number);
    return { from: seconds(cue[1] ?? ""), to: seconds(cue[2] ?? ""), file: cue[3] ?? "", x, y, width, height };
  });
}

/** The thumbnail of a moment. */
export function thumbnailAt(all: readonly Thumbnail[], moment: number): Thumbnail | null {
  return all.find((each) => moment >= each.from && moment < each.to) ?? all[all.length - 1] ?? null;
}
