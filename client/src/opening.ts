/** The opening words, in the phone's language. */

/** Chinese unless the phone is set to another language. */
export function openingWords(language: string): string {
  return language.toLowerCase().startsWith("zh") || language === "" ? "不漏" : "Bulou";
}
