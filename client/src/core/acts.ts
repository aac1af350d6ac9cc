/** Acts: what one deed at a door writes. Each fact stands alone if a batch is split. */
import type { ClaimConfirmed, Draft, PersonFound, VisitRecorded, WithdrawalReason } from "../contracts/facts";
import type { DoorRow, Question } from "../contracts/rows";
import { TRIGGERS, type Trigger } from "../contracts/visits";
import type { Id } from "../contracts/words";

export type Answers = Record<string, boolean | number | string>;

/** A person worth a record, as far as the family told. Names and free text go to the private part. */
export interface PersonTold {
  triggers: readonly Trigger[];
  left_on?: string;
  arrived_on?: string;
  from_code?: string;
  fever?: boolean;
  name?: string;
  phone?: string;
  from?: string;
  remark?: string;
}

export interface VisitTold {
  door: Id;
  round: Id;
  body: VisitRecorded;
  remark?: string;
  persons?: readonly PersonTold[];
  /** Earlier visits that this one puts right. */
  corrects?: readonly Id[];
}

export function visit(told: VisitTold, newId: () => Id): Draft[] {
  const recorded: Draft = {
    kind: "VisitRecorded",
    subject: { kind: "dwelling", id: told.door },
    round_id: told.round,
    body: told.body,
    ...(told.corrects?.length ? { supersedes: told.corrects } : {}),
    ...(told.remark?.trim() ? { private: { remark: told.remark.trim() } } : {}),
  };
  return [recorded, ...(told.persons ?? []).map((person) => found(person, told, newId()))];
}

/** The second look of somebody who may decide that nobody lives there. */
export function confirmedClaim(told: { door: Id; round: Id; body: ClaimConfirmed; remark?: string }): Draft {
  return {
    kind: "ClaimConfirmed",
    subject: { kind: "dwelling", id: told.door },
    round_id: told.round,
    body: told.body,
    ...(told.remark?.trim() ? { private: { remark: told.remark.trim() } } : {}),
  };
}

/** A window as it is seen from below; what was seen of it this evening before is replaced. */
export function windowSeen(told: { door: Id; round: Id; lit: boolean; before: readonly Id[] }): Draft {
  return {
    kind: "LightSeen",
    subject: { kind: "dwelling", id: told.door },
    round_id: told.round,
    ...(told.before.length ? { supersedes: told.before } : {}),
    body: { lit: told.lit },
  };
}

/** A remark about a door, without a visit; its words are sealed. */
export function doorRemark(told: { door: Id; round: Id; remark: string }): Draft {
  return {
    kind: "DoorRemarked",
    subject: { kind: "dwelling", id: told.door },
    round_id: told.round,
    body: {},
    private: { remark: told.remark.trim() },
  };
}

export function withdrawal(told: { door: Id; round: Id; facts: readonly Id[]; reason: WithdrawalReason }): Draft {
  return {
    kind: "VisitWithdrawn",
    subject: { kind: "dwelling", id: told.door },
    round_id: told.round,
    supersedes: told.facts,
    body: { reason: told.reason },
  };
}

/** What a withdrawn visit had found about people goes with it. */
export function personWithdrawal(told: { person: Id; door: Id; fact: Id; round: Id; reason: WithdrawalReason }): Draft {
  return {
    kind: "PersonWithdrawn",
    subject: { kind: "person", id: told.person },
    round_id: told.round,
    supersedes: [told.fact],
    body: { dwelling_id: told.door, reason: told.reason },
  };
}

/** The door was added by mistake. The server takes this from the phone that added it, as long as nothing else was said. */
export function doorTakenBack(told: { door: Id; listing: Id }): Draft {
  return { kind: "DwellingWithdrawn", subject: { kind: "dwelling", id: told.door }, supersedes: [told.listing], body: {} };
}

/** A door that is not on the list, placed right after its neighbour. */
export function addedDoor(told: {
  id: Id;
  stairwell: Id;
  label: string;
  floor: number | null;
  use: string;
  after: DoorRow | null;
}): Draft {
  return {
    kind: "DwellingListed",
    subject: { kind: "dwelling", id: told.id },
    body: {
      stairwell_id: told.stairwell,
      label: told.label.trim(),
      floor: told.floor,
      sort: told.after?.sort ?? 0,
      use: told.use,
      source: "added",
    },
  };
}

/** Setting out with a colleague, or alone. */
export function outing(told: { id: Id; partner: Id | null }): Draft {
  return { kind: "OutingBegun", subject: { kind: "outing", id: told.id }, body: { partner_id: told.partner } };
}

export function storeLost(lost: { device: Id; last_seq: number; unsent: number }): Draft {
  return {
    kind: "DeviceStoreLost",
    subject: { kind: "device", id: lost.device },
    body: { last_seq: lost.last_seq, unsent: lost.unsent },
  };
}

/** The triggers that this question set asks about, in their standing order. */
export function asked(questions: readonly Question[]): Trigger[] {
  return TRIGGERS.filter((trigger) => questions.some((one) => one.type === "yes_no" && one.trigger === trigger));
}

/** The answers to the trigger questions, once somebody has said which of them are true. */
export function triggerAnswers(questions: readonly Question[], positive: readonly Trigger[]): Answers {
  const answers: Answers = {};
  for (const one of questions) {
    if (one.type === "yes_no" && one.trigger) answers[one.id] = positive.includes(one.trigger);
  }
  return answers;
}

/** Whether a form tells more than the trigger of the visit itself. */
export function tellsMore(person: PersonTold): boolean {
  const { triggers: _known, ...rest } = person;
  return Object.values(rest).some((said) => said !== undefined && said !== "");
}

function found(person: PersonTold, told: VisitTold, id: Id): Draft {
  const { name, phone, from, remark, triggers, left_on, arrived_on, from_code, fever } = person;
  const body: PersonFound = {
    dwelling_id: told.door,
    triggers,
    ...(left_on ? { left_on } : {}),
    ...(arrived_on ? { arrived_on } : {}),
    ...(from_code ? { from_code } : {}),
    ...(fever === undefined ? {} : { fever }),
  };
  const said: Record<string, string> = {};
  for (const [field, text] of Object.entries({ name, phone, from, remark })) {
    if (text?.trim()) said[field] = text.trim();
  }
  return {
    kind: "PersonFound",
    subject: { kind: "person", id },
    round_id: told.round,
    body,
    ...(Object.keys(said).length ? { private: said } : {}),
  };
}
