import { describe, expect, test } from "vitest";
import agreed from "../../contracts/cases/framing.json";
import type { StairwellRow } from "../src/contracts/rows";
import { flats, framedDoor, framedId, framedStairwell, houses, missing, sortOf, type Side } from "../src/core/framing";

const drafted = (stairwell: string, doors: ReturnType<typeof flats>) =>
  doors.map((door) => {
    const { subject, body } = framedDoor(stairwell, door) as { subject: { id: string }; body: { label: string; floor: number | null; sort: number } };
    return { id: subject.id, label: body.label, floor: body.floor, sort: body.sort };
  });

describe("what the server and a phone frame is the same", () => {
  test.each(agreed.stairwells)("stairwell $label, floors $lowest to $highest", ({ building, label, id, doors, ...shape }) => {
    expect(framedId("stairwell", building, label)).toBe(id);
    expect(drafted(id, flats(shape))).toEqual(doors);
  });

  test.each(agreed.houses)("houses $first to $last, $side", ({ lane, first, last, side, doors }) => {
    expect(drafted(lane, houses(first, last, side as Side))).toEqual(doors);
  });

  test.each(agreed.lanes)("lane $label", ({ compound, label, id }) => {
    expect(framedId("lane", compound, label)).toBe(id);
  });

  test.each(agreed.order)("the order of $label", ({ label, sort }) => {
    expect(sortOf(label)).toBe(sort);
  });
});

test("a stairwell that is found lies in the building and the grid of the one beside it", () => {
  const beside: StairwellRow = {
    id: "a".repeat(32), kind: "stairwell", community: "东关", compound: "水利小区", building: "3", label: "1", sort: 100,
    compound_id: "c".repeat(32), building_id: "b".repeat(32), grid_id: "d".repeat(32),
  };
  expect(framedStairwell(beside, "stairwell", "5").body).toMatchObject({ building_id: beside.building_id, grid_id: beside.grid_id });
  expect(framedStairwell(beside, "lane", "东巷").body).toMatchObject({ building_id: null, compound_id: beside.compound_id });
});

test("doors that are known are not framed again, however they are written", () => {
  expect(missing(houses(1, 5, "odd"), new Set(["3号"])).map((door) => door.label)).toEqual(["1号", "5号"]);
  expect(missing(flats({ lowest: 1, highest: 1, landing: 2, padded: true }), new Set(["101"])).map((door) => door.label)).toEqual(["0102"]);
});
