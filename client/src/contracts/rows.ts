/** Rows: the server's state of what is in the person's area, as a pull brings it (docs/reference/sync.md). */
import type { AttemptRow, RoundPolicy, Trigger } from "./visits";
import type { Id, Instant, Words } from "./words";

export interface RoundRow {
  id: Id;
  number: number;
  name: Words;
  opened_at: Instant;
  deadline: Instant;
  question_set_id: Id;
  question_set_version: number;
  policy: RoundPolicy;
  state: "open" | "closed";
}

export interface Question {
  id: string;
  type: "yes_no" | "count" | "choice";
  text: Words;
  trigger: Trigger | null;
  options?: readonly { code: string; text: Words }[];
}

export interface QuestionSetRow {
  id: Id;
  version: number;
  questions: readonly Question[];
  read_out: Words;
}

export interface StairwellRow {
  id: Id;
  kind: "stairwell" | "lane";
  community: string;
  compound: string;
  building: string | null;
  label: string;
  compound_id?: Id;
  building_id?: Id | null;
  grid_id?: Id | null;
  /** Walking order: of the compound, of the building in it, of the stairwell in that. */
  compound_sort?: number;
  building_sort?: number | null;
  sort: number;
}

export interface DoorRow {
  id: Id;
  stairwell_id: Id;
  label: string;
  floor: number | null;
  sort: number;
  persons: number | null;
  use: string;
  source: "listed" | "framed" | "added";
  reserved: boolean;
  /** The round that left it open (挂账), unless a supervisor struck it off. */
  carried?: number | null;
}

/** A door that is no longer mine to know: withdrawn, or moved away. */
export interface GoneDoor {
  id: Id;
  withdrawn: true;
}

export interface VisitRow {
  round_id: Id;
  door_id: Id;
  attempts: readonly AttemptRow[];
  withdrawn: readonly Id[];
}

/** Rows by kind, as they travel. */
export interface WireRows {
  rounds: readonly RoundRow[];
  question_sets: readonly QuestionSetRow[];
  stairwells: readonly StairwellRow[];
  doors: readonly (DoorRow | GoneDoor)[];
  visits: readonly VisitRow[];
}

/** Rows as the screens read them. */
export interface Rows extends WireRows {
  doors: readonly DoorRow[];
  gone: readonly Id[];
}

export const ROW_KINDS = ["rounds", "question_sets", "stairwells", "doors", "visits"] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** The key under which a row replaces its predecessor. */
export function rowKey<K extends RowKind>(kind: K, row: WireRows[K][number]): string {
  if (kind === "visits") {
    const visit = row as VisitRow;
    return `${visit.round_id}/${visit.door_id}`;
  }
  if (kind === "question_sets") {
    const set = row as QuestionSetRow;
    return `${set.id}/${set.version}`;
  }
  return (row as { id: Id }).id;
}
