/** Doors that leave the phone, doors that become somebody else's, and a clock that is said to be off once. */
import { expect, test } from "vitest";
import type { DoorRow, GoneDoor, VisitRow } from "../src/contracts/rows";
import type { PullAnswer } from "../src/contracts/wire";
import { keepPage, rowsOf } from "../src/store/rows";
import { worthSaying } from "../src/sync/skew";
import { ready, type Phone } from "./phone";
import { ROUND, name } from "./saying";

const HOUR = 3_600_000;

function page(doors: readonly (DoorRow | GoneDoor)[], visits: readonly VisitRow[] = [], reset = false): PullAnswer {
  const person = { id: name(9), name: "王芳", post: "volunteer" };
  return { protocol: 1, epoch: name(1), now: 0, cursor: "c", more: false, reset, person, rows: { doors, visits } };
}

async function kept(phone: Phone, answer: PullAnswer) {
  const { device_id } = await phone.device();
  await keepPage(phone.connection, device_id, answer, { fromStart: false });
  return rowsOf(phone.connection, device_id);
}

test("a withdrawn door leaves the phone, and stays known as gone so that its own listing does not bring it back", async () => {
  const phone = await ready();
  const [door] = phone.server.rows.doors;
  const rows = await kept(phone, page([{ id: door!.id, withdrawn: true }]));
  expect(rows.doors.map((one) => one.id)).not.toContain(door!.id);
  expect(rows.doors).toHaveLength(phone.server.rows.doors.length - 1);
  expect(rows.gone).toEqual([door!.id]);
});

test("a door that comes back is a door again", async () => {
  const phone = await ready();
  const [door] = phone.server.rows.doors;
  await kept(phone, page([{ id: door!.id, withdrawn: true }]));
  const rows = await kept(phone, page([door!]));
  expect([rows.gone, rows.doors.length]).toEqual([[], phone.server.rows.doors.length]);
});

test("what was known of a door that becomes somebody else's is dropped, and nothing else is", async () => {
  const phone = await ready();
  const [mine, other] = phone.server.rows.doors.filter((door) => !door.reserved);
  const visit = (door: DoorRow): VisitRow => ({ round_id: ROUND, door_id: door.id, attempts: [], withdrawn: [] });
  await kept(phone, page([], [visit(mine!), visit(other!)]));
  const rows = await kept(phone, page([{ ...mine!, reserved: true }]));
  const about = rows.visits.map((row) => row.door_id);
  expect(about).not.toContain(mine!.id);
  expect(about).toContain(other!.id);
});

test("a clock that is years off is said once, and again only when it is clearly off by something else", () => {
  const years = -6 * 365 * 24 * HOUR;
  expect(worthSaying(years, null)).toBe(true);
  expect(worthSaying(years, years)).toBe(false);
  expect(worthSaying(years + 20 * 60_000, years)).toBe(false);
  expect(worthSaying(-3 * HOUR, years)).toBe(true);
  expect(worthSaying(1000, null)).toBe(false);
  expect(worthSaying(null, null)).toBe(false);
});
