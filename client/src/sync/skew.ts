/** Skew: server time minus phone time, as an answer tells it. */
import type { Instant } from "../contracts/words";
import { HOUR, MINUTE } from "../core/instants";

/** Beyond this the person is warned; what is written stays right, because the skew is written with it. */
export const WARN_BEYOND = 10 * MINUTE;

/** The new skew. Keeps the old one while it lies within what the journey of the answer can explain. */
export function measured(before: number | null, answer: { sent: Instant; received: Instant; now: Instant }): number {
  const journey = answer.received - answer.sent;
  const skew = Math.round(answer.now - (answer.sent + journey / 2));
  return before !== null && Math.abs(skew - before) <= Math.max(1000, journey) ? before : skew;
}

export function worthWarning(skew: number | null): boolean {
  return skew !== null && Math.abs(skew) > WARN_BEYOND;
}

/** Said once: again only when the clock is off by clearly more or less than what was put aside. */
export function worthSaying(skew: number | null, seen: number | null): boolean {
  return skew !== null && worthWarning(skew) && (seen === null || Math.abs(skew - seen) > HOUR);
}
