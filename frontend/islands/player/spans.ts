/** Sets of media time: sorted, disjoint spans in seconds, exact to the millisecond. */

export type Span = readonly [from: number, to: number];

/** Seconds rounded to whole milliseconds, so that seams of contiguous spans meet exactly. */
export function exact(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** Any spans sorted, touching and overlapping ones joined, empty and reversed ones dropped. */
export function merged(spans: readonly Span[]): Span[] {
  const sorted = spans
    .map(([from, to]): Span => [exact(from), exact(to)])
    .filter(([from, to]) => to > from)
    .sort((one, other) => one[0] - other[0]);
  const result: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = result[result.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

/** Everything in either set. */
export function union(one: readonly Span[], other: readonly Span[]): Span[] {
  return merged([...one, ...other]);
}

/** What is in the first set and not in the second. */
export function difference(one: readonly Span[], other: readonly Span[]): Span[] {
  let left = merged(one);
  for (const [from, to] of merged(other)) {
    left = left.flatMap(([start, end]): Span[] => {
      if (end <= from || start >= to) return [[start, end]];
      const parts: Span[] = [];
      if (start < from) parts.push([start, from]);
      if (end > to) parts.push([to, end]);
      return parts;
    });
  }
  return left;
}

/** Seconds in the set. */
export function total(spans: readonly Span[]): number {
  return exact(merged(spans).reduce((sum, [from, to]) => sum + to - from, 0));
}

/** The set cut to what lies between zero and the lesson's end. */
export function within(spans: readonly Span[], duration: number): Span[] {
  return merged(spans.map(([from, to]): Span => [Math.max(0, from), Math.min(duration, to)]));
}

/** Whether something read from storage is a list of spans. */
export function isSpans(value: unknown): value is Span[] {
  return (
    Array.isArray(value) &&
    value.every(
      (span) => Array.isArray(span) && span.length === 2 && span.every((edge) => Number.isFinite(edge) && edge >= 0),
    )
  );
}
