/** Changes: what is asked or done otherwise in a round than in the one before; people read it before they go. */
import type { Question } from "../contracts/rows";
import type { RoundPolicy } from "../contracts/visits";

/** The ways of working in the order in which they are told; the words of advice are shown whole. */
export const WAYS = [
  "phone_closes", "proxy_attempts", "proxy_bands", "away_rechecks", "vacant_evidence", "confirm_by", "close_attempts",
  "close_bands", "methods", "pairs", "phone_first", "protection",
] as const;
export type Way = (typeof WAYS)[number];

interface Round {
  policy: RoundPolicy;
  questions: readonly Question[];
}

/** Questions that are new ("+id"), gone ("-id") or put otherwise ("~id"), then the ways that changed, by name. */
export function changes(before: Round, after: Round): string[] {
  const old = new Map(before.questions.map((one) => [one.id, one]));
  const now = new Map(after.questions.map((one) => [one.id, one]));
  const same = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
  return [
    ...[...now.keys()].filter((id) => !old.has(id)).map((id) => `+${id}`),
    ...[...now].filter(([id, one]) => old.has(id) && !same(old.get(id), one)).map(([id]) => `~${id}`),
    ...[...old.keys()].filter((id) => !now.has(id)).map((id) => `-${id}`),
    ...WAYS.filter((name) => !same(before.policy[name], after.policy[name])),
  ];
}

/** The same value with its keys in one order: two writers of one thing must not look like two things. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([, one]) => one !== null && !(Array.isArray(one) && !one.length));
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]);
}
