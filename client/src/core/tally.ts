/** Tally: what my doors add up to, by the names of docs/reference/indicators.md, and which one to knock at next. */
import type { DoorRow } from "../contracts/rows";
import type { DoorState } from "../contracts/visits";
import type { Id, Instant } from "../contracts/words";
import { band, MINUTE, workingDay, type Zone } from "./instants";

export interface Tally {
  listed: number;
  out_of_scope: number;
  eligible: number;
  attempted: number;
  contacted: number;
  screened: number;
  closed: number;
  owed: number;
}

export type States = (door: DoorRow) => DoorState;

/** Counts over the doors that are mine to knock at; one that is reserved for somebody else is in none of them. */
export function tally(doors: readonly DoorRow[], states: States): Tally {
  const mine = doors.filter((door) => !door.reserved).map(states);
  const eligible = mine.filter((state) => !state.out_of_scope);
  const closed = eligible.filter((state) => state.closed).length;
  return {
    listed: mine.length,
    out_of_scope: mine.length - eligible.length,
    eligible: eligible.length,
    attempted: eligible.filter((state) => state.attempted).length,
    contacted: eligible.filter((state) => state.contacted).length,
    screened: eligible.filter((state) => state.screened).length,
    closed,
    owed: eligible.length - closed,
  };
}

export function owed(door: DoorRow, state: DoorState): boolean {
  return !door.reserved && !state.out_of_scope && !state.closed;
}

/** Early enough to climb the stairs before the time that was agreed. */
export const BEFORE_APPOINTMENT = 15 * MINUTE;

/** Owed, and not already tried in this time band today, unless a light was seen since; an appointment once it is due. */
export function worthKnocking(door: DoorRow, state: DoorState, now: Instant, zone: Zone): boolean {
  if (!owed(door, state)) return false;
  if (state.due_at !== null) return now >= state.due_at - BEFORE_APPOINTMENT;
  const { tried_at, lit_at } = state;
  if (tried_at === null || (lit_at !== null && lit_at > tried_at)) return true;
  return band(tried_at, zone) !== band(now, zone) || workingDay(tried_at, zone) !== workingDay(now, zone);
}

/** The next door worth knocking at after `after` in walking order, then from the start again. */
export function nextDoor(
  ordered: readonly DoorRow[],
  after: Id | null,
  worth: (door: DoorRow) => boolean,
): DoorRow | null {
  const at = ordered.findIndex((door) => door.id === after);
  const turn = [...ordered.slice(at + 1), ...ordered.slice(0, Math.max(at, 0))];
  return turn.find(worth) ?? null;
}
