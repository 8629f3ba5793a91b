import { filled, messages } from "./messages.ts";

/** A number of seconds as people say it. */
export function duration(seconds: number): string {
  if (seconds < 60) return filled(messages.seconds, { n: Math.max(1, Math.round(seconds)) });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return filled(messages.minutes, { n: minutes });
  return filled(messages.hours, { h: Math.floor(minutes / 60), m: minutes % 60 });
}
