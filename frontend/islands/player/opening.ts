/** Opening a lesson on the server, and posting pulses. */

import { csrfToken } from "../shell/csrf.ts";
import { type Answer, type Opened, type Pulse, isOpened, read } from "./protocol.ts";

const PULSE_PATIENCE_MS = 20_000;

export class SignedOut extends Error {}

/** The server will not open this lesson; the message is its sentence. */
export class Barred extends Error {}

/** Open the lesson: from here this is the learner's active session, and time begins to count. */
export async function open(address: string): Promise<Opened> {
  const response = await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
    credentials: "same-origin",
    redirect: "manual",
  });
  if (response.type === "opaqueredirect" || response.status === 401) throw new SignedOut();
  const body: unknown = await response.json().catch(() => null);
  if (response.status === 403 || response.status === 404) throw new Barred(sentence(body));
  if (!response.ok || !isOpened(body)) throw new Error(`watch: ${response.status}`);
  return body;
}

/** Post one pulse; `last` survives the page. Rejects when there is no line. */
export async function post(address: string, pulse: Pulse, last: boolean): Promise<Answer> {
  const patience = new AbortController();
  const timer = window.setTimeout(() => patience.abort(), PULSE_PATIENCE_MS);
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(pulse),
      keepalive: last,
      credentials: "omit",
      signal: patience.signal,
    });
    const body: unknown = await response.json().catch(() => null);
    return read(response.status, body, response.headers.get("Retry-After"));
  } finally {
    window.clearTimeout(timer);
  }
}

function sentence(body: unknown): string {
  const said = (body as { text?: unknown; say?: { text?: unknown } } | null) ?? {};
  const text = said.text ?? said.say?.text;
  return typeof text === "string" ? text : "";
}
