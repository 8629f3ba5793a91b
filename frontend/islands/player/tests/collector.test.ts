import { expect, test } from "vitest";
import { Collector } from "../collector.ts";
import { total, union } from "../spans.ts";

/** Plays from a position, a tick every quarter of a second. */
function play(collector: Collector, from: number, seconds: number, start: number, rate = 1): number {
  for (let at = 0; at <= seconds * 1000; at += 250) collector.tick(from + (at / 1000) * rate, start + at, rate);
  return start + seconds * 1000;
}

test("what plays is one span", () => {
  const collector = new Collector();
  collector.begin(3, 0, 1);
  play(collector, 3, 10, 0);
  expect(collector.take()).toEqual([[3, 13]]);
});

test("takes share their seams, so nothing is lost between pulses", () => {
  const collector = new Collector();
  collector.begin(0, 0, 1);
  let all = collector.take();
  for (let pulse = 0; pulse < 4; pulse += 1) {
    play(collector, pulse * 15, 15, pulse * 15_000);
    all = union(all, collector.take());
  }
  expect(all).toEqual([[0, 60]]);
});

test("a seek back counts both stretches and not the jump", () => {
  const collector = new Collector();
  collector.begin(20, 0, 1);
  const at = play(collector, 20, 5, 0);
  collector.cut();
  collector.begin(2, at, 1);
  play(collector, 2, 3, at);
  expect(collector.take()).toEqual([[2, 5], [20, 25]]);
});

test("a jump that no event announced is not claimed", () => {
  const collector = new Collector();
  collector.begin(0, 0, 1);
  const at = play(collector, 0, 5, 0);
  play(collector, 500, 2, at + 250);
  expect(collector.take()).toEqual([[0, 5], [500, 502]]);
});

test("waiting for data adds nothing and breaks nothing", () => {
  const collector = new Collector();
  collector.begin(0, 0, 1);
  const at = play(collector, 0, 5, 0);
  for (let stall = 0; stall < 10_000; stall += 250) collector.tick(5, at + stall, 1);
  play(collector, 5, 5, at + 10_000);
  expect(collector.take()).toEqual([[0, 10]]);
});

test("double speed is media time, not wall time", () => {
  const collector = new Collector();
  collector.begin(0, 0, 2);
  play(collector, 0, 10, 0, 2);
  expect(total(collector.take())).toBe(20);
});

test("a hidden page ticks rarely and still loses nothing", () => {
  const collector = new Collector();
  collector.begin(0, 0, 1);
  for (let at = 0; at <= 120; at += 60) collector.tick(at, at * 1000, 1);
  expect(collector.take()).toEqual([[0, 120]]);
});

test("many pauses lose nothing, though a pause is reported before the film has run out", () => {
  const collector = new Collector();
  let at = 0;
  let position = 0;
  for (let pause = 0; pause < 20; pause += 1) {
    at = play(collector, position, 10, at);
    collector.finish();
    position += 10.15;
    at += 5_000;
  }
  expect(total(collector.take())).toBe(202.85);
});

test("a seek while paused is not taken for the end of what ran out", () => {
  const collector = new Collector();
  const at = play(collector, 0, 5, 0);
  collector.finish();
  collector.cut();
  play(collector, 5.3, 2, at);
  expect(collector.take()).toEqual([[0, 5], [5.3, 7.3]]);
});
