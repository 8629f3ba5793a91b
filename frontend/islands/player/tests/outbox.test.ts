import { expect, test } from "vitest";
import { MOST_SPANS_A_PULSE, Outbox } from "../outbox.ts";
import type { Span } from "../spans.ts";

test("what an answer settles is not sent again", () => {
  const outbox = new Outbox();
  outbox.add([[0, 15]]);
  expect(outbox.load(0)).toEqual([[0, 15]]);
  outbox.settled([], 0, 1);
  expect(outbox.kept()).toEqual([]);
  expect(outbox.due(0)).toBeNull();
});

test("without an answer the spans go again, joined with what played meanwhile", () => {
  const outbox = new Outbox();
  outbox.add([[0, 15]]);
  outbox.load(0);
  outbox.add([[15, 30]]);
  outbox.failed();
  expect(outbox.load(0)).toEqual([[0, 30]]);
});

test("a span on its way is still kept", () => {
  const outbox = new Outbox();
  outbox.add([[0, 15]]);
  outbox.load(0);
  expect(outbox.kept()).toEqual([[0, 15]]);
});

test("held spans wait for the clock before they go again", () => {
  const outbox = new Outbox();
  outbox.add([[0, 60]]);
  outbox.load(0);
  outbox.settled([[20, 60]], 0, 2);
  expect(outbox.load(19_000)).toEqual([]);
  expect(outbox.due(0)).toBe(20_000);
  expect(outbox.load(20_000)).toEqual([[20, 60]]);
});

test("the server may hold back more than was sent, as after an answered question", () => {
  const outbox = new Outbox();
  outbox.load(0);
  outbox.settled([[100, 130]], 0, 1);
  expect(outbox.kept()).toEqual([[100, 130]]);
});

test("an answered question or a new session ends the wait", () => {
  const outbox = new Outbox();
  outbox.add([[0, 60]]);
  outbox.load(0);
  outbox.settled([[0, 60]], 0, 1);
  outbox.release();
  expect(outbox.load(1)).toEqual([[0, 60]]);
});

test("an unreadable pulse is dropped and not sent for ever", () => {
  const outbox = new Outbox();
  outbox.add([[0, 15]]);
  outbox.load(0);
  outbox.dropped();
  expect(outbox.kept()).toEqual([]);
});

test("what plays on waits for the regular pulse", () => {
  const outbox = new Outbox();
  outbox.add([[0, 15]]);
  outbox.load(0);
  outbox.settled([], 0, 1);
  outbox.add([[15, 16]]);
  expect(outbox.due(0)).toBeNull();
});

test("a pulse carries a bounded number of spans, the rest follows", () => {
  const outbox = new Outbox();
  const crumbs = Array.from({ length: 150 }, (_, index): Span => [index * 2, index * 2 + 1]);
  outbox.add(crumbs);
  const sent: number[] = [];
  do {
    sent.push(outbox.load(0).length);
    outbox.settled([], 0, 1);
  } while (outbox.due(0) !== null);
  expect(sent).toEqual([MOST_SPANS_A_PULSE, MOST_SPANS_A_PULSE, 30]);
});
