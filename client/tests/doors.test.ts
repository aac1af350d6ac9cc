/** Walking order, tallies, and which door comes next. */
import { expect, test } from "vitest";
import type { DoorRow } from "../src/contracts/rows";
import type { DoorState } from "../src/contracts/visits";
import { zoneOf } from "../src/core/instants";
import { UNTOUCHED } from "../src/core/rules";
import { nextDoor, tally, worthKnocking } from "../src/core/tally";
import { floors, walkingOrder } from "../src/core/walking";
import { EVENING } from "./saying";

const ZONE = zoneOf("Asia/Shanghai");
const HOUR = 3_600_000;

function door(label: string, floor: number | null, sort: number, more: Partial<DoorRow> = {}): DoorRow {
  return { id: label, stairwell_id: "s", label, floor, sort, persons: null, use: "home", source: "listed", reserved: false, ...more };
}
const state = (more: Partial<DoorState>): DoorState => ({ ...UNTOUCHED, ...more });
const labels = (doors: readonly DoorRow[]) => doors.map((one) => one.label).join(" ");

const BUILDING = [door("201", 2, 3), door("102", 1, 2), door("101", 1, 1), door("202", 2, 4)];

test("a stairwell is walked top down or bottom up, each floor from left to right", () => {
  expect(labels(walkingOrder(BUILDING, "stairwell", { topDown: true, oddFirst: false }))).toBe("201 202 101 102");
  expect(labels(walkingOrder(BUILDING, "stairwell", { topDown: false, oddFirst: false }))).toBe("101 102 201 202");
  expect(floors(walkingOrder(BUILDING, "stairwell", { topDown: true, oddFirst: false })).map((one) => one.floor)).toEqual([2, 1]);
});

test("a lane is walked by number, or out on the odd side and back on the even side", () => {
  const lane = [1, 2, 3, 4, 10, 11].map((n, index) => door(`${n}号`, null, index));
  expect(labels(walkingOrder(lane, "lane", { topDown: true, oddFirst: false }))).toBe("1号 2号 3号 4号 10号 11号");
  expect(labels(walkingOrder(lane, "lane", { topDown: true, oddFirst: true }))).toBe("1号 3号 11号 10号 4号 2号");
});

test("a door added beside another follows it, because it shares its place", () => {
  const lane = [door("5号", null, 5), door("6号", null, 6), door("5号附1", null, 5)];
  expect(labels(walkingOrder(lane, "lane", { topDown: true, oddFirst: false }))).toBe("5号 5号附1 6号");
});

test("listed is eligible and out of scope, eligible is closed and owed; a reserved door is in none", () => {
  const states: Record<string, DoorState> = {
    "101": state({ state: "screened", closed: true, screened: true, attempted: true, contacted: true }),
    "102": state({ state: "vacant_confirmed", out_of_scope: true, attempted: true }),
    "201": state({ state: "no_answer", attempted: true }),
  };
  const doors = [...BUILDING, door("301", 3, 5, { reserved: true })];
  expect(tally(doors, (one) => states[one.label] ?? UNTOUCHED)).toEqual({
    listed: 4, out_of_scope: 1, eligible: 3, attempted: 2, contacted: 1, screened: 1, closed: 1, owed: 2,
  });
});

test("a door tried in this band waits for the next one, an appointment for its hour", () => {
  const worth = (some: Partial<DoorState>) => worthKnocking(BUILDING[0]!, state(some), EVENING, ZONE);
  expect(worth({})).toBe(true);
  expect(worth({ state: "no_answer", tried_at: EVENING - HOUR })).toBe(false);
  expect(worth({ state: "no_answer", tried_at: EVENING - 5 * HOUR })).toBe(true);
  expect(worth({ state: "no_answer", tried_at: EVENING - 24 * HOUR })).toBe(true);
  expect(worth({ state: "appointment", tried_at: EVENING - 9 * HOUR, due_at: EVENING + HOUR })).toBe(false);
  expect(worth({ state: "appointment", tried_at: EVENING - HOUR, due_at: EVENING })).toBe(true);
  expect(worth({ state: "screened", closed: true })).toBe(false);
});

test("the next door is the next one worth it, from the start again after the last, and never the same one", () => {
  const open = new Set(["101", "202"]);
  const next = (after: string | null) => nextDoor(BUILDING, after, (one) => open.has(one.label))?.label ?? null;
  expect(next(null)).toBe("101");
  expect(next("101")).toBe("202");
  expect(next("202")).toBe("101");
  open.delete("101");
  expect(next("202")).toBeNull();
});
