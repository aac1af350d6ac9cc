/** The service worker keeps the app, whole or not at all. */
import { beforeEach, expect, test, vi } from "vitest";
import { keepShell, type Shell } from "../src/worker/shell";

const SHELL: Shell = { version: "v2", page: "/phone/", entry: "phone-2.js", assets: ["/static/phone/assets/phone-2.js"] };

/** The caches and the worker's scope, as far as the shell uses them. */
class Browser {
  readonly caches = new Map<string, Map<string, string>>();
  readonly listeners = new Map<string, (event: unknown) => void>();
  unregistered = false;
  tookOver = false;
  server: Record<string, string> = { "/phone/": "<script src=phone-2.js>", "/static/phone/assets/phone-2.js": "code" };

  readonly scope = {
    location: { origin: "https://town" },
    addEventListener: (name: string, run: (event: unknown) => void) => this.listeners.set(name, run),
    skipWaiting: async () => void (this.tookOver = true),
    registration: { unregister: async () => (this.unregistered = true) },
  } as unknown as ServiceWorkerGlobalScope;

  private open(name: string) {
    const kept = this.caches.get(name) ?? new Map<string, string>();
    this.caches.set(name, kept);
    return {
      addAll: async (requests: { path: string }[]) => {
        const all = requests.map(({ path }) => [path, this.server[path]] as const);
        if (all.some(([, body]) => body === undefined)) throw new Error("404");
        for (const [path, body] of all) kept.set(path, body!);
      },
      match: async (path: string) => (kept.has(path) ? new Response(kept.get(path)) : undefined),
    };
  }

  install(): void {
    vi.stubGlobal("caches", {
      open: async (name: string) => this.open(name),
      keys: async () => [...this.caches.keys()],
      delete: async (name: string) => this.caches.delete(name),
    });
    vi.stubGlobal("Request", class { constructor(readonly path: string) {} });
    vi.stubGlobal("fetch", async () => new Response("network"));
  }

  async fire(name: string): Promise<void> {
    let work: Promise<unknown> = Promise.resolve();
    this.listeners.get(name)?.({ waitUntil: (one: Promise<unknown>) => (work = one) });
    await work;
  }

  /** What the worker answers; null when it leaves the request alone. */
  async ask(url: string, mode = "cors", method = "GET"): Promise<string | null> {
    let answer: Promise<Response> | null = null;
    this.listeners.get("fetch")?.({ request: { url, mode, method }, respondWith: (one: Promise<Response>) => (answer = one) });
    return answer ? ((await answer) as Response).text() : null;
  }
}

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
  browser.install();
});

test("page and assets come from the phone, and data never does", async () => {
  keepShell(browser.scope, SHELL);
  await browser.fire("install");
  await browser.fire("activate");
  expect(await browser.ask("https://town/phone/", "navigate")).toContain("phone-2.js");
  expect(await browser.ask("https://town/static/phone/assets/phone-2.js")).toBe("code");
  expect(await browser.ask("https://town/r/jixian/sync/pull")).toBeNull();
  expect(await browser.ask("https://town/phone/", "navigate", "POST")).toBeNull();
});

test("a version of which one file is missing is not installed at all", async () => {
  keepShell(browser.scope, { ...SHELL, assets: [...SHELL.assets, "/static/phone/assets/gone.js"] });
  await expect(browser.fire("install")).rejects.toThrow();
});

test("a page from another version, caught in the middle of a server's upgrade, is not kept", async () => {
  browser.server["/phone/"] = "<script src=phone-3.js>";
  keepShell(browser.scope, SHELL);
  await expect(browser.fire("install")).rejects.toThrow();
  expect(browser.caches.size).toBe(0);
});

test("older versions go only when the new one takes over, and only its own", async () => {
  browser.caches.set("bulou-shell-v1", new Map());
  browser.caches.set("somebody-else", new Map());
  keepShell(browser.scope, SHELL);
  await browser.fire("install");
  expect(browser.caches.has("bulou-shell-v1")).toBe(true);
  expect(browser.tookOver).toBe(false);
  await browser.fire("activate");
  expect([...browser.caches.keys()]).toEqual(["somebody-else", "bulou-shell-v2"]);
});

test("a worker built without assets lets go of everything and steps aside", async () => {
  browser.caches.set("bulou-shell-v1", new Map());
  keepShell(browser.scope, { ...SHELL, assets: [] });
  await browser.fire("install");
  await browser.fire("activate");
  expect([browser.tookOver, browser.unregistered, browser.caches.size]).toEqual([true, true, 0]);
});
