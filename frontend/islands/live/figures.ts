/** What the server says once a second; a figure that is switched off is not in it. */
export interface Figures {
  online?: number;
  studying?: number;
  today?: number[];
  version: number;
}

/** A message as figures; nothing when it is not one. */
export function figuresOf(text: string): Figures | undefined {
  try {
    const said: unknown = JSON.parse(text);
    if (typeof said !== "object" || said === null) return undefined;
    const { online, studying, today, version } = said as Record<string, unknown>;
    return {
      version: typeof version === "number" ? version : 0,
      ...(typeof online === "number" ? { online } : {}),
      ...(typeof studying === "number" ? { studying } : {}),
      ...(Array.isArray(today) ? { today: today.filter((peak): peak is number => typeof peak === "number") } : {}),
    };
  } catch {
    return undefined;
  }
}
