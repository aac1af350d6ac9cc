/** Preferences: how this phone shows things. Kept outside the store, because losing them costs nothing. */
import { reactive, watchEffect } from "vue";
import { DEFAULT_WALK, type Walk } from "../core/walking";
import { language, languageOf, type Language } from "../i18n";

export const TEXT_SIZES = [18, 20, 22, 24, 27, 30] as const;
export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

interface Preferences {
  text: number;
  theme: Theme;
  language: Language;
  walk: Walk;
  wechatAnyway: boolean;
  /** The skew of the clock that was read and put aside (ms). */
  skewSeen: number | null;
  /** The round whose ways of working were read. */
  roundSeen: string | null;
}

const KEY = "bulou.preferences";

export const preferences = reactive<Preferences>({
  text: 18,
  theme: "auto",
  language: languageOf(navigator.language),
  walk: DEFAULT_WALK,
  wechatAnyway: false,
  skewSeen: null,
  roundSeen: null,
});

export function applyPreferences(): void {
  try {
    Object.assign(preferences, JSON.parse(localStorage.getItem(KEY) ?? "{}"));
  } catch {
    // Unreadable or forbidden: the defaults serve.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    const theme = preferences.theme === "auto" ? (dark.matches ? "dark" : "light") : preferences.theme;
    document.documentElement.dataset["theme"] = theme;
  };
  dark.addListener(paint);
  watchEffect(() => {
    language.value = preferences.language;
    document.documentElement.lang = preferences.language === "zh" ? "zh-CN" : "en";
    document.documentElement.style.fontSize = `${preferences.text}px`;
    paint();
    try {
      localStorage.setItem(KEY, JSON.stringify(preferences));
    } catch {
      // As above.
    }
  });
}
