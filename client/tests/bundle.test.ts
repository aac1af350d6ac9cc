/** The bundle: its weight, and the worker's list of it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

const LIMIT = 120 * 1024;
const output = mkdtempSync(join(tmpdir(), "bulou-bundle-"));
const root = fileURLToPath(new URL("..", import.meta.url));

beforeAll(async () => {
  await build({ root, configFile: join(root, "vite.config.ts"), logLevel: "silent", build: { outDir: output, emptyOutDir: true } });
}, 60_000);
afterAll(() => rmSync(output, { recursive: true }));

const files = () => readdirSync(output, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
const packed = (path: string) => gzipSync(readFileSync(path)).length;

test("the first load stays within 120 KB", () => {
  const first = files().filter((file) => /\.(js|css|html)$/.test(file.name) && file.name !== "sw.js");
  const bytes = first.reduce((sum, file) => sum + packed(join(file.parentPath, file.name)), 0);
  expect(first.length).toBeGreaterThanOrEqual(3);
  expect(bytes).toBeLessThan(LIMIT);
});

test("the worker keeps every file of this version, and knows the page that belongs to it", () => {
  const worker = readFileSync(join(output, "sw.js"), "utf8");
  const list = JSON.parse(JSON.parse(`"${/JSON\.parse\("(.*)"\)/.exec(worker)?.[1]}"`) as string) as { entry: string; assets: string[] };
  const expected = files().map((file) => join(file.parentPath, file.name).slice(output.length)).filter((name) => !/\/(index\.html|sw\.js)$/.test(name));
  expect([...list.assets].sort()).toEqual(expected.map((name) => `/static/phone${name}`).sort());
  expect(readFileSync(join(output, "index.html"), "utf8")).toContain(list.entry);
});

test("the page runs no script but its own, so that a strict policy can forbid all others", () => {
  const page = readFileSync(join(output, "index.html"), "utf8");
  expect([...page.matchAll(/<script[^>]*>/g)].every(([tag]) => tag.includes('src="/static/phone/assets/'))).toBe(true);
  expect(page).not.toContain("<style");
});
