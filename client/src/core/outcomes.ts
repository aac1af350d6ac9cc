/** Outcomes: what each code of an attempt says about the door. */
import type { DoorCode } from "../contracts/visits";

type Codes = ReadonlySet<string>;

/** Somebody of the household answered the questions. */
export const SCREENED: Codes = new Set<DoorCode>(["screened", "screened_part", "screened_phone"]);

/** Somebody of the household was spoken to. */
export const CONTACTED: Codes = new Set<DoorCode>([
  "screened", "screened_part", "screened_phone", "appointment", "refused_soft", "refused", "language", "unable",
]);

/** Contradicts an earlier claim that nobody lives here. */
export const SIGNS_OF_LIFE: Codes = new Set([...CONTACTED, "occupied_no_answer", "under_observation", "self_report", "lit"]);

/** Takes a door out of scope, but only when a second person says the same. */
export const NEEDS_SECOND_LOOK: Codes = new Set<DoorCode>(["vacant", "not_dwelling", "not_found", "duplicate"]);

/** What a sign of life makes void. */
export const NOBODY_LIVES_OR_IS_HERE: Codes = new Set([...NEEDS_SECOND_LOOK, "away"]);

/** Ways of being closed, the least telling first: behind one door the least telling household speaks. */
export const FINALITY: readonly DoorCode[] = [
  "closed_unresolved", "proxy_final", "away_final", "under_observation", "screened_phone", "screened_part", "screened",
];

/** Nobody of ours went to the door. */
export const NOT_AN_ATTEMPT: Codes = new Set<DoorCode>(["self_report", "under_observation"]);
