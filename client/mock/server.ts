/** A server that follows docs/reference/sync.md in memory, and can be told to misbehave. */
import { createHash } from "node:crypto";
import type { Fact, VisitRecorded } from "../src/contracts/facts.ts";
import type { Receipt } from "../src/contracts/wire.ts";
import { id, PEOPLE, REGION, town, type Town } from "../src/practice/town.ts";

export interface Request {
  method: string;
  url: string;
  token: string | null;
  body: string;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

interface Stored {
  hash: string;
  text: string;
  private: string | null;
  held: boolean;
}

interface Installation {
  device_id: string;
  token: string;
  person: (typeof PEOPLE)[number];
}

interface Item {
  id: string;
  hash: string;
  fact: Fact;
  salt?: string;
  private?: Record<string, string>;
}

/** Cuts `"fact":{...}` out of a body as the exact characters that were sent. */
export function exactFacts(body: string): string[] {
  const found: string[] = [];
  for (let at = body.indexOf('"fact":{'); at >= 0; at = body.indexOf('"fact":{', at)) {
    const start = at + '"fact":'.length;
    let depth = 0;
    let quoted = false;
    for (at = start; ; at++) {
      const one = body[at];
      if (one === undefined) throw new Error("cut off");
      if (quoted) {
        if (one === "\\") at++;
        else if (one === '"') quoted = false;
      } else if (one === '"') quoted = true;
      else if (one === "{") depth++;
      else if (one === "}" && --depth === 0) break;
    }
    found.push(body.slice(start, at + 1));
  }
  return found;
}

const ID = /^[0-9a-f]{32}$/;

/** What a strict reader of the envelope would hold a fact for. */
function misread(fact: Fact): Partial<Receipt> | null {
  const ids = [fact.region_id, fact.fact_id, fact.act_id, fact.device_id, fact.author_id, fact.subject.id, ...(fact.supersedes ?? [])];
  const numbers = [fact.device_seq, fact.version, fact.skew_ms ?? 0];
  const timed = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/.test(fact.occurred_at);
  const whole = numbers.every(Number.isInteger) && ids.every((one) => ID.test(one)) && timed;
  return whole ? null : { status: "stored_held", reason: "unreadable" };
}

const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");

export class MockServer {
  epoch = id(50);
  readonly facts = new Map<string, Stored>();
  readonly batches: number[] = [];
  readonly installations: Installation[] = [];
  readonly links = new Map<string, { person: (typeof PEOPLE)[number]; device_id: string | null }>();
  /** Returns a reply instead of the truth, or null to answer truly. Called before (and with `done`, after) the work. */
  misbehave: (request: Request, done: boolean) => Reply | null = () => null;
  /** What a receipt says instead of the truth. */
  judge: (fact: Fact) => Partial<Receipt> | null = () => null;
  rows: Town;

  constructor(
    readonly now: () => number,
    readonly pageOf = 500,
  ) {
    this.rows = town(now());
    this.links.set("wangfang-1", { person: PEOPLE[0], device_id: null });
    this.links.set("lijianguo-1", { person: PEOPLE[1], device_id: null });
  }

  answer(request: Request): Reply {
    const early = this.misbehave(request, false);
    if (early) return early;
    const reply = this.work(request);
    return this.misbehave(request, true) ?? reply;
  }

  private work(request: Request): Reply {
    const path = request.url.split("?")[0]?.replace(`/r/${REGION.code}/sync/`, "");
    if (path === "enrol") return this.enrol(request);
    const installation = this.installations.find((one) => one.token === request.token);
    if (!installation) return this.say({ error: "device_unknown" }, 401);
    if (path === "push") return this.push(request, installation);
    if (path === "pull") return this.pull(request, installation);
    if (path === "offer") return this.offer(request);
    return this.say({ error: "no_such_step" }, 404);
  }

  say(content: Record<string, unknown>, status = 200): Reply {
    const headers = { "Bulou-Protocol": "1", "Content-Type": "application/json" };
    return { status, headers, body: JSON.stringify({ protocol: 1, epoch: this.epoch, now: this.now(), ...content }) };
  }

  private enrol(request: Request): Reply {
    const { token, device_id } = JSON.parse(request.body) as { token: string; device_id: string };
    const link = this.links.get(token);
    if (!link) return this.say({ error: "link_unknown", message: { zh: "链接不对", en: "unknown link" } }, 403);
    if (link.device_id && link.device_id !== device_id) return this.say({ error: "link_used" }, 403);
    link.device_id = device_id;
    const installation = { device_id, token: `token-${device_id}`, person: link.person };
    if (!this.installations.some((one) => one.device_id === device_id)) this.installations.push(installation);
    return this.say({ device_id, device_token: installation.token, region: REGION, person: link.person });
  }

  private push(request: Request, installation: Installation): Reply {
    const batch = JSON.parse(request.body) as { wrote: number; facts: Item[] };
    const texts = exactFacts(request.body);
    this.batches.push(batch.facts.length);
    const receipts = batch.facts.map((item, index) => this.take(item, texts[index] ?? ""));
    return this.say({ receipts, device: this.count(installation.device_id, batch.wrote) });
  }

  private take(item: Item, text: string): Receipt {
    const said = this.judge(item.fact) ?? misread(item.fact);
    const receipt: Receipt = { id: item.id, hash: item.hash, status: "stored", reason: null, ...said };
    if (receipt.status === "try_later" || receipt.status === "too_large") return receipt;
    const secret = item.private ? JSON.stringify(item.private) : null;
    const sealed = secret === null ? undefined : sha256(Buffer.concat([Buffer.from(item.salt ?? "", "hex"), Buffer.from(secret)]));
    if (sha256(text) !== item.hash || sealed !== item.fact.private_commitment) return { ...receipt, status: "try_later" };
    if (this.facts.get(item.id)?.hash === item.hash) return { ...receipt, status: "already_have" };
    this.facts.set(item.id, { hash: item.hash, text, private: secret, held: receipt.status === "stored_held" });
    this.project(item.fact);
    return receipt;
  }

  /** Enough of the read tables for a phone to see its own facts come back as rows. */
  private project(fact: Fact): void {
    if (fact.kind === "DwellingListed") {
      this.rows.doors.push({ ...(fact.body as object), id: fact.subject.id, persons: null, reserved: false } as Town["doors"][number]);
    }
    if (!fact.kind.startsWith("Visit") || !fact.round_id) return;
    const door_id = fact.subject.id;
    const before = this.rows.visits.find((row) => row.door_id === door_id);
    const { appointment_at, ...body } = fact.body as VisitRecorded;
    const author = PEOPLE.find((one) => one.id === fact.author_id)?.name ?? "";
    const at = Date.parse(fact.occurred_at) + (fact.skew_ms ?? 0);
    const due = appointment_at ? { due_at: Date.parse(appointment_at) } : {};
    const { fact_id, author_id, device_id, device_seq } = fact;
    const attempt = { ...body, ...due, fact_id, author_id, device_id, device_seq, at, author };
    const row = {
      round_id: fact.round_id,
      door_id,
      attempts: [...(before?.attempts ?? []), ...(fact.kind === "VisitRecorded" ? [attempt] : [])],
      withdrawn: [...new Set([...(before?.withdrawn ?? []), ...(fact.supersedes ?? [])])],
    };
    this.rows.visits = [...this.rows.visits.filter((other) => other !== before), row];
  }

  private count(device_id: string, wrote: number): Record<string, unknown> {
    const mine = [...this.facts.values()].filter((stored) => (JSON.parse(stored.text) as Fact).device_id === device_id);
    const have = new Set(mine.map((stored) => (JSON.parse(stored.text) as Fact).device_seq));
    const missing: [number, number][] = [];
    for (let seq = 1; seq <= wrote; seq++) {
      const last = missing[missing.length - 1];
      if (have.has(seq)) continue;
      if (last && last[1] === seq - 1) last[1] = seq;
      else missing.push([seq, seq]);
    }
    return { wrote, received: mine.length, held: mine.filter((stored) => stored.held).length, missing };
  }

  private pull(request: Request, installation: Installation): Reply {
    const cursor = new URL(request.url, "http://phone").searchParams.get("cursor");
    const [epoch, reached] = (cursor ?? "").split(".");
    const reset = epoch !== this.epoch;
    const from = reset ? 0 : Number(reached);
    const { doors, ...others } = this.rows;
    const page = from >= doors.length ? [] : doors.slice(from, from + this.pageOf);
    const next = from + page.length;
    const more = next < doors.length;
    return this.say({
      cursor: `${this.epoch}.${more ? next : 0}`,
      more,
      reset,
      person: installation.person,
      colleagues: PEOPLE.filter((one) => one.id !== installation.person.id),
      rows: { ...others, doors: page },
    });
  }

  private offer(request: Request): Reply {
    const { facts } = JSON.parse(request.body) as { facts: { id: string; hash: string }[] };
    return this.say({ want: facts.filter((one) => this.facts.get(one.id)?.hash !== one.hash).map((one) => one.id) });
  }
}
