/** The pulse contract as types, and careful reading of what a server or a proxy may answer. */

import { type Span, isSpans } from "./spans.ts";

export interface Opened {
  token: string;
  session: string;
  duration: number;
  covered: Span[];
  resume: number;
  pulse_every: number;
  speed_max: number;
  need: number;
  /** A question that waits for its answer since an earlier visit. */
  check?: Check;
}

export interface Check {
  id: string;
  text: string;
  answer_within: number;
}

export interface Say {
  code: string;
  text: string;
}

export interface Counted {
  kind: "counted";
  covered: number;
  accepted: Span[];
  held: Span[];
  need: number;
  done: boolean;
  online: number | null;
  say: Say | null;
  check: Check | null;
  token: string | null;
}

export type Answer =
  | Counted
  | { kind: "reopen" }
  | { kind: "refused" }
  | { kind: "elsewhere"; text: string }
  | { kind: "unreadable"; text: string }
  | { kind: "later"; after: number };

export interface Pulse {
  t: string;
  n: number;
  s: readonly Span[];
  p: number;
  r: number;
  v: boolean;
  a?: { check: string; at: number };
}

type Body = Record<string, unknown>;

/** What an answer's status and body mean for the player. */
export function read(status: number, body: unknown, retryAfter: string | null): Answer {
  const fields: Body = typeof body === "object" && body !== null ? (body as Body) : {};
  if (status === 200) return counted(fields);
  if (status === 401) return code(fields) === "reopen" ? { kind: "reopen" } : { kind: "refused" };
  if (status === 409) return { kind: "elsewhere", text: sentence(fields) };
  if (status === 422 || status === 413 || status === 400) return { kind: "unreadable", text: sentence(fields) };
  return { kind: "later", after: seconds(retryAfter) };
}

function counted(fields: Body): Answer {
  if (typeof fields.covered !== "number") return { kind: "later", after: 0 };
  return {
    kind: "counted",
    covered: fields.covered,
    accepted: isSpans(fields.accepted) ? fields.accepted : [],
    held: isSpans(fields.held) ? fields.held : [],
    need: typeof fields.need === "number" ? fields.need : 0,
    done: fields.done === true,
    online: typeof fields.online === "number" ? fields.online : null,
    say: isSay(fields.say) ? fields.say : null,
    check: isCheck(fields.check) ? fields.check : null,
    token: typeof fields.token === "string" ? fields.token : null,
  };
}

function code(fields: Body): string {
  const word = fields.code ?? fields.error;
  if (typeof word === "string") return word;
  return isSay(fields.say) ? fields.say.code : "";
}

function sentence(fields: Body): string {
  if (typeof fields.text === "string") return fields.text;
  return isSay(fields.say) ? fields.say.text : "";
}

function seconds(retryAfter: string | null): number {
  const asked = Number(retryAfter);
  return Number.isFinite(asked) && asked > 0 ? Math.min(asked, 120) * 1000 : 0;
}

function isSay(value: unknown): value is Say {
  const fields = value as Body | null | undefined;
  return typeof fields?.code === "string" && typeof fields.text === "string";
}

function isCheck(value: unknown): value is Check {
  const fields = value as Body | null | undefined;
  return typeof fields?.id === "string" && typeof fields.text === "string" && typeof fields.answer_within === "number";
}

/** Whether the server's opening answer has what the player needs. */
export function isOpened(value: unknown): value is Opened {
  const fields = value as Body | null | undefined;
  return typeof fields?.token === "string" && isSpans(fields.covered) && typeof fields.speed_max === "number";
}
