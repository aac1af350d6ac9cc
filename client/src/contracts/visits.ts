/** Visits: the codes, attempts and door states that phone and server agreed on (docs/reference/indicators.md). */
import type { Id, Instant } from "./words";

export const OUTCOMES = [
  "screened",
  "screened_part",
  "screened_phone",
  "self_report",
  "proxy",
  "no_answer",
  "occupied_no_answer",
  "no_access",
  "appointment",
  "refused_soft",
  "refused",
  "away",
  "vacant",
  "not_dwelling",
  "not_found",
  "duplicate",
  "language",
  "unable",
  "under_observation",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const TRIGGERS = ["returnee", "symptom", "contact"] as const;
export type Trigger = (typeof TRIGGERS)[number];

export const SIGNS = ["light", "sound", "car", "meter"] as const;
export type Sign = (typeof SIGNS)[number];

export const EVIDENCE = ["owner_phone", "property_office", "neighbour", "meter", "evenings", "sealed"] as const;
export type Evidence = (typeof EVIDENCE)[number];

export type How = "door" | "phone" | "intercom" | "video";

export type Band = "morning" | "afternoon" | "evening";

export type DoorCode =
  | Outcome
  | "untouched"
  | "vacant_confirmed"
  | "not_dwelling_confirmed"
  | "not_found_confirmed"
  | "duplicate_confirmed"
  | "away_final"
  | "proxy_final"
  | "closed_unresolved";

/** One attempt as it travels in a row: fields that are empty are left out. */
export interface AttemptRow {
  fact_id: Id;
  at: Instant;
  author_id: Id;
  author?: string;
  outcome: Outcome | "closed_unresolved";
  device_id?: Id;
  device_seq?: number;
  partner_id?: Id | null;
  how?: string;
  persons?: number | null;
  absent?: number | null;
  household?: number;
  households?: number | null;
  triggers?: readonly Trigger[];
  signs?: readonly string[];
  due_at?: Instant | null;
}

/** One attempt with every field present. `at` is its ordered_at. */
export interface Attempt {
  fact_id: Id;
  at: Instant;
  author_id: Id;
  author: string;
  outcome: Outcome | "closed_unresolved";
  device_id: Id;
  device_seq: number;
  partner_id: Id | null;
  how: string;
  persons: number | null;
  absent: number | null;
  household: number;
  households: number | null;
  triggers: readonly Trigger[];
  signs: readonly string[];
  due_at: Instant | null;
}

export interface DoorState {
  state: DoorCode;
  closed: boolean;
  out_of_scope: boolean;
  attempted: boolean;
  contacted: boolean;
  screened: boolean;
  triggers: readonly Trigger[];
  attempts: number;
  persons: number;
  absent: number;
  households: number;
  due_at: Instant | null;
  last_at: Instant | null;
  second_look: boolean;
  next_band: Band | null;
}

export interface RoundPolicy {
  phone_closes: boolean;
  proxy_attempts: number;
  proxy_bands: number;
  away_rechecks: number;
}
