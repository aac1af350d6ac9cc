import { expect, test } from "vitest";
import { openingWords } from "./opening";

test("a phone set to Chinese is greeted in Chinese", () => {
  expect(openingWords("zh-CN")).toBe("不漏");
});

test("a phone set to another language is greeted in English", () => {
  expect(openingWords("en-GB")).toBe("Bulou");
});
