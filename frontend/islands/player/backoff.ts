/** How long to wait before trying again: exponential with full jitter, so that a crowd does not return at once. */

const FIRST_MS = 2_000;
const MOST_MS = 60_000;

/**
 * @param failures how many times in a row it failed, from 1.
 * @param asked milliseconds the server asked for (Retry-After), the least to wait.
 * @param random a number in [0, 1).
 */
export function waitAfter(failures: number, asked: number, random: number): number {
  const ceiling = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  return Math.round(asked + ceiling * (0.5 + random / 2));
}
