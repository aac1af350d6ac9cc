/** The outbox: the exact bytes of every fact this phone wrote, until the server has them and their round is over. */
import type { Draft, Fact } from "../contracts/facts";
import type { Receipt } from "../contracts/wire";
import type { Id, Instant } from "../contracts/words";
import { commitment, digestText } from "../core/digest";
import type { Entry } from "../core/fold";
import { parseInstant, writeInstant } from "../core/instants";
import type { Connection, Transaction } from "./database";
import type { Device } from "./devices";

export type FactStatus = "unsent" | "safe" | "held" | "too_large";

export interface KeptFact {
  fact_id: Id;
  act_id: Id;
  device_id: Id;
  device_seq: number;
  region: string;
  kind: string;
  about: Id;
  round_id: Id | null;
  /** Sent and hashed as these very characters. */
  text: string;
  hash: string;
  salt: string | null;
  private: string | null;
  status: FactStatus;
  reason: string | null;
  /** The incarnation of the server's database that confirmed it. */
  epoch: Id | null;
  /** The phone's clock. */
  written_at: Instant;
}

/** Clock and chance, which the store does not have itself. */
export interface Moment {
  now: Instant;
  offsetMinutes: number;
  newId(): Id;
  newSalt(): string;
}

/** Writes one act: all its facts, their numbers and the device's counter, on disk together or not at all. */
export function writeAct(
  connection: Connection,
  device_id: Id,
  drafts: readonly Draft[],
  moment: Moment,
): Promise<KeptFact[]> {
  const act = moment.newId();
  return connection.transact(
    ["devices", "facts"],
    "readwrite",
    async (tx) => {
      const device = await tx.objectStore("devices").get(device_id);
      if (!device) throw new Error(`no device ${device_id}`);
      const facts = drafts.map((draft, index) => seal(draft, device, device.last_seq + 1 + index, act, moment));
      for (const fact of facts) await tx.objectStore("facts").add(fact);
      await tx.objectStore("devices").put({ ...device, last_seq: device.last_seq + facts.length });
      return facts;
    },
    { strict: true },
  );
}

function seal(draft: Draft, device: Device, device_seq: number, act_id: Id, moment: Moment): KeptFact {
  const secret = draft.private ? { salt: moment.newSalt(), text: JSON.stringify(draft.private) } : null;
  const fact: Fact = {
    region_id: device.region.id,
    fact_id: moment.newId(),
    act_id,
    device_id: device.device_id,
    device_seq,
    author_id: device.person.id,
    kind: draft.kind,
    version: 1,
    subject: draft.subject,
    ...(draft.round_id ? { round_id: draft.round_id } : {}),
    occurred_at: writeInstant(moment.now, moment.offsetMinutes),
    ...(device.skew_ms === null ? {} : { skew_ms: device.skew_ms }),
    ...(draft.supersedes?.length ? { supersedes: draft.supersedes } : {}),
    ...(secret ? { private_commitment: commitment(secret.salt, secret.text) } : {}),
    body: draft.body,
  };
  const text = JSON.stringify(fact);
  return {
    fact_id: fact.fact_id,
    act_id,
    device_id: device.device_id,
    device_seq,
    region: device.region.code,
    kind: draft.kind,
    about: draft.subject.id,
    round_id: draft.round_id ?? null,
    text,
    hash: digestText(text),
    salt: secret?.salt ?? null,
    private: secret?.text ?? null,
    status: "unsent",
    reason: null,
    epoch: null,
    written_at: moment.now,
  };
}

/** A kept fact as the fold takes it: what the server has not yet received counts as occurred_at + skew_ms. */
export function entryOf(kept: KeptFact): Entry {
  const fact = JSON.parse(kept.text) as Fact;
  return { fact, ordered_at: parseInstant(fact.occurred_at) + (fact.skew_ms ?? 0) };
}

export function factsOfRegion(connection: Connection, region: string): Promise<KeptFact[]> {
  return connection.transact(["facts"], "readonly", (tx) =>
    tx.objectStore("facts").index("by_region").getAll(region),
  );
}

export async function factsWith(connection: Connection, device_id: Id, status: FactStatus): Promise<KeptFact[]> {
  const found = await connection.transact(["facts"], "readonly", (tx) =>
    tx.objectStore("facts").index("by_device_status").getAll([device_id, status]),
  );
  return found.sort((a, b) => a.device_seq - b.device_seq);
}

export function countUnsent(connection: Connection, device_id: Id): Promise<number> {
  return connection.transact(["facts"], "readonly", async (tx) => {
    const index = tx.objectStore("facts").index("by_device_status");
    return (await index.count([device_id, "unsent"])) + (await index.count([device_id, "too_large"]));
  });
}

/** When the oldest fact was written that would still lack a receipt if `batch` arrived; null when none would. */
export async function oldestUnsent(
  connection: Connection,
  device_id: Id,
  batch: readonly KeptFact[],
): Promise<Instant | null> {
  const going = new Set(batch.map((fact) => fact.fact_id));
  const each = await Promise.all([factsWith(connection, device_id, "unsent"), factsWith(connection, device_id, "too_large")]);
  const staying = each.flatMap((facts) => facts.filter((fact) => !going.has(fact.fact_id)));
  return staying.length ? Math.min(...staying.map((fact) => fact.written_at)) : null;
}

const SAFE: Partial<Record<Receipt["status"], FactStatus>> = {
  stored: "safe",
  already_have: "safe",
  stored_held: "held",
  too_large: "too_large",
};

/** Believes a receipt only when id and hash both are those of a fact kept here. */
export function takeReceipts(connection: Connection, epoch: Id, receipts: readonly Receipt[]): Promise<void> {
  return change(connection, receipts, (fact, receipt) => {
    const status = SAFE[receipt.status];
    return fact.hash === receipt.hash && status ? { ...fact, status, epoch, reason: receipt.reason ?? null } : null;
  });
}

/** The server answered an offer: what it wants goes out again, what it has is safe in its new incarnation. */
export function takeOffer(connection: Connection, epoch: Id, offered: readonly KeptFact[], want: readonly Id[]) {
  const wanted = new Set(want);
  const named = offered.map((fact) => ({ id: fact.fact_id }));
  return change(connection, named, (fact) => {
    return wanted.has(fact.fact_id) ? { ...fact, status: "unsent", epoch: null } : { ...fact, epoch };
  });
}

/** The server misses numbers that it had confirmed: back to the outbox with them. */
export function sendAgain(connection: Connection, facts: readonly KeptFact[]): Promise<void> {
  const named = facts.map((fact) => ({ id: fact.fact_id }));
  return change(connection, named, (fact) => ({ ...fact, status: "unsent", epoch: null, reason: null }));
}

/** No server takes a batch with this one alone: it stays, is skipped, and is named on screen. */
export function markTooLarge(connection: Connection, fact: KeptFact): Promise<void> {
  return change(connection, [{ id: fact.fact_id }], (kept) => ({ ...kept, status: "too_large" }));
}

/** Lets go of safe facts whose round is closed. */
export function forgetClosed(connection: Connection, region: string, closed: ReadonlySet<Id>): Promise<void> {
  return connection.transact(["facts"], "readwrite", async (tx) => {
    const facts = await tx.objectStore("facts").index("by_region").getAll(region);
    for (const fact of facts) {
      if (fact.status === "safe" && fact.round_id && closed.has(fact.round_id)) {
        await tx.objectStore("facts").delete(fact.fact_id);
      }
    }
  });
}

function change<Named extends { id: Id }>(
  connection: Connection,
  named: readonly Named[],
  to: (fact: KeptFact, named: Named) => KeptFact | null,
): Promise<void> {
  return connection.transact(["facts"], "readwrite", async (tx: Transaction<"readwrite">) => {
    const facts = tx.objectStore("facts");
    for (const one of named) {
      const kept = await facts.get(one.id);
      const changed = kept && to(kept, one);
      if (changed) await facts.put(changed);
    }
  });
}
