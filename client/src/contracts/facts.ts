/** Facts: the envelope and the bodies that a phone may say (docs/reference/sync.md). */
import type { Evidence, How, Outcome, Sign, Trigger } from "./visits";
import type { Id } from "./words";

export interface VisitRecorded {
  outcome: Outcome;
  how?: How;
  source?: "phone" | "paper" | "call" | "desk" | "resident";
  /** Who went, when the author only typed it in. */
  visited_by?: Id;
  sheet_id?: Id;
  partner_id?: Id;
  persons?: number;
  absent?: number;
  household?: number;
  households?: number;
  answers?: Record<string, boolean | number | string>;
  triggers?: readonly Trigger[];
  signs?: readonly Sign[];
  evidence?: readonly Evidence[];
  appointment_at?: string;
  away_until?: string;
  duplicate_of?: Id;
  near?: "yes" | "no" | "unknown";
  notice_left?: boolean;
  notice_number?: string;
}

/** A supervisor's second look: nobody lives there. */
export interface ClaimConfirmed {
  outcome: Outcome;
  how?: How;
  evidence?: readonly Evidence[];
  partner_id?: Id;
  household?: number;
}

/** Seen from below in the evening; nobody knocked. */
export interface LightSeen {
  lit: boolean;
}

export interface DoorRemarked {
  about?: Id;
}

/** Said at the desk; a phone only reads it. */
export interface OutcomeOverruled {
  visit: Id;
  reason: string;
  household?: number;
}

/** Said at the desk; a phone only reads it. */
export interface AnswerAmended {
  visit: Id;
  answers: Record<string, boolean | number | string>;
  triggers?: readonly Trigger[];
}

export const WITHDRAWAL_REASONS = ["mistake", "wrong_door", "double", "other"] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];

export interface VisitWithdrawn {
  reason: WithdrawalReason;
}

export interface DwellingListed {
  stairwell_id: Id;
  label: string;
  floor: number | null;
  sort: number;
  use: string;
  source: "added" | "framed";
}

/** A stairwell or lane that nobody has listed, found beside a known one and put into its grid. */
export interface StairwellListed {
  compound_id: Id;
  building_id: Id | null;
  kind: "stairwell" | "lane";
  label: string;
  sort: number;
  grid_id: Id | null;
}

export interface PersonFound {
  dwelling_id: Id;
  triggers: readonly Trigger[];
  left_on?: string;
  arrived_on?: string;
  from_code?: string;
  fever?: boolean | null;
}

/** Takes back a door that this phone added; the listing stands in `supersedes`. */
export type DwellingWithdrawn = Record<string, never>;

export interface PersonWithdrawn {
  dwelling_id: Id;
  reason: WithdrawalReason;
}

/** Today I go with this colleague; null: alone. */
export interface OutingBegun {
  partner_id: Id | null;
}

export interface DeviceStoreLost {
  last_seq: number;
  unsent: number;
}

interface Said<Kind extends string, SubjectKind extends string, Body> {
  kind: Kind;
  subject: { kind: SubjectKind; id: Id };
  body: Body;
}

export type Saying =
  | Said<"VisitRecorded", "dwelling", VisitRecorded>
  | Said<"VisitWithdrawn", "dwelling", VisitWithdrawn>
  | Said<"ClaimConfirmed", "dwelling", ClaimConfirmed>
  | Said<"LightSeen", "dwelling", LightSeen>
  | Said<"DoorRemarked", "dwelling", DoorRemarked>
  | Said<"StairwellListed", "stairwell", StairwellListed>
  | Said<"DwellingListed", "dwelling", DwellingListed>
  | Said<"DwellingWithdrawn", "dwelling", DwellingWithdrawn>
  | Said<"PersonFound", "person", PersonFound>
  | Said<"PersonWithdrawn", "person", PersonWithdrawn>
  | Said<"OutingBegun", "outing", OutingBegun>
  | Said<"DeviceStoreLost", "device", DeviceStoreLost>;

/** What the writer of a fact says; the store adds id, number, clock and hash. */
export type Draft = Saying & {
  round_id?: Id;
  supersedes?: readonly Id[];
  private?: Record<string, string>;
};

/** A fact as written. The order of these fields is the order of its bytes. */
export type Fact = {
  region_id: Id;
  fact_id: Id;
  act_id: Id;
  device_id: Id;
  device_seq: number;
  author_id: Id;
  kind: string;
  version: number;
  subject: { kind: string; id: Id };
  round_id?: Id;
  occurred_at: string;
  skew_ms?: number;
  supersedes?: readonly Id[];
  private_commitment?: string;
  body: unknown;
};
