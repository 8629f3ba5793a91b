import { expect, test } from "vitest";
import { rebased, renewIn } from "../address.ts";
import { waitAfter } from "../backoff.ts";
import { messages } from "../messages.ts";
import { read } from "../protocol.ts";
import { clock, spoken } from "../words.ts";

test("the contract's answers are told apart", () => {
  const state = { covered: 12.5, accepted: [[0, 12.5]], held: [], need: 60, done: false, online: 3 };
  expect(read(200, state, null)).toMatchObject({ kind: "counted", covered: 12.5, accepted: [[0, 12.5]], check: null });
  expect(read(401, { say: { code: "reopen", text: "" } }, null)).toEqual({ kind: "reopen" });
  expect(read(401, { say: { code: "forged", text: "" } }, null)).toEqual({ kind: "refused" });
  expect(read(409, { say: { code: "continued_elsewhere", text: "x" } }, null)).toEqual({ kind: "elsewhere", text: "x" });
  expect(read(422, null, null)).toEqual({ kind: "unreadable", text: "" });
  expect(read(503, null, "7")).toEqual({ kind: "later", after: 7000 });
  expect(read(502, null, null)).toEqual({ kind: "later", after: 0 });
});

test("a page that a proxy put in the way of an answer settles nothing", () => {
  expect(read(200, "<html>", null)).toEqual({ kind: "later", after: 0 });
});

test("waiting grows, scatters, is bounded, and is never less than asked", () => {
  expect(waitAfter(1, 0, 0)).toBe(1000);
  expect(waitAfter(3, 0, 0.5)).toBe(6000);
  expect(waitAfter(50, 0, 0.999)).toBeLessThanOrEqual(60_000);
  expect(waitAfter(1, 30_000, 0)).toBe(31_000);
});

test("an address is moved to the newest signature and keeps its file", () => {
  expect(rebased("http://a.cn/media/old/1700000000/KEY/480p/seg-3.m4s", "http://a.cn/media/new/1700000300/KEY/")).toBe(
    "http://a.cn/media/new/1700000300/KEY/480p/seg-3.m4s",
  );
});

test("a grant is renewed a minute before it ends, or at once", () => {
  expect(renewIn({ base: "", until: 300_000, captions: "" }, 0)).toBe(240_000);
  expect(renewIn({ base: "", until: 300_000, captions: "" }, 299_000)).toBe(0);
});

test("lengths of time are said in words", () => {
  expect(spoken(760, messages("zh-hans"))).toBe("12 分 40 秒");
  expect(spoken(3600, messages("zh-hans"))).toBe("1 小时");
  expect(spoken(0, messages("en"))).toBe("0 s");
  expect(clock(3725)).toBe("1:02:05");
});
