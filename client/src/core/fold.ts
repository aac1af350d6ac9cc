/** The fold: how facts become the attempts that stand at a door, whatever order they come in. */
import type { AnswerAmended, ClaimConfirmed, Fact, LightSeen, OutcomeOverruled, VisitRecorded } from "../contracts/facts";
import { OUTCOMES, type Attempt, type AttemptRow } from "../contracts/visits";
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

/** The attempts that nobody withdrew, in the one total order; an overruled one says only that somebody went there.
 * What is said about a visit (overruled, amended) goes with it when it is withdrawn. */
export function standing(known: DoorVisits): readonly Attempt[] {
  const gone = (id: Id | null) => id !== null && known.withdrawn.includes(id);
  const left = known.attempts.filter((attempt) => !gone(attempt.fact_id) && !gone(attempt.about));
  const overruled = new Set(left.filter((one) => one.outcome === "overruled").map((one) => one.about));
  return left.map((one) => (overruled.has(one.fact_id) ? setAside(one) : one));
}

/** A visit whose outcome is overruled; what it found about people stays a trigger. */
function setAside(attempt: Attempt): Attempt {
  if (!(OUTCOMES as readonly string[]).includes(attempt.outcome)) return attempt;
  return { ...attempt, outcome: "overruled", persons: null, absent: null, evidence: [], confirms: false, due_at: null };
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
  switch (fact.kind) {
    case "VisitRecorded": {
      const { appointment_at, visited_by, ...body } = fact.body as VisitRecorded;
      const due_at = appointment_at ? parseInstant(appointment_at) : null;
      return complete({ ...body, ...told, author_id: visited_by ?? fact.author_id, due_at });
    }
    case "DoorClosedUnresolved":
      return complete({ ...told, outcome: "closed_unresolved" });
    case "ClaimConfirmed":
      return complete({ ...(fact.body as ClaimConfirmed), ...told, confirms: true });
    case "LightSeen":
      return complete({ ...told, outcome: (fact.body as LightSeen).lit ? "lit" : "dark" });
    case "OutcomeOverruled": {
      const { visit, household = 1 } = fact.body as OutcomeOverruled;
      return complete({ ...told, outcome: "overruled", household, about: visit });
    }
    case "AnswerAmended": {
      const { visit, triggers = [] } = fact.body as AnswerAmended;
      return complete({ ...told, outcome: "amended", triggers, about: visit });
    }
    default:
      return null;
  }
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
    evidence: row.evidence ?? [],
    confirms: row.confirms ?? false,
    notice_left: row.notice_left ?? false,
    notice_number: row.notice_number ?? null,
    about: row.about ?? null,
    due_at: row.due_at ?? null,
  };
}
