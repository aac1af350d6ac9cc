/** Digests and ids equal what the server computes. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { commitment, digestText, sha256 } from "../src/core/digest";
import { isId, uuid7 } from "../src/core/ids";
import { chance } from "./chance";

test("the digest is SHA-256 for every length around its blocks", () => {
  const random = chance(1);
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, () => random.upTo(256));
    expect(sha256(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
  }
});

test("Chinese is hashed as the UTF-8 that travels", () => {
  expect(digestText("独居老人")).toBe(createHash("sha256").update("独居老人", "utf8").digest("hex"));
});

test("a commitment covers the salt's bytes, then the private part", () => {
  const salt = "00ff10".padEnd(32, "a");
  const bytes = Buffer.concat([Buffer.from(salt, "hex"), Buffer.from('{"name":"王芳"}')]);
  expect(commitment(salt, '{"name":"王芳"}')).toBe(createHash("sha256").update(bytes).digest("hex"));
});

test("ids are version 7, sort by their millisecond, and do not repeat", () => {
  const random = chance(2);
  const made = Array.from({ length: 500 }, (_, n) => uuid7(1_580_000_000_000 + n, Uint8Array.from({ length: 10 }, () => random.upTo(256))));
  expect(made.every(isId)).toBe(true);
  expect(made.every((id) => id[12] === "7" && "89ab".includes(id[16]!))).toBe(true);
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(500);
});
