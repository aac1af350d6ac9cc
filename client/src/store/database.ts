/** The phone's store: an IndexedDB that may be full, dead or gone at any moment, and says so. */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";
import type { KeptRow } from "./rows";
import type { Device } from "./devices";
import type { KeptFact } from "./outbox";

export interface Schema extends DBSchema {
  devices: { key: string; value: Device };
  facts: {
    key: string;
    value: KeptFact;
    indexes: { by_region: string; by_device_status: [string, string] };
  };
  rows: { key: [string, string, string]; value: KeptRow };
  meta: { key: string; value: unknown };
}

export type StoreName = StoreNames<Schema>;
export type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<Schema, StoreName[], Mode>;

const VERSION = 1;

export type StoreTrouble = "full" | "dead" | "blocked" | "outdated";

/** The store could not do what was asked; nothing of it is written. */
export class StoreFailed extends Error {
  constructor(
    readonly trouble: StoreTrouble,
    readonly why: unknown,
  ) {
    super(`store ${trouble}: ${String(why)}`);
  }
}

export interface Connection {
  /** Runs `work` in one transaction: all of it is on disk when the promise resolves, or none of it. */
  transact<Mode extends IDBTransactionMode, Result>(
    stores: StoreName[],
    mode: Mode,
    work: (tx: Transaction<Mode>) => Promise<Result>,
    options?: { strict?: boolean },
  ): Promise<Result>;
  close(): void;
}

export interface Hooks {
  /** Another tab holds an older version open, or wants a newer one. */
  onTrouble?(trouble: StoreTrouble): void;
}

export function connect(name = "bulou", hooks: Hooks = {}): Connection {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;

  function open(): Promise<IDBPDatabase<Schema>> {
    const opening = openDB<Schema>(name, VERSION, {
      upgrade: lay,
      blocked: () => hooks.onTrouble?.("blocked"),
      blocking: () => {
        // A newer version waits in another tab: let go, or it waits for ever.
        void opening.then((db) => db.close());
        opened = null;
        hooks.onTrouble?.("outdated");
      },
      terminated: () => {
        opened = null;
      },
    });
    opening.catch(() => (opened = null));
    return opening;
  }

  /** Mobile browsers kill connections in the background; one that is dead before it began is opened anew, once. */
  async function begin<Mode extends IDBTransactionMode>(
    stores: StoreName[],
    mode: Mode,
    strict: boolean,
  ): Promise<Transaction<Mode>> {
    for (let tries = 0; ; tries++) {
      opened ??= open();
      const db = await opened;
      try {
        return db.transaction(stores, mode, { durability: strict ? "strict" : "default" }) as Transaction<Mode>;
      } catch (fault) {
        opened = null;
        if (tries || (fault as Error).name !== "InvalidStateError") throw fault;
      }
    }
  }

  return {
    async transact(stores, mode, work, { strict = false } = {}) {
      try {
        const tx = await begin(stores, mode, strict);
        return await finish(tx, work);
      } catch (fault) {
        throw fault instanceof StoreFailed ? fault : new StoreFailed(troubleOf(fault), fault);
      }
    },
    close() {
      void opened?.then((db) => db.close());
      opened = null;
    },
  };
}

async function finish<Mode extends IDBTransactionMode, Result>(
  tx: Transaction<Mode>,
  work: (tx: Transaction<Mode>) => Promise<Result>,
): Promise<Result> {
  const done = tx.done;
  // The rejection is awaited below; without this the browser reports it a second time as unhandled.
  done.catch(() => undefined);
  try {
    const result = await work(tx);
    await done;
    return result;
  } catch (fault) {
    try {
      tx.abort();
    } catch {
      // It had ended by itself.
    }
    throw tx.error ?? fault;
  }
}

function lay(db: IDBPDatabase<Schema>): void {
  db.createObjectStore("devices", { keyPath: "device_id" });
  const facts = db.createObjectStore("facts", { keyPath: "fact_id" });
  facts.createIndex("by_region", "region");
  facts.createIndex("by_device_status", ["device_id", "status"]);
  db.createObjectStore("rows", { keyPath: ["device_id", "kind", "key"] });
  db.createObjectStore("meta");
}

function troubleOf(fault: unknown): StoreTrouble {
  const name = (fault as { name?: string } | null)?.name;
  if (name === "QuotaExceededError") return "full";
  return name === "VersionError" ? "outdated" : "dead";
}
