/** Words on the screen, in the person's language. Chinese first; English complete. */
import { ref } from "vue";
import type { Words } from "../contracts/words";
import en from "./en.json";
import zh from "./zh.json";

export type Key = keyof typeof zh;
export type Language = "zh" | "en";

const TEXTS: Record<Language, Record<Key, string>> = { zh, en };

export const language = ref<Language>("zh");

/** Chinese unless the phone is set to another language. */
export function languageOf(phone: string): Language {
  return phone === "" || phone.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function t(key: Key, values: Record<string, string | number> = {}): string {
  return TEXTS[language.value][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

export function pick(words: Words): string {
  return words[language.value] || words.zh || words.en;
}

/** Several words in a row, as the language joins them. */
export function list(words: readonly string[]): string {
  return words.join(language.value === "zh" ? "、" : ", ");
}
