/** Texts: both languages, and the reference's own words. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import en from "../src/i18n/en.json";
import zh from "../src/i18n/zh.json";
import { languageOf } from "../src/i18n";

const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

test("Chinese and English say the same things", () => {
  expect(Object.keys(en)).toEqual(Object.keys(zh));
});

test("no text is missing, and each has the same places to fill in", () => {
  for (const [key, text] of Object.entries(zh)) {
    const english = (en as Record<string, string>)[key] ?? "";
    if (key !== "home.doors") expect(english, key).not.toBe("");
    expect(text, key).not.toBe("");
    if (key !== "time.date") expect(holes(english), key).toEqual(holes(text));
  }
});

/** The outcome table of docs/reference/indicators.md, as code and Chinese word. */
function outcomeWords(): [string, string][] {
  const page = readFileSync(new URL("../../docs/reference/indicators.md", import.meta.url), "utf8");
  const words: [string, string][] = [];
  for (const [, codes = "", chinese = ""] of page.matchAll(/^\| (`\w+`(?:, `\w+`)*) \| ([^|]+) \|/gm)) {
    const several = chinese.trim().split("、");
    const names = codes.split(", ").map((code) => code.replace(/`/g, ""));
    names.forEach((code, index) => words.push([code, (several.length === names.length ? several[index] : several[0]) ?? ""]));
  }
  return words;
}

test("outcomes are called what the reference calls them", () => {
  const words = outcomeWords();
  expect(words.length).toBeGreaterThan(18);
  for (const [code, word] of words) expect((zh as Record<string, string>)[`state.${code}`], code).toContain(word);
});

test("a phone set to another language begins in English, every other in Chinese", () => {
  expect([languageOf("zh-CN"), languageOf(""), languageOf("en-GB")]).toEqual(["zh", "zh", "en"]);
});

test("every text is said somewhere", () => {
  const root = fileURLToPath(new URL("../src", import.meta.url));
  const source = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.(vue|ts)$/.test(file.name))
    .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"))
    .join("\n");
  const families = [...source.matchAll(/t\(`([\w.]+)\$\{/g)].map(([, family]) => family!);
  const silent = Object.keys(zh).filter(
    (key) => !source.includes(`"${key}"`) && !source.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
  );
  expect(silent).toEqual([]);
});
