/** Lengths of time as people say them. */

import type { Messages } from "./messages.ts";

interface Parts {
  hours: number;
  minutes: number;
  seconds: number;
}

function parts(seconds: number): Parts {
  const whole = Math.max(0, Math.floor(seconds));
  return { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60), seconds: whole % 60 };
}

/** `12:40`, or `1:02:40` from an hour on. */
export function clock(seconds: number): string {
  const { hours, minutes, seconds: rest } = parts(seconds);
  const tail = `${String(minutes).padStart(hours > 0 ? 2 : 1, "0")}:${String(rest).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** `12 分 40 秒`; nothing that is zero is said, except zero seconds alone. */
export function spoken(seconds: number, words: Messages): string {
  const { hours, minutes, seconds: rest } = parts(seconds);
  const said: string[] = [];
  if (hours > 0) said.push(`${hours} ${words.hours}`);
  if (minutes > 0) said.push(`${minutes} ${words.minutes}`);
  if (rest > 0 || said.length === 0) said.push(`${rest} ${words.seconds}`);
  return said.join(" ");
}

/** A sentence with its `{name}` places filled. */
export function filled(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
