/** The fold: how facts become the attempts that stand at a door, whatever order they come in. */
import type { Fact, VisitRecorded } from "../contracts/facts";
import type { Attempt, AttemptRow } from "../contracts/visits";
import type { Id, Instant } from "../contracts/words";
import { parseInstant } from "./instants";

/** A fact with its place in the one total order. */
export interface Entry {
  fact: Fact;
  ordered_at: Instant;
}

/** Attempts in the one total order, and the ids that later facts superseded (a withdrawal may arrive first). */
export interface DoorVisits {
  attempts: readonly Attempt[];
  withdrawn: readonly Id[];
}

export const NOTHING: DoorVisits = { attempts: [], withdrawn: [] };

export function fold(entries: readonly Entry[], known: DoorVisits = NOTHING): DoorVisits {
  return entries.reduce(apply, known);
}

/** Adds one entry to what is known. Commutes and repeats harmlessly: sorted insertion by id, and a set union. */
export function apply(known: DoorVisits, entry: Entry): DoorVisits {
  const gone = (entry.fact.supersedes ?? []).filter((id) => !known.withdrawn.includes(id));
  const withdrawn = gone.length ? [...new Set([...known.withdrawn, ...gone])].sort() : known.withdrawn;
  const attempt = attemptOf(entry);
  if (!attempt || known.attempts.some((other) => other.fact_id === attempt.fact_id)) {
    return { attempts: known.attempts, withdrawn };
  }
  return { attempts: [...known.attempts, attempt].sort(inOrder), withdrawn };
}

/** What a row from the server says, as the fold keeps it. */
export function visitsOfRow(row: { attempts: readonly AttemptRow[]; withdrawn: readonly Id[] }): DoorVisits {
  return { attempts: row.attempts.map(complete).sort(inOrder), withdrawn: [...row.withdrawn].sort() };
}

/** The attempts that nobody withdrew, in the one total order. */
export function standing(known: DoorVisits): readonly Attempt[] {
  return known.attempts.filter((attempt) => !known.withdrawn.includes(attempt.fact_id));
}

/** The one total order of facts: (ordered_at, device_id, device_seq, fact_id). */
export function inOrder(a: Attempt, b: Attempt): number {
  return a.at - b.at || compare(a.device_id, b.device_id) || a.device_seq - b.device_seq || compare(a.fact_id, b.fact_id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function attemptOf({ fact, ordered_at }: Entry): Attempt | null {
  const told = {
    fact_id: fact.fact_id,
    at: ordered_at,
    author_id: fact.author_id,
    device_id: fact.device_id,
    device_seq: fact.device_seq,
  };
  if (fact.kind === "DoorClosedUnresolved") return complete({ ...told, outcome: "closed_unresolved" });
  if (fact.kind !== "VisitRecorded") return null;
  const { appointment_at, ...body } = fact.body as VisitRecorded;
  return complete({ ...body, ...told, due_at: appointment_at ? parseInstant(appointment_at) : null });
}

function complete(row: AttemptRow): Attempt {
  return {
    fact_id: row.fact_id,
    at: row.at,
    author_id: row.author_id,
    author: row.author ?? "",
    outcome: row.outcome,
    device_id: row.device_id ?? "",
    device_seq: row.device_seq ?? 0,
    partner_id: row.partner_id ?? null,
    how: row.how ?? "door",
    persons: row.persons ?? null,
    absent: row.absent ?? null,
    household: row.household ?? 1,
    households: row.households ?? null,
    triggers: row.triggers ?? [],
    signs: row.signs ?? [],
    due_at: row.due_at ?? null,
  };
}
