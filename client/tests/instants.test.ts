/** Instants, bands and working days on the region's wall clock. */
import { expect, test } from "vitest";
import { atWall, band, dateThere, parseInstant, wallClock, workingDay, writeInstant, zoneOf } from "../src/core/instants";

const SHANGHAI = zoneOf("Asia/Shanghai");

test("a time is read with its offset, and refused without one", () => {
  expect(parseInstant("2020-01-30T19:46:05.123+08:00")).toBe(Date.UTC(2020, 0, 30, 11, 46, 5, 123));
  expect(parseInstant("2020-01-30T11:46:05Z")).toBe(Date.UTC(2020, 0, 30, 11, 46, 5));
  expect(() => parseInstant("2020-01-30T19:46:05")).toThrow(RangeError);
});

test("what the phone writes about its clock is read back as the same instant, east and west", () => {
  const at = Date.UTC(2020, 0, 30, 11, 46, 5, 7);
  for (const offset of [480, 0, -210, 345]) expect(parseInstant(writeInstant(at, offset))).toBe(at);
  expect(writeInstant(at, 480)).toBe("2020-01-30T19:46:05.007+08:00");
});

test.each([
  ["03:59", "evening", "2020-01-29"],
  ["04:00", "morning", "2020-01-30"],
  ["11:59", "morning", "2020-01-30"],
  ["12:00", "afternoon", "2020-01-30"],
  ["18:00", "evening", "2020-01-30"],
  ["00:30", "evening", "2020-01-29"],
])("at %s it is %s of working day %s", (time, expected, day) => {
  const at = parseInstant(`2020-01-30T${time}:00+08:00`);
  expect(band(at, SHANGHAI)).toBe(expected);
  expect(workingDay(at, SHANGHAI)).toBe(day);
});

test("a zone with summer time is right on both sides of the change", () => {
  const berlin = zoneOf("Europe/Berlin");
  expect(wallClock(Date.UTC(2020, 2, 29, 0, 59), berlin).toISOString()).toBe("2020-03-29T01:59:00.000Z");
  expect(wallClock(Date.UTC(2020, 2, 29, 1, 0), berlin).toISOString()).toBe("2020-03-29T03:00:00.000Z");
});

test("tomorrow morning is found on the region's wall clock, whatever the phone's own zone is", () => {
  const late = parseInstant("2020-01-30T23:30:00+08:00");
  expect(writeInstant(atWall(late, SHANGHAI, 1, 9, 0), 480)).toBe("2020-01-31T09:00:00.000+08:00");
  expect(dateThere(late, SHANGHAI, 1)).toBe("2020-01-31");
});
