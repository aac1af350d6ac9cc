/** The phone: what it knows right now, for every screen to read. Changed only by loading anew from the store. */
import { computed, shallowReactive } from "vue";
import type { DwellingListed, StairwellListed } from "../contracts/facts";
import type { DoorRow, Question, QuestionSetRow, RoundRow, Rows, StairwellRow, VisitRow } from "../contracts/rows";
import { DEFAULT_POLICY, type DoorState, type RoundPolicy } from "../contracts/visits";
import type { Id, Instant } from "../contracts/words";
import { changes } from "../core/changes";
import { apply, NOTHING, standing, visitsOfRow, type DoorVisits, type Entry } from "../core/fold";
import { comingAgain, onTheBooks, type Again } from "../core/again";
import { zoneOf, type Zone } from "../core/instants";
import { doorState, UNTOUCHED } from "../core/rules";
import { tally, type Tally } from "../core/tally";
import { walkingOrder } from "../core/walking";
import { t } from "../i18n";
import type { Loss } from "../store/canary";
import type { StoreTrouble } from "../store/database";
import type { Device } from "../store/devices";
import { entryOf, type KeptFact } from "../store/outbox";
import { preferences } from "../ui/preferences";
import { inWeChat } from "./surroundings";

const NO_ROWS: Rows = { rounds: [], question_sets: [], stairwells: [], doors: [], visits: [], gone: [] };

export type Line = "never" | "ok" | "offline" | "busy";

export const phone = shallowReactive({
  ready: false,
  /** Why the last writing failed. */
  trouble: null as StoreTrouble | null,
  unreadable: false,
  devices: [] as readonly Device[],
  /** The person who uses it now; null while locked. */
  current: null as Device | null,
  losses: [] as readonly Loss[],
  rows: NO_ROWS,
  facts: [] as readonly KeptFact[],
  line: "never" as Line,
  sending: false,
  /** The phone's clock, moved along so that ages and appointments on screen do not stand still. */
  clock: Date.now() as Instant,
});

/** The server's time, as well as this phone knows it. */
export const now = computed<Instant>(() => phone.clock + (phone.current?.skew_ms ?? 0));

export const zone = computed<Zone>(() => zoneOf(phone.current?.region.timezone ?? "Asia/Shanghai"));

/** The round that is under way: the open one that began last. */
export const round = computed<RoundRow | null>(() => {
  const open = phone.rows.rounds.filter((one) => one.state === "open").sort((a, b) => b.opened_at - a.opened_at);
  return open[0] ?? null;
});

/** Without an open round, what the last one left is still worth reading. */
const shown = computed<RoundRow | null>(
  () => round.value ?? [...phone.rows.rounds].sort((a, b) => b.opened_at - a.opened_at)[0] ?? null,
);

export const questionSet = computed<QuestionSetRow | null>(() => {
  const running = shown.value;
  return (
    phone.rows.question_sets.find(
      (set) => set.id === running?.question_set_id && set.version === running.question_set_version,
    ) ?? null
  );
});

/** The round before the one that is shown, as far as this phone knows it. */
const before = computed<RoundRow | null>(() => {
  const earlier = phone.rows.rounds.filter((one) => one.number < (shown.value?.number ?? 0)).sort((a, b) => b.number - a.number);
  return earlier[0] ?? null;
});

function asksOf(one: RoundRow): readonly Question[] {
  const set = phone.rows.question_sets.find((row) => row.id === one.question_set_id && row.version === one.question_set_version);
  return set?.questions ?? [];
}

/** How the last round was gone about. */
export const policyBefore = computed<RoundPolicy>(() => ({ ...DEFAULT_POLICY, ...before.value?.policy }));

/** What is asked or done otherwise than in the last round. */
export const changed = computed<readonly string[]>(() => {
  if (!shown.value || !before.value) return [];
  const [old, now] = [before.value, shown.value].map((one) => ({ policy: { ...DEFAULT_POLICY, ...one.policy }, questions: asksOf(one) }));
  return changes(old!, now!);
});

/** Every question of this round and the last, by id; a question that is gone can still be named. */
export const questionsEver = computed<ReadonlyMap<string, Question>>(() => {
  const both = [...(before.value ? asksOf(before.value) : []), ...questions.value];
  return new Map(both.map((one) => [one.id, one]));
});

export const questions = computed<readonly Question[]>(() => questionSet.value?.questions ?? []);

/** Stairwells and lanes that were framed on this phone and are in no row yet. */
const framed = computed<readonly StairwellRow[]>(() => {
  const known = new Map(phone.rows.stairwells.map((row) => [row.id, row]));
  const listed = phone.facts.filter((fact) => fact.kind === "StairwellListed" && !known.has(fact.about));
  const rows = new Map(listed.map((fact) => [fact.about, stairwellOf(fact)] as const));
  return [...rows.values()].filter((row): row is StairwellRow => row !== null);
});

export const stairwells = computed<readonly StairwellRow[]>(() =>
  [...phone.rows.stairwells, ...framed.value].sort(
    (a, b) =>
      (a.compound_sort ?? 0) - (b.compound_sort ?? 0) ||
      (a.building_sort ?? 0) - (b.building_sort ?? 0) ||
      a.sort - b.sort ||
      (a.id < b.id ? -1 : 1),
  ),
);

export const doors = computed<readonly DoorRow[]>(() => {
  const takenBack = new Set(phone.facts.filter((fact) => fact.kind === "DwellingWithdrawn" && fact.status !== "held").map((fact) => fact.about));
  const told = new Set([...phone.rows.gone, ...phone.rows.doors.map((door) => door.id)]);
  const added = phone.facts.filter((fact) => fact.kind === "DwellingListed" && !told.has(fact.about));
  const mine = new Set(stairwells.value.map((stairwell) => stairwell.id));
  const all = [...phone.rows.doors, ...added.map(doorOf).filter((door) => mine.has(door.stairwell_id))];
  return takenBack.size ? all.filter((door) => !takenBack.has(door.id)) : all;
});

/** This installation's own listing of a door of which nothing else was ever said; only such a door may it take back. */
export function ownListing(door: DoorRow): KeptFact | null {
  const about = phone.facts.filter((fact) => fact.about === door.id);
  const [listing] = about;
  if (about.length !== 1 || listing?.kind !== "DwellingListed" || visitsOf(door.id).attempts.length) return null;
  return listing.device_id === phone.current?.device_id ? listing : null;
}

const doorsById = computed(() => new Map(doors.value.map((door) => [door.id, door])));

export function doorById(id: Id): DoorRow | undefined {
  return doorsById.value.get(id);
}

export function stairwellById(id: Id): StairwellRow | undefined {
  return stairwells.value.find((one) => one.id === id);
}

/** The doors of one stairwell or lane in the walking order that this person prefers. */
export function doorsAlong(stairwell: StairwellRow): DoorRow[] {
  const there = doors.value.filter((door) => door.stairwell_id === stairwell.id);
  return walkingOrder(there, stairwell.kind, preferences.walk);
}

/** Kinds of facts that tell of a door in a round. */
const AT_A_DOOR: ReadonlySet<string> = new Set(["VisitRecorded", "VisitWithdrawn", "ClaimConfirmed", "LightSeen"]);

const ownFacts = computed(() => {
  const found = new Map<Id, Entry[]>();
  for (const fact of phone.facts) {
    if (!shown.value || fact.round_id !== shown.value.id || !AT_A_DOOR.has(fact.kind)) continue;
    found.set(fact.about, [...(found.get(fact.about) ?? []), entryOf(fact)]);
  }
  return found;
});

const visitRows = computed(() => {
  const found = new Map<Id, VisitRow>();
  for (const row of phone.rows.visits) if (row.round_id === shown.value?.id) found.set(row.door_id, row);
  return found;
});

/** What the server told about a door, and this phone's own facts that no row contains yet. */
const folded = computed(() => {
  const memo = new Map<Id, DoorVisits>();
  const rows = visitRows.value;
  const own = ownFacts.value;
  return (id: Id): DoorVisits => {
    const known = memo.get(id);
    if (known) return known;
    const row = rows.get(id);
    const visits = (own.get(id) ?? []).reduce(apply, row ? visitsOfRow(row) : NOTHING);
    memo.set(id, visits);
    return visits;
  };
});

export function visitsOf(door: Id): DoorVisits {
  return folded.value(door);
}

/** A round that was launched before something could be chosen goes by what holds otherwise. */
export const policy = computed<RoundPolicy>(() => ({ ...DEFAULT_POLICY, ...shown.value?.policy }));

const states = computed(() => {
  const memo = new Map<Id, DoorState>();
  const [rule, there, visits] = [policy.value, zone.value, folded.value];
  return (door: DoorRow): DoorState => {
    const known = memo.get(door.id);
    if (known) return known;
    const state = shown.value ? doorState(visits(door.id), rule, there) : UNTOUCHED;
    memo.set(door.id, state);
    return state;
  };
});

export function stateOf(door: DoorRow): DoorState {
  return states.value(door);
}

export function tallyOf(some: readonly DoorRow[]): Tally {
  return tally(some, stateOf);
}

export const total = computed<Tally>(() => tallyOf(doors.value));

const unsentFacts = computed(() => phone.facts.filter((fact) => fact.status === "unsent" || fact.status === "too_large"));

/** What lies unsent on this phone, by whomever, and since when. */
export const unsent = computed(() => ({
  count: unsentFacts.value.length,
  since: unsentFacts.value.reduce((first, fact) => Math.min(first, fact.written_at), phone.clock),
}));

/** Facts may be said: somebody is there, a round is open, and this installation's numbers may go on. */
export const mayRecord = computed(() => round.value !== null && phone.current?.refused !== "store_lost" && !cutOff.value);

/** What stands there can be framed before any round is open. */
export const mayFrame = computed(() => phone.current !== null && phone.current.refused !== "store_lost" && !cutOff.value);

/** Who may close doors may also be the second person where a round asks for a supervisor. */
const DECIDES: ReadonlySet<string> = new Set(["director", "community_leader", "community_secretary", "tract_cadre"]);
export const mayDecide = computed(() => DECIDES.has(phone.current?.person.post ?? ""));

/** Whether this door is still owed from an earlier round (挂账). */
export function isCarried(door: DoorRow): boolean {
  if (typeof door.carried !== "number") return false;
  const rounds = phone.rows.rounds.map((one) => [one.number, stateIn(one, door)] as const);
  return onTheBooks(door.carried, rounds);
}

/** Where a door stands in a round, the one that is shown or another. */
function stateIn(one: RoundRow, door: DoorRow): DoorState {
  if (one.id === shown.value?.id) return stateOf(door);
  const row = phone.rows.visits.find((visit) => visit.round_id === one.id && visit.door_id === door.id);
  return row ? doorState(visitsOfRow(row), { ...DEFAULT_POLICY, ...one.policy }, zone.value) : UNTOUCHED;
}

/** My doors that need somebody again, by why. */
export const again = computed<Again>(() => {
  const known = doors.value.map((door) => ({
    door, state: stateOf(door), attempts: standing(visitsOf(door.id)), carried: isCarried(door),
  }));
  return comingAgain(known, phone.current?.person.id ?? "", now.value, zone.value);
});

/** In WeChat the next record waits until the server has the last one. */
export const cutOff = computed(() => inWeChat && (phone.line !== "ok" || unsent.value.count > 0));

/** "3号楼 2单元": where it is inside its compound. A register may hold bare numbers; people do not say them so. */
export function nameWithin({ kind, building, label }: StairwellRow): string {
  const bare = /^\d+$/;
  const within = kind === "stairwell" && bare.test(label) ? t("place.stairwell", { n: label }) : label;
  if (!building) return within;
  return `${bare.test(building) ? t("place.building", { n: building }) : building} ${within}`;
}

export function placeName(stairwell: StairwellRow): string {
  const within = nameWithin(stairwell);
  return within.startsWith(stairwell.compound) ? within : `${stairwell.compound} ${within}`;
}

/** A framed stairwell with the words of its neighbours; null when none of them is mine any more. */
function stairwellOf(fact: KeptFact): StairwellRow | null {
  const { body } = JSON.parse(fact.text) as { body: StairwellListed };
  const there = phone.rows.stairwells.filter((row) => row.compound_id === body.compound_id);
  const beside = there.find((row) => row.building_id === body.building_id) ?? there[0];
  return beside ? { ...beside, ...body, id: fact.about, building: body.building_id ? beside.building : null } : null;
}

function doorOf(fact: KeptFact): DoorRow {
  const listed = (JSON.parse(fact.text) as { body: DwellingListed }).body;
  return { ...listed, id: fact.about, persons: null, reserved: false, carried: null };
}
