/** What follows from the attempts at a door: its one state, whether it is closed, and where to try next. */
import { TRIGGERS, type Attempt, type Band, type Contact, type DoorCode, type DoorState, type Lack, type RoundPolicy } from "../contracts/visits";
import { standing, type DoorVisits } from "./fold";
import { BANDS, band, workingDay, type Zone } from "./instants";
import { CONTACTED, FINALITY, NEEDS_SECOND_LOOK, NOBODY_LIVES_OR_IS_HERE, NOT_AN_ATTEMPT, SCREENED, SIGNS_OF_LIFE } from "./outcomes";

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
  contact: "",
  screened: false,
  triggers: [],
  attempts: 0,
  persons: 0,
  absent: 0,
  households: 1,
  due_at: null,
  last_at: null,
  tried_at: null,
  lit_at: null,
  second_look: false,
  lacks: "",
  bands: [],
  next_band: null,
};

/** The one current state of a door: that of its least final household. A positive is never hidden by a later code. */
export function doorState(visits: DoorVisits, policy: RoundPolicy, zone: Zone): DoorState {
  const attempts = standing(visits);
  const last = attempts[attempts.length - 1];
  if (!last) return UNTOUCHED;
  const judged = households(attempts, policy, zone);
  const dark = darkEvenings(attempts, zone);
  const least = judged.reduce((least, one) => (finality(one) < finality(least) ? one : least));
  const { state, out_of_scope, closed } = least;
  const theirs = attempts.filter((a) => isWord(a) && a.household === judged.indexOf(least) + 1);
  const knocks = attempts.filter(isKnock);
  return {
    state,
    closed,
    out_of_scope,
    attempted: knocks.length > 0,
    contacted: knocks.some((a) => CONTACTED.has(a.outcome)),
    contact: closest(knocks),
    screened: SCREENED.has(state) && closed,
    triggers: TRIGGERS.filter((trigger) => attempts.some((a) => a.triggers.includes(trigger))),
    attempts: knocks.length,
    persons: sumOfLast(attempts, judged.length, "persons"),
    absent: sumOfLast(attempts, judged.length, "absent"),
    households: judged.length,
    due_at: state === "appointment" ? (theirs[theirs.length - 1]?.due_at ?? null) : null,
    last_at: last.at,
    tried_at: knocks[knocks.length - 1]?.at ?? null,
    lit_at: litAt(attempts),
    second_look: NEEDS_SECOND_LOOK.has(state),
    lacks: NEEDS_SECOND_LOOK.has(state) ? lacking(ofHousehold(attempts, judged.indexOf(least) + 1), state, dark, policy) : "",
    bands: BANDS.filter((one) => knocks.some((a) => band(a.at, zone) === one)),
    next_band: closed || out_of_scope ? null : nextBand(knocks, zone),
  };
}

/** Every household behind the door, the first at index 0. Empty while nobody has knocked. */
export function households(attempts: readonly Attempt[], policy: RoundPolicy, zone: Zone): Judged[] {
  const dark = darkEvenings(attempts, zone);
  const count = attempts.reduce((most, a) => Math.max(most, a.households || 1, a.household), 0);
  return Array.from({ length: count }, (_, index) => household(ofHousehold(attempts, index + 1), policy, zone, dark));
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
function household(mine: readonly Attempt[], policy: RoundPolicy, zone: Zone, dark: number): Judged {
  if (!mine.some(isWord)) return { state: "untouched", out_of_scope: false, closed: false };
  const seen = new Set(mine.map((a) => a.outcome));
  const closing = (state: DoorCode): Judged => ({ state, out_of_scope: false, closed: true });
  for (const code of ["under_observation", "screened", "screened_part"] as const) {
    if (seen.has(code)) return closing(code);
  }
  if (seen.has("screened_phone") && policy.phone_closes) return closing("screened_phone");
  const confirmed = confirmedOutOfScope(mine, dark, policy);
  if (confirmed) return { state: confirmed, out_of_scope: true, closed: false };
  if (seen.has("closed_unresolved")) return closing("closed_unresolved");
  if (awayIsFinal(mine, policy, zone)) return closing("away_final");
  if (proxyIsFinal(mine, policy, zone)) return closing("proxy_final");
  return { state: interim(mine), out_of_scope: false, closed: false };
}

/** What was said about one household; a closing and a window speak for every household behind the door. */
function ofHousehold(attempts: readonly Attempt[], number: number): readonly Attempt[] {
  return attempts.filter((a) => a.household === number || EVERYBODYS.has(a.outcome));
}

const EVERYBODYS: ReadonlySet<string> = new Set(["closed_unresolved", "lit", "dark"]);
const NO_WORD: ReadonlySet<string> = new Set(["lit", "dark", "amended"]);

/** Said of the household itself; windows and amendments are not. */
function isWord(a: Attempt): boolean {
  return !NO_WORD.has(a.outcome);
}

/** Whether somebody of ours went to the door or called; a ruling about a visit is none. */
export function isKnock(a: Attempt): boolean {
  return isWord(a) && a.about === null && !NOT_AN_ATTEMPT.has(a.outcome) && a.outcome !== "closed_unresolved";
}

/** How close this attempt came to the household: a neighbour's or relative's word, a call, the open door. */
export function contactOf(a: Attempt): Contact {
  if (a.outcome === "proxy") return "proxy";
  if (!CONTACTED.has(a.outcome)) return "";
  return a.how !== "door" || a.outcome === "screened_phone" ? "phone" : "door";
}

function closest(knocks: readonly Attempt[]): Contact {
  const came = knocks.map(contactOf);
  return (["door", "phone", "proxy"] as const).find((one) => came.includes(one)) ?? "";
}

function litAt(attempts: readonly Attempt[]): number | null {
  const seen = attempts.filter((a) => a.outcome === "lit" || a.outcome === "dark");
  const last = seen[seen.length - 1];
  return last?.outcome === "lit" ? last.at : null;
}

/** On how many working days the window was dark since the last sign of life of anybody behind the door. */
function darkEvenings(attempts: readonly Attempt[], zone: Zone): number {
  return new Set(sinceLife(attempts).filter((a) => a.outcome === "dark").map((a) => workingDay(a.at, zone))).size;
}

/** The latest word on an open household; a bare no-answer does not wipe out what was learnt before it. */
function interim(mine: readonly Attempt[]): DoorCode {
  const words = mine.filter(isWord);
  const last = words[words.length - 1];
  if (!last) return "untouched";
  const absent = (a: Attempt) => NOBODY_LIVES_OR_IS_HERE.has(a.outcome);
  const litAfter = mine.slice(mine.indexOf(last)).some((a) => a.outcome === "lit");
  if (litAfter && (absent(last) || last.outcome === "no_answer")) return "occupied_no_answer";
  if (last.outcome !== "no_answer") return last.outcome as DoorCode;
  const telling = mine.filter((a) => absent(a) || a.outcome === "proxy");
  const told = telling[telling.length - 1];
  return told && (!absent(told) || sinceLife(mine).includes(told)) ? (told.outcome as DoorCode) : "no_answer";
}

/** The attempts since the last sign of life. */
function sinceLife(mine: readonly Attempt[]): readonly Attempt[] {
  const since = mine.reduce((after, a, index) => (SIGNS_OF_LIFE.has(a.outcome) ? index + 1 : after), 0);
  return mine.slice(since);
}

/** The last claim since the last sign of life that lacks nothing. */
function confirmedOutOfScope(mine: readonly Attempt[], dark: number, policy: RoundPolicy): DoorCode | null {
  const claims = sinceLife(mine).filter((a) => NEEDS_SECOND_LOOK.has(a.outcome));
  const whole = [...claims].reverse().find((one) => !lacking(mine, one.outcome, dark, policy));
  return whole ? (`${whole.outcome}_confirmed` as DoorCode) : null;
}

/** So many evenings without light are evidence of their own. */
const DARK_EVENINGS = 3;

/** What is still missing before a claim is confirmed: another person (no partner of the first), a supervisor where the
 * round asks for one, or evidence that the home is empty. */
function lacking(mine: readonly Attempt[], claim: string, dark: number, policy: RoundPolicy): Lack {
  const said = sinceLife(mine).filter((a) => a.outcome === claim);
  const paired = said.filter((first) => said.some((second) => independent(first, second)));
  if (!paired.length) return "person";
  if (policy.confirm_by === "supervisor" && !paired.some((a) => a.confirms)) return "supervisor";
  if (claim !== "vacant") return "";
  const kinds = new Set(said.reduce<string[]>((all, a) => [...all, ...a.evidence], []));
  if (dark) kinds.add("no_light");
  if (dark >= DARK_EVENINGS) kinds.add("evenings");
  return kinds.size < policy.vacant_evidence ? "evidence" : "";
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
  if (!policy.methods.includes("proxy")) return false;
  const knocks = mine.filter(isKnock);
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
