/** Times in words: "昨天 15:05", "12分钟", as a person at a door says them. */
import type { Instant } from "../contracts/words";
import { DAY, HOUR, MINUTE, dateThere, wallClock, type Zone } from "../core/instants";
import { t } from "../i18n";

export function clockTime(at: Instant, zone: Zone): string {
  return wallClock(at, zone).toISOString().slice(11, 16);
}

export function dayName(at: Instant, now: Instant, zone: Zone): string {
  const day = dateThere(at, zone);
  if (day === dateThere(now, zone)) return t("time.today");
  if (day === dateThere(now, zone, -1)) return t("time.yesterday");
  if (day === dateThere(now, zone, -2)) return t("time.before");
  if (day === dateThere(now, zone, 1)) return t("time.tomorrow");
  const wall = wallClock(at, zone);
  return t("time.date", { month: wall.getUTCMonth() + 1, day: wall.getUTCDate() });
}

export function dayAndTime(at: Instant, now: Instant, zone: Zone): string {
  return t("time.at", { day: dayName(at, now, zone), time: clockTime(at, zone) });
}

export function age(ms: number): string {
  if (ms < MINUTE) return t("age.now");
  if (ms < HOUR) return t("age.minutes", { n: Math.floor(ms / MINUTE) });
  if (ms < 2 * DAY) return t("age.hours", { n: Math.floor(ms / HOUR) });
  return t("age.days", { n: Math.floor(ms / DAY) });
}
