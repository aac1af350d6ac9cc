/** Marks: the sign and the colour by which a door's state is recognised. The sign alone must be enough. */
import type { DoorCode } from "../contracts/visits";

export type Sign =
  | "empty"
  | "check"
  | "dash"
  | "cross"
  | "circle"
  | "struck"
  | "clock"
  | "bang"
  | "plus"
  | "hash"
  | "arrow"
  | "dots"
  | "lamp"
  | "gate"
  | "again";

export type Tone = "plain" | "done" | "open" | "out";

interface Look {
  sign: Sign;
  tone: Tone;
}

const done = (sign: Sign): Look => ({ sign, tone: "done" });
const open = (sign: Sign): Look => ({ sign, tone: "open" });
const out = (sign: Sign): Look => ({ sign, tone: "out" });

const LOOKS: Record<DoorCode, Look> = {
  untouched: { sign: "empty", tone: "plain" },
  screened: done("check"),
  screened_part: done("check"),
  screened_phone: done("check"),
  self_report: open("dots"),
  proxy: open("dots"),
  no_answer: open("dash"),
  occupied_no_answer: open("lamp"),
  no_access: open("gate"),
  appointment: open("clock"),
  refused_soft: open("cross"),
  refused: open("cross"),
  away: open("arrow"),
  vacant: open("circle"),
  not_dwelling: open("circle"),
  not_found: open("circle"),
  duplicate: open("circle"),
  language: open("dots"),
  unable: open("dots"),
  under_observation: out("hash"),
  vacant_confirmed: out("struck"),
  not_dwelling_confirmed: out("struck"),
  not_found_confirmed: out("struck"),
  duplicate_confirmed: out("struck"),
  overruled: open("again"),
  away_final: out("arrow"),
  proxy_final: out("dots"),
  closed_unresolved: out("dash"),
};

export const RESERVED: Look = out("hash");

/** A phone answer that this round does not count as final is still open, and must look so. */
export function lookOf(state: { state: DoorCode; closed: boolean }): Look {
  const look = LOOKS[state.state];
  return look.tone === "done" && !state.closed ? open("dots") : look;
}
