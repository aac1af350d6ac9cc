/** Recording: saves what was said at a door, remembers it for undo, and goes on to the next door. */
import { ref } from "vue";
import type { Draft, VisitRecorded, WithdrawalReason } from "../contracts/facts";
import type { DoorRow, RoundRow } from "../contracts/rows";
import type { How, Outcome } from "../contracts/visits";
import type { Id } from "../contracts/words";
import { confirmedClaim, doorRemark, doorTakenBack, personWithdrawal, visit, windowSeen, withdrawal, type PersonTold } from "../core/acts";
import { nextDoor, worthKnocking } from "../core/tally";
import { partner } from "./pairing";
import { doorsAlong, mayDecide, now, ownListing, phone, round, stairwellById, stateOf, zone } from "./phone";
import { goOn, to } from "./routes";
import { freshId, say } from "./running";

export interface Told {
  body: VisitRecorded;
  remark?: string;
  persons?: readonly PersonTold[];
}

interface Saved {
  door: DoorRow;
  facts: readonly Id[];
  /** Null: it was withdrawn. */
  outcome: Outcome | null;
  /** The round that it was said in; a new one may begin at any moment. */
  round: RoundRow;
}

/** The last thing saved: stays until the next one or until it is undone, because nobody should have to hurry. */
export const saved = ref<Saved | null>(null);

/** Two who went together are one witness: the visit says so itself, whenever it arrives. A call is one person's. */
function together(how: How = "door"): { partner_id?: Id } {
  return partner.value && how === "door" ? { partner_id: partner.value.id } : {};
}

/** Saves one visit in the round whose questions were asked. False: nothing was written. */
export async function record(door: DoorRow, told: Told, corrects: Id | null, asked: RoundRow | null = round.value): Promise<boolean> {
  if (!asked) return false;
  const drafts = visit(
    { ...told, body: { ...together(told.body.how), ...told.body }, door: door.id, round: asked.id, ...(corrects ? { corrects: [corrects] } : {}) },
    freshId,
  );
  const facts = await say([...drafts, ...peopleOf(door, corrects ? [corrects] : [], "mistake")]);
  if (!facts) return false;
  const visits = facts.filter((fact) => fact.kind === "VisitRecorded").map((fact) => fact.fact_id);
  saved.value = { door, facts: visits, outcome: told.body.outcome, round: asked };
  return true;
}

/** The second look: a colleague's is a visit like any other, that of somebody who may decide is said as such. */
export async function lookAgain(door: DoorRow, told: Told): Promise<boolean> {
  if (!mayDecide.value) return record(door, told, null);
  if (!round.value) return false;
  const { outcome, how, evidence, household } = told.body;
  const body = { outcome, ...(how ? { how } : {}), ...(evidence ? { evidence } : {}), ...(household ? { household } : {}), ...together(how) };
  const facts = await say([confirmedClaim({ door: door.id, round: round.value.id, body, ...(told.remark ? { remark: told.remark } : {}) })]);
  if (!facts) return false;
  saved.value = { door, facts: facts.map((fact) => fact.fact_id), outcome, round: round.value };
  return true;
}

/** What is seen of a window replaces what I saw of it before, this evening; null takes it back. */
export async function seeWindow(door: DoorRow, lit: boolean | null, before: readonly Id[]): Promise<void> {
  if (!round.value) return;
  const about = { door: door.id, round: round.value.id };
  if (lit === null) await say([withdrawal({ ...about, facts: before, reason: "mistake" })]);
  else await say([windowSeen({ ...about, lit, before })]);
}

export async function remarkOn(door: DoorRow, remark: string): Promise<boolean> {
  return round.value !== null && (await say([doorRemark({ door: door.id, round: round.value.id, remark })])) !== null;
}

/** Withdrawals of the persons that these visits had found: what was said in one act is taken back together. */
function peopleOf(door: DoorRow, visits: readonly Id[], reason: WithdrawalReason): Draft[] {
  const acts = new Set(phone.facts.filter((fact) => visits.includes(fact.fact_id)).map((fact) => fact.act_id));
  const gone = new Set(phone.facts.filter((fact) => fact.kind === "PersonWithdrawn").map((fact) => fact.about));
  return phone.facts
    .filter((fact) => fact.kind === "PersonFound" && acts.has(fact.act_id) && !gone.has(fact.about))
    .map((fact) => personWithdrawal({ person: fact.about, door: door.id, fact: fact.fact_id, round: fact.round_id ?? "", reason }));
}

/** From a door to the next one worth knocking at; after the last one to the stairwell's summing-up. */
export function goOnFrom(door: DoorRow): void {
  // Saving took a moment; whoever has left for another page meanwhile is not called back.
  if (!location.hash.startsWith(to.door(door.id))) return;
  const stairwell = stairwellById(door.stairwell_id);
  if (!stairwell) return goOn(to.home());
  const next = nextDoor(doorsAlong(stairwell), door.id, (one) => worthKnocking(one, stateOf(one), now.value, zone.value));
  goOn(next ? to.door(next.id) : to.passed(stairwell.id));
}

export async function withdraw(
  door: DoorRow, facts: readonly Id[], reason: WithdrawalReason, asked: RoundRow | null = round.value,
): Promise<void> {
  if (!asked) return;
  const visits = withdrawal({ door: door.id, round: asked.id, facts, reason });
  const said = await say([visits, ...peopleOf(door, facts, reason)]);
  if (said) saved.value = { door, facts: [], outcome: null, round: asked };
}

export async function undo(): Promise<void> {
  if (saved.value?.facts.length) await withdraw(saved.value.door, saved.value.facts, "mistake", saved.value.round);
}

/** Takes back a door that this phone added by mistake, and returns to its stairwell. */
export async function takeBack(door: DoorRow): Promise<void> {
  const listing = ownListing(door);
  if (listing && (await say([doorTakenBack({ door: door.id, listing: listing.fact_id })]))) goOn(to.stairwell(door.stairwell_id));
}
