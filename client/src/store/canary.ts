/** The canary: what each installation had written, kept outside the database, so that a wiped store is noticed. */
import type { Id } from "../contracts/words";
import type { Device } from "./devices";

export interface Perch {
  region: string;
  name: string;
  last_seq: number;
  unsent: number;
}

export interface Loss extends Perch {
  device: Id;
}

const KEY = "bulou.canary";

export function perches(storage: Storage): Record<Id, Perch> {
  try {
    return JSON.parse(storage.getItem(KEY) ?? "{}") as Record<Id, Perch>;
  } catch {
    return {};
  }
}

/** Also tells other tabs that something changed: they hear it as a storage event. */
export function perch(storage: Storage, device: Id, at: Perch): void {
  keep(storage, { ...perches(storage), [device]: at });
}

/** The loss has been told to the server. */
export function forgetLoss(storage: Storage, device: Id): void {
  const { [device]: _told, ...rest } = perches(storage);
  keep(storage, rest);
}

/** Installations that wrote more than the store now remembers: wiped, or set back to an older copy. */
export function losses(storage: Storage, devices: readonly Device[]): Loss[] {
  return Object.entries(perches(storage))
    .filter(([id, was]) => {
      const device = devices.find((one) => one.device_id === id);
      return device ? device.last_seq < was.last_seq : was.last_seq > 0;
    })
    .map(([device, was]) => ({ device, ...was }));
}

function keep(storage: Storage, all: Record<Id, Perch>): void {
  try {
    storage.setItem(KEY, JSON.stringify(all));
  } catch {
    // Full or forbidden: the facts themselves are safe in the database, only the alarm would be missing.
  }
}
