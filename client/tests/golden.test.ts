/** Cases written by the server's own rule, which the phone must pass. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { AttemptRow, DoorState, RoundPolicy } from "../src/contracts/visits";
import { changes } from "../src/core/changes";
import { appointment, litSince, mayLookAgain, onTheBooks, untriedNow, worthLookingUp } from "../src/core/again";
import { fold, standing, visitsOfRow, type Entry } from "../src/core/fold";
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

interface Asked extends Case {
  now: number;
  person: string;
  expect: object;
}

const asked = JSON.parse(readFileSync(new URL("../../contracts/cases/again.json", import.meta.url), "utf8")) as Asked[];

test.each(asked.map((one) => [one.name, one] as const))("the phone sends people again as the server does: %s", (_, one) => {
  const zone = zoneOf(one.timezone);
  const visits = fold(one.entries);
  const state = doorState(visits, one.policy, zone);
  expect({
    appointment: state.due_at === null ? null : appointment(state.due_at, one.now),
    untried_now: untriedNow(state, one.now, zone),
    lit_since: litSince(state),
    may_look_again: mayLookAgain(standing(visits), state, one.person),
    window: worthLookingUp(state),
  }).toEqual(one.expect);
});

interface Books {
  name: string;
  carried: number | null;
  rounds: [number, DoorState][];
  on_the_books: boolean;
}

const books = JSON.parse(readFileSync(new URL("../../contracts/cases/remainder.json", import.meta.url), "utf8")) as Books[];

test.each(books.map((one) => [one.name, one] as const))("the phone owes from before what the server does: %s", (_, one) => {
  expect(onTheBooks(one.carried, one.rounds)).toBe(one.on_the_books);
});

type Told = Parameters<typeof changes>[0];
const changed = JSON.parse(readFileSync(new URL("../../contracts/cases/changes.json", import.meta.url), "utf8")) as {
  name: string; before: Told; after: Told; changes: string[];
}[];

test.each(changed.map((one) => [one.name, one] as const))("the phone tells the changes that the desk tells: %s", (_, one) => {
  expect(changes(one.before, one.after)).toEqual(one.changes);
});
