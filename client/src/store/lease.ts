/** The lease: one tab syncs at a time, through Web Locks or, without them, a lease in the store. */
import type { Instant } from "../contracts/words";
import type { Connection } from "./database";

const NAME = "bulou-sync";
/** Longer than the longest request may take, so that a live leader is not doubled. */
const LEASE_MS = 90_000;

interface Lease {
  holder: string;
  until: Instant;
}

/** Runs `work` as the only one on this phone. Null when another tab holds the lease. */
export async function alone<Result>(
  connection: Connection,
  { holder, now, locks }: { holder: string; now: () => Instant; locks: LockManager | undefined },
  work: () => Promise<Result>,
): Promise<Result | null> {
  if (locks) return locks.request(NAME, work);
  if (!(await take(connection, holder, now()))) return null;
  try {
    return await work();
  } finally {
    await release(connection, holder);
  }
}

function take(connection: Connection, holder: string, now: Instant): Promise<boolean> {
  return connection.transact(["meta"], "readwrite", async (tx) => {
    const held = (await tx.objectStore("meta").get("lease")) as Lease | undefined;
    if (held && held.holder !== holder && held.until > now && held.until <= now + LEASE_MS) return false;
    await tx.objectStore("meta").put({ holder, until: now + LEASE_MS }, "lease");
    return true;
  });
}

function release(connection: Connection, holder: string): Promise<void> {
  return connection.transact(["meta"], "readwrite", async (tx) => {
    const held = (await tx.objectStore("meta").get("lease")) as Lease | undefined;
    if (held?.holder === holder) await tx.objectStore("meta").delete("lease");
  });
}
