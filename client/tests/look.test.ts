/** Colours: what is written can be read, by day and by night. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("../src/ui/style.css", import.meta.url), "utf8");

function colours(selector: string): Record<string, string> {
  const block = css.split(`${selector} {`)[1]?.split("}")[0] ?? "";
  const found: Record<string, string> = {};
  for (const [, name = "", value = ""] of block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)) found[name] = value;
  return found;
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const PAIRS = [
  ["ink", "paper"], ["ink", "card"], ["quiet", "paper"], ["quiet", "card"], ["quiet", "out-paper"], ["accent", "paper"],
  ["accent", "card"], ["accent", "done-paper"], ["accent", "open-paper"], ["fill-ink", "fill"], ["done", "done-paper"],
  ["done", "card"], ["done", "paper"], ["open", "open-paper"], ["out", "out-paper"],
] as const;

test.each([":root", ':root[data-theme="dark"]'])("every text of %s stands out at 4.5 to 1", (selector) => {
  const named = colours(selector);
  for (const [text, paper] of PAIRS) {
    expect(contrast(named[text]!, named[paper]!), `${text} on ${paper}`).toBeGreaterThanOrEqual(4.5);
  }
});

test.each([":root", ':root[data-theme="dark"]'])("the edge of every button of %s can be seen at 3 to 1", (selector) => {
  const named = colours(selector);
  expect(contrast(named["edge"]!, named["paper"]!)).toBeGreaterThanOrEqual(3);
});
