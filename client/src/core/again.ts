/** Coming again: which doors are worth another climb now, why, and by whom. */
import type { DoorRow } from "../contracts/rows";
import type { Attempt, DoorCode, DoorState } from "../contracts/visits";
import type { Id, Instant } from "../contracts/words";
import { band, MINUTE, type Zone } from "./instants";
import { SIGNS_OF_LIFE } from "./outcomes";
import { BEFORE_APPOINTMENT, owed } from "./tally";

export type Stage = "later" | "due" | "overdue";

/** So long somebody may be kept waiting before the appointment counts as overdue. */
const AFTER = 30 * MINUTE;

/** States in which a lit window would tell something: nobody of the household was met (数灯单). */
const WINDOWS: ReadonlySet<DoorCode> = new Set<DoorCode>([
  "untouched", "no_answer", "occupied_no_answer", "no_access", "away", "vacant", "not_dwelling", "not_found", "proxy",
  "self_report", "overruled", "vacant_confirmed", "not_dwelling_confirmed", "away_final", "proxy_final", "closed_unresolved",
]);

export function worthLookingUp(state: DoorState): boolean {
  return WINDOWS.has(state.state);
}

/** How an appointment stands: not yet, time to go, or somebody has been kept waiting. */
export function appointment(due_at: Instant, now: Instant): Stage {
  if (now < due_at - BEFORE_APPOINTMENT) return "later";
  return now <= due_at + AFTER ? "due" : "overdue";
}

/** An open door that was tried, but never yet in the time band of now; what waits for a time or a person is not. */
export function untriedNow(state: DoorState, now: Instant, zone: Zone): boolean {
  if (state.closed || state.out_of_scope || state.due_at !== null || state.second_look) return false;
  return state.bands.length > 0 && !state.bands.includes(band(now, zone));
}

/** The window of an open door was seen lit after the last knock. */
export function litSince({ closed, out_of_scope, lit_at, tried_at }: DoorState): boolean {
  if (closed || out_of_scope || lit_at === null) return false;
  return tried_at === null || lit_at > tried_at;
}

/** Whether this person would be the second one: others say that nobody lives there, and they have not, nor was their
 * partner among those. `attempts` stand, in the one total order. */
export function mayLookAgain(attempts: readonly Attempt[], state: DoorState, person: Id): boolean {
  if (!state.second_look) return false;
  const since = attempts.reduce((after, a, index) => (SIGNS_OF_LIFE.has(a.outcome) ? index + 1 : after), 0);
  const said = attempts.slice(since).filter((a) => a.outcome === state.state);
  return said.length > 0 && said.every((a) => a.author_id !== person && a.partner_id !== person);
}

/** Whether a later round strikes a door off by what was found there; another closing without an answer does not. */
function settles({ state, closed, out_of_scope }: Pick<DoorState, "state" | "closed" | "out_of_scope">): boolean {
  return out_of_scope || (closed && state !== "closed_unresolved");
}

/** Left open by the round `carried` (挂账), and settled in none after it. */
export function onTheBooks(
  carried: number | null | undefined,
  rounds: readonly (readonly [number, Pick<DoorState, "state" | "closed" | "out_of_scope">])[],
): boolean {
  return typeof carried === "number" && !rounds.some(([number, door]) => number > carried && settles(door));
}

export interface Known {
  door: DoorRow;
  state: DoorState;
  attempts: readonly Attempt[];
  /** Still owed from an earlier round. */
  carried: boolean;
}

export interface Again {
  /** First of all, whatever else is known of them. */
  carried: readonly Known[];
  appointments: readonly Known[];
  second_looks: readonly Known[];
  lit: readonly Known[];
  untried: readonly Known[];
  /** Tried in the band of now already; another one is better. */
  later: readonly Known[];
}

/** My doors that need somebody again, each under the one thing that matters most about it. */
export function comingAgain(known: readonly Known[], me: Id, now: Instant, zone: Zone): Again {
  const carried = known.filter((one) => one.carried && owed(one.door, one.state) && one.state.due_at === null);
  const open = known.filter((one) => !carried.includes(one)).filter(({ door, state }) => owed(door, state) && (state.tried_at !== null || litSince(state)));
  const appointments = open
    .filter(({ state }) => state.due_at !== null)
    .sort((a, b) => (a.state.due_at ?? 0) - (b.state.due_at ?? 0));
  const rest = open.filter(({ state }) => state.due_at === null);
  const looks = rest.filter(({ state, attempts }) => mayLookAgain(attempts, state, me));
  const others = rest.filter(({ state }) => !state.second_look);
  const lit = others.filter(({ state }) => litSince(state));
  const dark = others.filter(({ state }) => !litSince(state));
  const untried = dark.filter(({ state }) => untriedNow(state, now, zone));
  return { carried, appointments, second_looks: looks, lit, untried, later: dark.filter((one) => !untried.includes(one)) };
}
