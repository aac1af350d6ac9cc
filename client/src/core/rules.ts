/** What follows from the attempts at a door: its one state, whether it is closed, and where to try next. */
import { TRIGGERS, type Attempt, type Band, type DoorCode, type DoorState, type RoundPolicy } from "../contracts/visits";
import { standing, type DoorVisits } from "./fold";
import { BANDS, band, workingDay, type Zone } from "./instants";
import { CONTACTED, FINALITY, NEEDS_SECOND_LOOK, NOT_AN_ATTEMPT, SCREENED, SIGNS_OF_LIFE } from "./outcomes";

/** The state of one household behind a door. */
export interface Judged {
  state: DoorCode;
  out_of_scope: boolean;
  closed: boolean;
}

export const UNTOUCHED: DoorState = {
  state: "untouched",
  closed: false,
  out_of_scope: false,
  attempted: false,
  contacted: false,
  screened: false,
  triggers: [],
  attempts: 0,
  persons: 0,
  absent: 0,
  households: 1,
  due_at: null,
  last_at: null,
  second_look: false,
  next_band: null,
};

/** The one current state of a door: that of its least final household. A positive is never hidden by a later code. */
export function doorState(visits: DoorVisits, policy: RoundPolicy, zone: Zone): DoorState {
  const attempts = standing(visits);
  const last = attempts[attempts.length - 1];
  if (!last) return UNTOUCHED;
  const judged = households(attempts, policy, zone);
  const least = judged.reduce((least, one) => (finality(one) < finality(least) ? one : least));
  const { state, out_of_scope, closed } = least;
  const theirs = attempts.filter((a) => a.household === judged.indexOf(least) + 1);
  const knocks = attempts.filter((a) => !NOT_AN_ATTEMPT.has(a.outcome) && a.outcome !== "closed_unresolved");
  return {
    state,
    closed,
    out_of_scope,
    attempted: knocks.length > 0,
    contacted: knocks.some((a) => CONTACTED.has(a.outcome)),
    screened: SCREENED.has(state) && closed,
    triggers: TRIGGERS.filter((trigger) => attempts.some((a) => a.triggers.includes(trigger))),
    attempts: knocks.length,
    persons: sumOfLast(attempts, judged.length, "persons"),
    absent: sumOfLast(attempts, judged.length, "absent"),
    households: judged.length,
    due_at: state === "appointment" ? (theirs[theirs.length - 1]?.due_at ?? null) : null,
    last_at: last.at,
    second_look: NEEDS_SECOND_LOOK.has(state),
    next_band: closed || out_of_scope ? null : nextBand(knocks, zone),
  };
}

/** Every household behind the door, the first at index 0. Empty while nobody has knocked. */
export function households(attempts: readonly Attempt[], policy: RoundPolicy, zone: Zone): Judged[] {
  const count = attempts.reduce((most, a) => Math.max(most, a.households || 1, a.household), 0);
  return Array.from({ length: count }, (_, index) => household(attempts, index + 1, policy, zone));
}

/** The time band tried least so far; among equals the first that comes after the last attempt's. Null: never tried. */
export function nextBand(attempts: readonly Attempt[], zone: Zone): Band | null {
  const tried = attempts.map((a) => band(a.at, zone));
  const last = tried[tried.length - 1];
  if (!last) return null;
  const after = BANDS.indexOf(last) + 1;
  const turn = [...BANDS.slice(after), ...BANDS.slice(0, after)];
  const count = (one: Band) => tried.filter((other) => other === one).length;
  return turn.reduce((least, one) => (count(one) < count(least) ? one : least));
}

/** How far a household is: open ones first, and out of scope only after every way of being closed. */
function finality(judged: Judged): number {
  if (judged.out_of_scope) return FINALITY.length + 2;
  return judged.closed ? FINALITY.indexOf(judged.state) + 2 : Number(judged.state !== "untouched");
}

/** The strongest finding about one household wins, then the latest. */
function household(attempts: readonly Attempt[], number: number, policy: RoundPolicy, zone: Zone): Judged {
  const mine = attempts.filter((a) => a.household === number || a.outcome === "closed_unresolved");
  if (!mine.length) return { state: "untouched", out_of_scope: false, closed: false };
  const seen = new Set(mine.map((a) => a.outcome));
  const closing = (state: DoorCode): Judged => ({ state, out_of_scope: false, closed: true });
  for (const code of ["under_observation", "screened", "screened_part"] as const) {
    if (seen.has(code)) return closing(code);
  }
  if (seen.has("screened_phone") && policy.phone_closes) return closing("screened_phone");
  const confirmed = confirmedOutOfScope(mine);
  if (confirmed) return { state: confirmed, out_of_scope: true, closed: false };
  if (seen.has("closed_unresolved")) return closing("closed_unresolved");
  if (awayIsFinal(mine, policy, zone)) return closing("away_final");
  if (proxyIsFinal(mine, policy, zone)) return closing("proxy_final");
  return { state: interim(mine), out_of_scope: false, closed: false };
}

/** The latest word on an open household; a bare no-answer does not wipe out what was learnt before it. */
function interim(mine: readonly Attempt[]): DoorCode {
  const last = mine[mine.length - 1]?.outcome ?? "untouched";
  if (last !== "no_answer") return last;
  const telling = mine.filter((a) => NEEDS_SECOND_LOOK.has(a.outcome) || a.outcome === "away" || a.outcome === "proxy");
  return telling[telling.length - 1]?.outcome ?? last;
}

/** The attempts since the last sign of life. */
function sinceLife(mine: readonly Attempt[]): readonly Attempt[] {
  const since = mine.reduce((after, a, index) => (SIGNS_OF_LIFE.has(a.outcome) ? index + 1 : after), 0);
  return mine.slice(since);
}

/** Two different persons, not partners of one another, say the same since the last sign of life. */
function confirmedOutOfScope(mine: readonly Attempt[]): DoorCode | null {
  const claims = sinceLife(mine).filter((a) => NEEDS_SECOND_LOOK.has(a.outcome));
  for (const second of [...claims].reverse()) {
    for (const first of claims) {
      if (first.outcome === second.outcome && independent(first, second)) return `${second.outcome}_confirmed` as DoorCode;
    }
  }
  return null;
}

function independent(first: Attempt, second: Attempt): boolean {
  const pair = [second.author_id, second.partner_id || second.author_id];
  return !pair.includes(first.author_id) && !pair.includes(first.partner_id || first.author_id);
}

function awayIsFinal(mine: readonly Attempt[], policy: RoundPolicy, zone: Zone): boolean {
  const since = sinceLife(mine);
  const claim = since.findIndex((a) => a.outcome === "away");
  const first = since[claim];
  if (!first) return false;
  const when = (a: Attempt) => `${workingDay(a.at, zone)} ${band(a.at, zone)}`;
  const rechecks = since
    .slice(claim + 1)
    .filter((a) => (a.outcome === "away" || a.outcome === "no_answer") && when(a) !== when(first));
  return rechecks.length >= policy.away_rechecks;
}

function proxyIsFinal(mine: readonly Attempt[], policy: RoundPolicy, zone: Zone): boolean {
  const knocks = mine.filter((a) => !NOT_AN_ATTEMPT.has(a.outcome));
  const last = knocks[knocks.length - 1];
  if (last && last.outcome !== "proxy" && last.outcome !== "no_answer") return false;
  return (
    knocks.some((a) => a.outcome === "proxy") &&
    knocks.length >= policy.proxy_attempts &&
    new Set(knocks.map((a) => band(a.at, zone))).size >= policy.proxy_bands
  );
}

function sumOfLast(attempts: readonly Attempt[], households: number, name: "persons" | "absent"): number {
  let sum = 0;
  for (let number = 1; number <= households; number++) {
    const counts = attempts.filter((a) => a.household === number && a[name] !== null);
    sum += counts[counts.length - 1]?.[name] ?? 0;
  }
  return sum;
}
