/** Cases written by the server's own rule, which the phone must pass. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { AttemptRow, DoorState, RoundPolicy } from "../src/contracts/visits";
import { fold, visitsOfRow, type Entry } from "../src/core/fold";
import { zoneOf } from "../src/core/instants";
import { doorState } from "../src/core/rules";

interface Case {
  name: string;
  timezone: string;
  policy: RoundPolicy;
  entries: Entry[];
  state: DoorState;
  attempts: AttemptRow[];
}

const folder = new URL("../../contracts/cases/visits/", import.meta.url);
const cases = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Case[])
  .reduce((all, some) => [...all, ...some], []);

test("there are cases that phone and server agreed on", () => {
  expect(cases.length).toBeGreaterThan(0);
});

test.each(cases.map((one) => [one.name, one] as const))("the phone judges as the server does: %s", (_, one) => {
  const visits = fold(one.entries);
  expect(visits.attempts).toEqual(visitsOfRow({ attempts: one.attempts, withdrawn: [] }).attempts);
  expect(doorState(visits, one.policy, zoneOf(one.timezone))).toEqual(one.state);
});
