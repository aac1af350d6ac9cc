/** The shell's worker: keeps one complete version of the app on the phone, and never touches data. */
/// <reference lib="webworker" />

/** What the build put into this version. No assets at all means: let go of everything and step aside. */
export interface Shell {
  version: string;
  page: string;
  /** Stands in the page that belongs to this version, and in no other. */
  entry: string;
  assets: readonly string[];
}

const PREFIX = "bulou-shell-";

export function keepShell(worker: ServiceWorkerGlobalScope, shell: Shell): void {
  const name = PREFIX + shell.version;
  const kept = new Set(shell.assets);
  worker.addEventListener("install", (event) => {
    event.waitUntil(shell.assets.length ? lay(name, shell) : worker.skipWaiting());
  });
  worker.addEventListener("activate", (event) => {
    event.waitUntil(shell.assets.length ? sweep(name) : retire(worker));
  });
  worker.addEventListener("message", (event) => {
    if (event.data === "take-over") void worker.skipWaiting();
  });
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== worker.location.origin) return;
    const page = request.mode === "navigate" && url.pathname === shell.page;
    if (page || kept.has(url.pathname)) event.respondWith(fromShell(name, page ? shell.page : url.pathname, request));
  });
}

/** All or nothing: a page of another version, as during an upgrade of the server, fails the whole. */
async function lay(name: string, shell: Shell): Promise<void> {
  const cache = await caches.open(name);
  await cache.addAll([shell.page, ...shell.assets].map((path) => new Request(path, { cache: "reload" })));
  const page = await cache.match(shell.page);
  if (!page || !(await page.text()).includes(shell.entry)) {
    await caches.delete(name);
    throw new Error("the page belongs to another version");
  }
}

async function sweep(name: string): Promise<void> {
  for (const other of await caches.keys()) if (other.startsWith(PREFIX) && other !== name) await caches.delete(other);
}

async function retire(worker: ServiceWorkerGlobalScope): Promise<void> {
  await sweep("");
  await worker.registration.unregister();
}

async function fromShell(name: string, path: string, request: Request): Promise<Response> {
  const cache = await caches.open(name);
  return (await cache.match(path)) ?? fetch(request);
}
