/** Wire: what phone and server say to one another over HTTP (docs/reference/sync.md). */
import type { WireRows } from "./rows";
import type { Id, Instant, Words } from "./words";

export const PROTOCOL = 1;
/** A batch stays small so that one lost reply on a weak link costs little. The server's limit is 200. */
export const BATCH_FACTS = 50;
export const OFFER_FACTS = 5000;

export interface Person {
  id: Id;
  name: string;
  post: string;
}

export interface Region {
  id: Id;
  code: string;
  name: Words;
  timezone: string;
}

/** Whom the person goes with today, as far as the server heard; a partner_id of null: alone. */
export interface Pair {
  partner_id: Id | null;
  at: Instant;
}

export interface Answer {
  protocol: number;
  epoch: Id;
  now?: Instant;
}

export interface EnrolAnswer extends Answer {
  now: Instant;
  device_id: Id;
  device_token: string;
  region: Region;
  person: Person;
  /** The server's public key for letters (base64 of the raw point); null when nothing may be sealed. */
  rescue_key?: string | null;
}

export type ReceiptStatus = "stored" | "already_have" | "stored_held" | "try_later" | "too_large";

export interface Receipt {
  id: Id;
  hash: string;
  status: ReceiptStatus;
  reason: string | null;
}

export interface DeviceCount {
  wrote: number;
  received: number;
  held: number;
  missing: readonly (readonly [number, number])[];
}

export interface PushAnswer extends Answer {
  now: Instant;
  receipts: readonly Receipt[];
  device: DeviceCount;
}

export interface PullAnswer extends Answer {
  now: Instant;
  cursor: string;
  more: boolean;
  reset: boolean;
  person: Person;
  rescue_key?: string | null;
  /** Only when somebody's post changed since the cursor. */
  colleagues?: readonly Person[];
  pair?: Pair | null;
  rows: Partial<WireRows>;
}

/** What a courier learns of a letter: receipts for somebody else's facts, and that phone's count. */
export interface RescueAnswer extends PushAnswer {
  device_id: Id;
}

export interface OfferAnswer extends Answer {
  want: readonly Id[];
}
