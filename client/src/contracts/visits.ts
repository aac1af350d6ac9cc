/** Visits: the codes, attempts and door states that phone and server agreed on (docs/reference/indicators.md). */
import type { Id, Instant, Words } from "./words";

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

export const EVIDENCE = [
  "owner_phone", "property_office", "neighbour", "relative", "building_head", "meter", "no_light", "evenings", "sealed",
] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** What can be said about a door in a round: an attempt's outcome, or something that needs nobody at the door. */
export type Word = Outcome | "closed_unresolved" | "overruled" | "lit" | "dark" | "amended";

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
  | "closed_unresolved"
  | "overruled";

/** The closest that anybody of ours came to the household. */
export type Contact = "" | "proxy" | "phone" | "door";

/** What is still missing before a claim that nobody lives there is confirmed. */
export type Lack = "" | "person" | "supervisor" | "evidence";

/** One attempt as it travels in a row: fields that are empty are left out. */
export interface AttemptRow {
  fact_id: Id;
  at: Instant;
  author_id: Id;
  author?: string;
  outcome: Word;
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
  evidence?: readonly string[];
  confirms?: boolean;
  notice_left?: boolean;
  notice_number?: string | null;
  about?: Id | null;
  due_at?: Instant | null;
}

/** One attempt with every field present. `at` is its ordered_at. */
export interface Attempt {
  fact_id: Id;
  at: Instant;
  author_id: Id;
  author: string;
  outcome: Word;
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
  evidence: readonly string[];
  confirms: boolean;
  notice_left: boolean;
  notice_number: string | null;
  about: Id | null;
  due_at: Instant | null;
}

export interface DoorState {
  state: DoorCode;
  closed: boolean;
  out_of_scope: boolean;
  attempted: boolean;
  contacted: boolean;
  contact: Contact;
  screened: boolean;
  triggers: readonly Trigger[];
  attempts: number;
  persons: number;
  absent: number;
  households: number;
  due_at: Instant | null;
  last_at: Instant | null;
  tried_at: Instant | null;
  lit_at: Instant | null;
  second_look: boolean;
  lacks: Lack;
  bands: readonly Band[];
  next_band: Band | null;
}

export interface RoundPolicy {
  phone_closes: boolean;
  proxy_attempts: number;
  proxy_bands: number;
  away_rechecks: number;
  vacant_evidence: number;
  confirm_by: "another" | "supervisor";
  close_attempts: number;
  close_bands: number;
  methods: readonly Method[];
  pairs: boolean;
  phone_first: boolean;
  protection: readonly string[];
  advice: Partial<Words>;
}

export const METHODS = ["door", "phone", "video", "intercom", "proxy"] as const;
export type Method = (typeof METHODS)[number];

/** What holds where a round says nothing else. */
export const DEFAULT_POLICY: RoundPolicy = {
  phone_closes: true,
  proxy_attempts: 3,
  proxy_bands: 2,
  away_rechecks: 1,
  vacant_evidence: 1,
  confirm_by: "another",
  close_attempts: 0,
  close_bands: 0,
  methods: METHODS,
  pairs: false,
  phone_first: false,
  protection: [],
  advice: {},
};
