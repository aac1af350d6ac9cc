/** Pairs: the last word of this working day on whom somebody goes with. */
import type { Id, Instant } from "../contracts/words";
import { workingDay, type Zone } from "./instants";

export interface Word {
  /** Null: alone. */
  partner_id: Id | null;
  at: Instant;
}

/** Null: nothing was said today. What was said later stands, whoever of the two said it. */
export function company(words: readonly Word[], now: Instant, zone: Zone): Word | null {
  const today = workingDay(now, zone);
  const said = words.filter((word) => workingDay(word.at, zone) === today);
  return said.reduce<Word | null>((last, word) => (last && last.at > word.at ? last : word), null);
}
