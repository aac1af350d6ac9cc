/** Instants: whole milliseconds since 1970 UTC, and what the region's working day makes of them. */
import type { Band } from "../contracts/visits";
import type { Instant } from "../contracts/words";

export const BANDS: readonly Band[] = ["morning", "afternoon", "evening"];
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const DAY_BEGINS_AT_HOUR = 4;

/** Every zone in use keeps one offset within a quarter of an hour, so one formatting serves all attempts of it. */
const QUARTER = 15 * MINUTE;

export interface Zone {
  readonly name: string;
  /** Milliseconds to add to UTC to read the wall clock there. */
  offsetAt(at: Instant): number;
}

/** The region's time zone. Throws RangeError for a name that this phone does not know. */
export function zoneOf(name: string): Zone {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    hour12: false,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    era: "short",
  });
  const known = new Map<number, number>();
  return {
    name,
    offsetAt(at) {
      const quarter = Math.floor(at / QUARTER);
      const before = known.get(quarter);
      if (before !== undefined) return before;
      const offset = offsetOf(format, quarter * QUARTER);
      known.set(quarter, offset);
      return offset;
    },
  };
}

function offsetOf(format: Intl.DateTimeFormat, at: Instant): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(new Date(at))) part[type] = Number.parseInt(value, 10);
  // Some engines write midnight as 24.
  const hour = (part["hour"] ?? 0) % 24;
  const wall = Date.UTC(
    part["year"] ?? 1970,
    (part["month"] ?? 1) - 1,
    part["day"] ?? 1,
    hour,
    part["minute"] ?? 0,
    part["second"] ?? 0,
  );
  return wall - at;
}

/** A date whose UTC fields read as the wall clock of the zone. */
export function wallClock(at: Instant, zone: Zone): Date {
  return new Date(at + zone.offsetAt(at));
}

/** The working day (YYYY-MM-DD) that an instant belongs to: 04:00 to 04:00, so that a night shift is one day. */
export function workingDay(at: Instant, zone: Zone): string {
  return new Date(at + zone.offsetAt(at) - DAY_BEGINS_AT_HOUR * HOUR).toISOString().slice(0, 10);
}

/** The time band of an attempt: morning before 12:00, afternoon before 18:00, else evening (until 04:00). */
export function band(at: Instant, zone: Zone): Band {
  const hour = wallClock(at, zone).getUTCHours();
  if (DAY_BEGINS_AT_HOUR <= hour && hour < 12) return "morning";
  return 12 <= hour && hour < 18 ? "afternoon" : "evening";
}

const ISO = /^(\d{4})-?(\d{2})-?(\d{2})[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?(?:Z|([+-])(\d{2}):?(\d{2})(?::?(\d{2}))?)$/;

/** The instant of an ISO 8601 time with offset. Throws RangeError for one without: a time without a zone is a guess. */
export function parseInstant(text: string): Instant {
  const read = ISO.exec(text);
  if (!read) throw new RangeError(`a time needs its offset from UTC: ${text}`);
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute, offsetSecond] = read;
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second ?? 0));
  const offset = sign
    ? (sign === "-" ? -1 : 1) * (Number(offsetHour) * HOUR + Number(offsetMinute) * MINUTE + Number(offsetSecond ?? 0) * 1000)
    : 0;
  return wall - offset + Math.round(Number(`0.${fraction ?? 0}`) * 1000);
}

/** ISO 8601 with milliseconds and offset, as a phone states its clock; `offsetMinutes` counts east of Greenwich. */
export function writeInstant(at: Instant, offsetMinutes: number): string {
  const wall = new Date(at + offsetMinutes * MINUTE).toISOString().slice(0, -1);
  const east = Math.abs(offsetMinutes);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${wall}${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(east / 60))}:${two(east % 60)}`;
}

/** The instant at which the zone's wall clock shows this hour, `days` after the calendar day of `from`. */
export function atWall(from: Instant, zone: Zone, days: number, hour: number, minute: number): Instant {
  const wall = wallClock(from, zone);
  const guess = Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate() + days, hour, minute);
  return guess - zone.offsetAt(guess - zone.offsetAt(guess));
}

/** The calendar date (YYYY-MM-DD) there, `days` after that of `from`. */
export function dateThere(from: Instant, zone: Zone, days = 0): string {
  return new Date(wallClock(from, zone).getTime() + days * DAY).toISOString().slice(0, 10);
}
