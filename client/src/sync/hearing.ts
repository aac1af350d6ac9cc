/** Hearing: which HTTP answers are from Bulou, and what the others mean. */
import { PROTOCOL, type Answer } from "../contracts/wire";
import type { Instant, Words } from "../contracts/words";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type Heard<T extends Answer> =
  | { kind: "ok"; answer: T; sent: Instant; received: Instant }
  /** Bulou said no, and named why. */
  | { kind: "refused"; status: number; error: string; message: Words | null }
  | { kind: "too_large" }
  | { kind: "busy"; wait: number }
  /** Offline, a captive portal, a proxy's page: nothing happened. */
  | { kind: "nothing" };

export interface Asking {
  fetch: Fetch;
  now(): Instant;
}

const TIMEOUT_MS = 60_000;
const DEFAULT_WAIT_MS = 15_000;
/** Below this, packing costs more than it saves. */
const WORTH_PACKING = 1024;

export async function ask<T extends Answer>(
  asking: Asking,
  path: string,
  { token, body }: { token?: string; body?: string },
): Promise<Heard<T>> {
  const sent = asking.now();
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const packed = body === undefined ? null : await pack(body);
    const response = await asking.fetch(path, {
      method: packed ? "POST" : "GET",
      headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...packed?.headers },
      ...(packed ? { body: packed.body } : {}),
      cache: "no-store",
      credentials: "omit",
      signal: abort.signal,
    });
    return await judge<T>(response, sent, asking);
  } catch {
    return { kind: "nothing" };
  } finally {
    clearTimeout(timer);
  }
}

async function judge<T extends Answer>(response: Response, sent: Instant, asking: Asking): Promise<Heard<T>> {
  // Halving and waiting do no harm even when it was a proxy that asked for them.
  if (response.status === 413) return { kind: "too_large" };
  if (response.status === 429 || response.status === 503) return { kind: "busy", wait: retryAfter(response, asking.now()) };
  if (response.headers.get("Bulou-Protocol") !== String(PROTOCOL)) return { kind: "nothing" };
  const answer = (await response.json()) as T & { error?: string; message?: Words };
  if (answer.protocol !== PROTOCOL) return { kind: "nothing" };
  if (response.ok && typeof answer.epoch === "string") return { kind: "ok", answer, sent, received: asking.now() };
  if (response.ok || !answer.error) return { kind: "nothing" };
  return { kind: "refused", status: response.status, error: answer.error, message: answer.message ?? null };
}

function retryAfter(response: Response, now: Instant): number {
  const said = response.headers.get("Retry-After");
  if (!said) return DEFAULT_WAIT_MS;
  const seconds = Number(said);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(said) - now;
  return wait > 0 ? wait : DEFAULT_WAIT_MS;
}

async function pack(body: string): Promise<{ body: BodyInit; headers: Record<string, string> }> {
  const headers = { "Content-Type": "application/json" };
  if (typeof CompressionStream === "undefined" || body.length < WORTH_PACKING) return { body, headers };
  const packed = new Blob([body]).stream().pipeThrough(new CompressionStream("gzip"));
  return { body: await new Response(packed).arrayBuffer(), headers: { ...headers, "Content-Encoding": "gzip" } };
}
