/** Facts for tests: what two persons on two phones might say about one door. */
import type { Fact, VisitRecorded } from "../src/contracts/facts";
import { OUTCOMES, TRIGGERS } from "../src/contracts/visits";
import type { Entry } from "../src/core/fold";
import type { Chance } from "./chance";

export const DOOR = "d".repeat(32);
export const ROUND = "e".repeat(32);
export const EVENING = Date.parse("2020-01-30T19:46:00+08:00");
const HOUR = 3_600_000;

export const name = (n: number) => n.toString(16).padStart(32, "0");

export function entry(number: number, author: number, at: number, body: VisitRecorded, more: Partial<Fact> = {}): Entry {
  return {
    ordered_at: at,
    fact: {
      region_id: name(1),
      fact_id: name(1000 + number),
      act_id: name(2000 + number),
      device_id: name(500 + author),
      device_seq: number + 1,
      author_id: name(author),
      kind: "VisitRecorded",
      version: 1,
      subject: { kind: "dwelling", id: DOOR },
      round_id: ROUND,
      occurred_at: new Date(at).toISOString(),
      body,
      ...more,
    },
  };
}

/** A random history: visits, withdrawals, corrections, several at one instant. */
export function history(random: Chance): Entry[] {
  const made: Entry[] = [];
  const length = random.upTo(9);
  for (let number = 0; number < length; number++) {
    const at = EVENING - random.upTo(12) * 4 * HOUR;
    const author = random.upTo(3);
    const earlier = made.length && random.next() < 0.25 ? { supersedes: [random.pick(made).fact.fact_id] } : {};
    if (random.next() < 0.1) {
      made.push(entry(number, author, at, { outcome: "screened" }, { ...earlier, kind: "VisitWithdrawn", body: { reason: "mistake" } }));
    } else if (random.next() < 0.05) {
      made.push(entry(number, author, at, { outcome: "screened" }, { kind: "DoorClosedUnresolved", body: { reason: "refused" } }));
    } else {
      made.push(entry(number, author, at, visit(random, author), earlier));
    }
  }
  return made;
}

function visit(random: Chance, author: number): VisitRecorded {
  return {
    outcome: random.pick(OUTCOMES),
    ...(random.next() < 0.3 ? { partner_id: name((author + 1) % 3) } : {}),
    ...(random.next() < 0.4 ? { persons: random.upTo(6), absent: random.upTo(3) } : {}),
    ...(random.next() < 0.2 ? { household: 1 + random.upTo(3), households: 1 + random.upTo(3) } : {}),
    ...(random.next() < 0.15 ? { triggers: [random.pick(TRIGGERS)] } : {}),
    ...(random.next() < 0.2 ? { appointment_at: "2020-01-30T20:30:00+08:00" } : {}),
  };
}
