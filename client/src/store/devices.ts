/** Devices: the persons enrolled on this phone, each an installation with its own numbers. */
import type { DeviceCount, EnrolAnswer, Pair, Person, Region } from "../contracts/wire";
import type { Id, Instant } from "../contracts/words";
import type { Connection, Transaction } from "./database";

export interface Device {
  device_id: Id;
  region: Region;
  person: Person;
  token: string;
  enrolled_at: Instant;
  /** The number of the fact written last. */
  last_seq: number;
  /** Server time minus phone time as last measured. */
  skew_ms: number | null;
  epoch: Id | null;
  cursor: string | null;
  /** Rows of an older generation go when a reset is complete. */
  generation: number;
  resetting: boolean;
  /** Why the server no longer listens to this installation, or why its numbers must not go on. */
  refused: "device_unknown" | "device_revoked" | "store_lost" | null;
  counted: DeviceCount | null;
  heard_at: Instant | null;
  lock: { salt: string; digest: string } | null;
  rescue_key?: string | null;
  /** Whom the person can set out with. */
  colleagues?: readonly Person[];
  pair?: Pair | null;
}

export function enrolled(answer: EnrolAnswer, phoneNow: Instant): Device {
  return {
    device_id: answer.device_id,
    region: answer.region,
    person: answer.person,
    token: answer.device_token,
    enrolled_at: answer.now,
    last_seq: 0,
    skew_ms: Math.round(answer.now - phoneNow),
    epoch: answer.epoch,
    cursor: null,
    generation: 0,
    resetting: false,
    refused: null,
    counted: null,
    heard_at: null,
    lock: null,
    rescue_key: answer.rescue_key ?? null,
  };
}

export function devices(connection: Connection): Promise<Device[]> {
  return connection.transact(["devices"], "readonly", (tx) => tx.objectStore("devices").getAll());
}

/** Keeps an enrolment. One that is there already keeps its numbers: the same answer may come twice. */
export function keepDevice(connection: Connection, device: Device): Promise<void> {
  return connection.transact(
    ["devices"],
    "readwrite",
    async (tx) => {
      const before = await tx.objectStore("devices").get(device.device_id);
      await tx.objectStore("devices").put(before ? { ...before, token: device.token, refused: null } : device);
    },
    { strict: true },
  );
}

/** Changes single fields of a device inside one transaction, so that a number given out meanwhile is not lost. */
export function changeDevice(connection: Connection, id: Id, change: Partial<Device>): Promise<void> {
  return connection.transact(["devices"], "readwrite", (tx) => changeWithin(tx, id, change));
}

export async function changeWithin(tx: Transaction<"readwrite">, id: Id, change: Partial<Device>): Promise<void> {
  const device = await tx.objectStore("devices").get(id);
  if (device) await tx.objectStore("devices").put({ ...device, ...change });
}

/** The id that this installation shows for a link; kept, because the first answer to it may be lost on the way. */
export function idForLink(connection: Connection, link: string, fresh: Id): Promise<Id> {
  return connection.transact(
    ["meta"],
    "readwrite",
    async (tx) => {
      const before = await tx.objectStore("meta").get(`link ${link}`);
      if (typeof before === "string") return before;
      await tx.objectStore("meta").put(fresh, `link ${link}`);
      return fresh;
    },
    { strict: true },
  );
}
