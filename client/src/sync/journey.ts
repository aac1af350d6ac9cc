/** A journey: what one round trip to the server carries with it, and how it may end. */
import type { Instant } from "../contracts/words";
import type { Connection } from "../store/database";
import { ask, type Asking } from "./hearing";

export { ask };

export interface Journey extends Asking {
  connection: Connection;
  offsetMinutes(at: Instant): number;
  /** Something on the phone is now different: show it. */
  changed(): void;
}

export type Outcome =
  | { kind: "done" }
  | { kind: "refused"; status: number; error: string }
  | { kind: "busy"; wait: number }
  | { kind: "nothing" };
