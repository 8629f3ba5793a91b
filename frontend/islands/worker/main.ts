/**
 * Keeps the shell (styles, scripts, icons, the offline page) so that the application opens without a line.
 * Pages of a person are never kept: on a shared phone the next reader must not see them.
 */
interface WorkerScope {
  SHELL: string[];
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(type: "install" | "activate", act: (event: Extendable) => void): void;
  addEventListener(type: "fetch", act: (event: Fetch) => void): void;
}
interface Extendable {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetch {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

const worker = self as unknown as WorkerScope;
const SHELL = worker.SHELL;
const NAME = `shell ${SHELL.join(" ")}`;
const OFFLINE = SHELL[SHELL.length - 1] as string;

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(SHELL)).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  const dropOld = async (): Promise<void> => {
    for (const name of await caches.keys()) if (name.startsWith("shell ") && name !== NAME) await caches.delete(name);
    await worker.clients.claim();
  };
  event.waitUntil(dropOld());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => fromShell(OFFLINE)));
  } else if (SHELL.includes(address.pathname)) {
    event.respondWith(fromShell(address.pathname));
  }
});

async function fromShell(path: string): Promise<Response> {
  return (await (await caches.open(NAME)).match(path)) ?? fetch(path);
}
