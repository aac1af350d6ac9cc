/** Practice: the real store and the real sync, against a server that lives on the phone. */
import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import type { Draft } from "../src/contracts/facts";
import { hex, uuid7 } from "../src/core/ids";
import { answer } from "../src/practice/server";
import { ROUND } from "../src/practice/town";
import { connect } from "../src/store/database";
import { devices } from "../src/store/devices";
import { factsOfRegion, writeAct } from "../src/store/outbox";
import { rowsOf } from "../src/store/rows";
import { cycle } from "../src/sync/cycle";
import { enrol } from "../src/sync/enrolment";
import type { Journey } from "../src/sync/journey";
import { chance } from "./chance";

const random = chance(7);
const bytes = (length: number) => Uint8Array.from({ length }, () => random.upTo(256));
const newId = () => uuid7(Date.now(), bytes(10));

function practising(name: string): Journey {
  return {
    connection: connect(name),
    now: () => Date.now(),
    offsetMinutes: () => 480,
    changed: () => undefined,
    fetch: answer,
  };
}

async function knock(journey: Journey, device: string, door: string): Promise<void> {
  const draft: Draft = { kind: "VisitRecorded", subject: { kind: "dwelling", id: door }, round_id: ROUND, body: { outcome: "no_answer" } };
  await writeAct(journey.connection, device, [draft], { now: Date.now(), offsetMinutes: 480, newId, newSalt: () => hex(bytes(16)) });
}

test("a town is there at once, and every record gets its receipt", async () => {
  const journey = practising("practice-1");
  expect((await enrol(journey, { region: "practice", token: "practice" }, "x", newId())).kind).toBe("enrolled");
  expect((await cycle(journey)).kind).toBe("done");
  const [device] = await devices(journey.connection);
  const { doors, rounds } = await rowsOf(journey.connection, device!.device_id);
  expect(doors.length).toBeGreaterThan(20);
  expect(rounds.map((round) => round.state)).toEqual(["open"]);
  // Enough of them for the batch to be packed.
  for (const door of doors.slice(0, 12)) await knock(journey, device!.device_id, door.id);
  expect((await cycle(journey)).kind).toBe("done");
  const kept = await factsOfRegion(journey.connection, device!.region.code);
  expect(kept.map((fact) => fact.status)).toEqual(kept.map(() => "safe"));
  const [after] = await devices(journey.connection);
  expect(after!.counted).toMatchObject({ wrote: 12, received: 12, missing: [] });
  expect((await rowsOf(journey.connection, device!.device_id)).doors).toHaveLength(doors.length);
});
