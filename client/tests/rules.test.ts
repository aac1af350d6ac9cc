/** The fold and the rule, under random histories and by name. */
import { describe, expect, test } from "vitest";
import { DEFAULT_POLICY } from "../src/contracts/visits";
import { apply, fold, NOTHING } from "../src/core/fold";
import { zoneOf } from "../src/core/instants";
import { doorState } from "../src/core/rules";
import { chance } from "./chance";
import { entry, EVENING, history } from "./saying";

const ZONE = zoneOf("Asia/Shanghai");
const POLICY = DEFAULT_POLICY;
const DAY = 24 * 3_600_000;
const judge = (entries: Parameters<typeof fold>[0]) => doorState(fold(entries), POLICY, ZONE);

describe("random histories", () => {
  const seeds = Array.from({ length: 300 }, (_, seed) => seed);

  test.each(seeds)("order, repetition and splitting make no difference (%i)", (seed) => {
    const random = chance(seed);
    const facts = history(random);
    const once = fold(facts);
    const shuffled = random.shuffled([...facts, ...facts]);
    const cut = random.upTo(shuffled.length + 1);
    expect(fold(shuffled)).toEqual(once);
    expect(fold(shuffled.slice(cut), fold(shuffled.slice(0, cut)))).toEqual(once);
    expect(doorState(fold(shuffled), POLICY, ZONE)).toEqual(doorState(once, POLICY, ZONE));
  });

  test.each(seeds)("a door is open, closed or out of scope, and only one of them (%i)", (seed) => {
    const state = judge(history(chance(seed)));
    expect(state.closed && state.out_of_scope).toBe(false);
    if (state.screened) expect(state.closed).toBe(true);
    if (state.closed || state.out_of_scope) expect(state.next_band).toBeNull();
  });

  test.each(seeds)("a positive that stands is never hidden by a later word (%i)", (seed) => {
    const random = chance(seed);
    const facts = history(random);
    const positive = entry(90, 1, EVENING - DAY, { outcome: "screened", triggers: ["symptom"] });
    expect(judge(random.shuffled([...facts, positive])).triggers).toContain("symptom");
  });
});

test("nobody home does not wipe out that the flat was said to be vacant", () => {
  const said = [entry(1, 1, EVENING - DAY, { outcome: "vacant" }), entry(2, 2, EVENING, { outcome: "no_answer" })];
  expect(judge(said)).toMatchObject({ state: "vacant", second_look: true, closed: false });
});

test("a vacant flat leaves the count only when a second person, not the partner, says so", () => {
  const first = entry(1, 1, EVENING - DAY, { outcome: "vacant" });
  const partner = entry(2, 2, EVENING, { outcome: "vacant", partner_id: first.fact.author_id });
  const stranger = entry(3, 3, EVENING, { outcome: "vacant", evidence: ["meter"] });
  expect(judge([first, partner]).out_of_scope).toBe(false);
  expect(judge([first, stranger]).out_of_scope).toBe(true);
});

test("a withdrawal that arrives before its visit still takes it back", () => {
  const visit = entry(1, 1, EVENING, { outcome: "screened", persons: 3 });
  const back = entry(2, 1, EVENING + 1, { outcome: "screened" }, {
    kind: "VisitWithdrawn", body: { reason: "mistake" }, supersedes: [visit.fact.fact_id],
  });
  expect(doorState(apply(apply(NOTHING, back), visit), POLICY, ZONE).state).toBe("untouched");
});

test("a door with two households is as far as the one that is behind", () => {
  const said = [entry(1, 1, EVENING, { outcome: "screened", persons: 2, household: 1, households: 2 })];
  expect(judge(said)).toMatchObject({ state: "untouched", closed: false, households: 2 });
});

test("the next try is in the band tried least, the first after the last one among equals", () => {
  const morning = entry(1, 1, Date.parse("2020-01-30T09:00:00+08:00"), { outcome: "no_answer" });
  expect(judge([morning]).next_band).toBe("afternoon");
});
