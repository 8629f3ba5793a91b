import { expect, test } from "vitest";
import { type Span, difference, isSpans, merged, total, union, within } from "../spans.ts";

test("contiguous fractional spans cover everything between their ends", () => {
  const pulses = Array.from({ length: 120 }, (_, index): Span => [index * 15.013, (index + 1) * 15.013]);
  expect(merged(pulses)).toEqual([[0, 1801.56]]);
});

test("union does not depend on order and counts nothing twice", () => {
  const one: Span[] = [[0, 10], [30, 40]];
  const other: Span[] = [[5, 31]];
  expect(union(one, other)).toEqual([[0, 40]]);
  expect(union(other, one)).toEqual(union(union(one, other), one));
});

test("difference leaves what the other set lacks", () => {
  expect(difference([[0, 10]], [[2, 3], [9, 20]])).toEqual([[0, 2], [3, 9]]);
  expect(difference([[0, 10]], [])).toEqual([[0, 10]]);
});

test("reversed and empty spans are dropped, and the rest is cut to the lesson", () => {
  expect(within([[9, 4], [5, 5], [-1, 2], [58, 61]], 60)).toEqual([[0, 2], [58, 60]]);
});

test("total is exact to the millisecond", () => {
  expect(total([[0.1, 0.2], [0.2, 0.3]])).toBe(0.2);
});

test("what storage holds is believed only when it is spans", () => {
  expect(isSpans([[0, 1]])).toBe(true);
  for (const wrong of [null, {}, [[0]], [[0, "1"]], [[Number.NaN, 1]], [[-1, 1]]]) expect(isSpans(wrong)).toBe(false);
});
