/** Words: a text in both languages, as the server sends them. */
export interface Words {
  zh: string;
  en: string;
}

/** 32 lower-case hex digits. */
export type Id = string;

/** Whole milliseconds since 1970 UTC. */
export type Instant = number;
