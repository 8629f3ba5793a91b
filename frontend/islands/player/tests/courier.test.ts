import { beforeEach, expect, test } from "vitest";
import { Courier } from "../courier.ts";
import { Outbox } from "../outbox.ts";
import type { Listeners } from "../parties.ts";
import type { Answer, Counted, Pulse } from "../protocol.ts";

const COUNTED: Counted = {
  kind: "counted", covered: 15, accepted: [], held: [], need: 60, done: false, online: 1, say: null, check: null, token: null,
};

let outbox: Outbox;
let sent: Pulse[];
let answers: (Answer | Error)[];
let told: string[];
let now: number;
let timers: { act: () => void; at: number }[];
let courier: Courier;

beforeEach(() => {
  outbox = new Outbox();
  sent = [];
  answers = [];
  told = [];
  now = 0;
  timers = [];
  const listeners: Listeners = {
    counted: () => told.push("counted"),
    elsewhere: () => told.push("elsewhere"),
    refused: () => told.push("refused"),
    unreadable: () => told.push("unreadable"),
    waiting: (milliseconds) => told.push(`waiting ${milliseconds}`),
    reopen: async () => {
      told.push("reopen");
      courier.open("second", 1);
    },
  };
  courier = new Courier(
    outbox,
    {
      post: async (pulse) => {
        sent.push(JSON.parse(JSON.stringify(pulse)) as Pulse);
        const answer = answers.shift() ?? COUNTED;
        if (answer instanceof Error) throw answer;
        return answer;
      },
      moment: () => ({ position: 1, rate: 1, visible: true }),
      now: () => now,
      random: () => 0,
      later: (act, milliseconds) => {
        const timer = { act, at: now + milliseconds };
        timers.push(timer);
        return () => timers.splice(timers.indexOf(timer), 1);
      },
    },
    listeners,
  );
  courier.open("first", 1);
});

test("a pulse carries the token, a rising number and what played", async () => {
  outbox.add([[0, 15]]);
  await courier.send();
  outbox.add([[15, 30]]);
  await courier.send();
  expect(sent.map((pulse) => [pulse.t, pulse.n, pulse.s])).toEqual([
    ["first", 0, [[0, 15]]],
    ["first", 1, [[15, 30]]],
  ]);
});

test("nothing played, nothing sent", async () => {
  await courier.send();
  expect(sent).toEqual([]);
});

test("without a line the spans wait and go again under a new number", async () => {
  outbox.add([[0, 15]]);
  answers = [new TypeError("no line")];
  await courier.send();
  expect(told).toEqual(["waiting 1000"]);
  await courier.send();
  expect(sent).toHaveLength(1);
  now = 1001;
  await courier.send();
  expect(sent[1]).toMatchObject({ n: 1, s: [[0, 15]] });
});

test("a busy store is given the time it asks for", async () => {
  outbox.add([[0, 15]]);
  answers = [{ kind: "later", after: 30_000 }];
  await courier.send();
  expect(timers[0]?.at).toBe(31_001);
});

test("an expired token opens again and sends what is kept under the new one", async () => {
  outbox.add([[0, 15]]);
  answers = [{ kind: "reopen" }];
  await courier.send();
  expect(told).toEqual(["reopen", "counted"]);
  expect(sent[1]).toMatchObject({ t: "second", n: 0, s: [[0, 15]] });
});

test("continued elsewhere stops this page and keeps its spans; it never opens by itself", async () => {
  outbox.add([[0, 15]]);
  answers = [{ kind: "elsewhere", text: "" }];
  await courier.send();
  await courier.send();
  courier.hurry();
  expect(told).toEqual(["elsewhere"]);
  expect(sent).toHaveLength(1);
  expect(outbox.kept()).toEqual([[0, 15]]);
});

test("a token that is refused as soon as it is made is not asked for without a pause", async () => {
  outbox.add([[0, 15]]);
  answers = [{ kind: "reopen" }, { kind: "reopen" }, { kind: "reopen" }, { kind: "reopen" }];
  await courier.send();
  expect(told.filter((each) => each === "reopen")).toHaveLength(2);
  expect(told.at(-1)).toMatch(/^waiting/);
});

test("an unreadable pulse is dropped, said, and not repeated", async () => {
  outbox.add([[0, 15]]);
  answers = [{ kind: "unreadable", text: "" }];
  await courier.send();
  await courier.send();
  expect(told).toEqual(["unreadable"]);
  expect(sent).toHaveLength(1);
});

test("an answer to a check goes at once, also without spans, and again until it is heard", async () => {
  answers = [new TypeError("no line")];
  await courier.say("abc", 12);
  courier.hurry();
  await Promise.resolve();
  expect(sent.map((pulse) => pulse.a)).toEqual([
    { check: "abc", at: 12 },
    { check: "abc", at: 12 },
  ]);
});

test("a renewed token is used from then on", async () => {
  outbox.add([[0, 15]]);
  answers = [{ ...COUNTED, token: "renewed" }];
  await courier.send();
  outbox.add([[15, 30]]);
  await courier.send();
  expect(sent[1]?.t).toBe("renewed");
});

test("held spans are sent again by themselves after their wait", async () => {
  outbox.add([[0, 30]]);
  answers = [{ ...COUNTED, held: [[15, 30]] }];
  await courier.send();
  expect(timers).toHaveLength(1);
  now = 15_001;
  timers[0]?.act();
  await Promise.resolve();
  expect(sent[1]?.s).toEqual([[15, 30]]);
});

test("a page that goes away sends everything and keeps it until an answer settles it", () => {
  outbox.add([[0, 15]]);
  courier.farewell();
  expect(sent[0]?.s).toEqual([[0, 15]]);
  expect(outbox.kept()).toEqual([[0, 15]]);
});
