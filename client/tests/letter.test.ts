/** Letters: sealed here byte by byte as the server's own case says, and closed to whoever carries them. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { webcrypto } from "node:crypto";
import { expect, test } from "vitest";
import type { Device } from "../src/store/devices";
import { forLetter, letterOf, readLetter, seal, type Letter } from "../src/sync/letter";
import { ready } from "./phone";

interface Case {
  rescue_key: string;
  server_private: JsonWebKey;
  phone_private: JsonWebKey;
  content: string;
  letter: Letter;
}

const agreed = JSON.parse(readFileSync(new URL("../../contracts/cases/rescue.json", import.meta.url), "utf8")) as Case;
const subtle = webcrypto.subtle as unknown as SubtleCrypto;
const CURVE = { name: "ECDH", namedCurve: "P-256" };

async function privateKey(jwk: JsonWebKey): Promise<CryptoKey> {
  return subtle.importKey("jwk", jwk, CURVE, false, ["deriveBits"]);
}

async function publicKey({ d: _secret, ...jwk }: JsonWebKey): Promise<CryptoKey> {
  return subtle.importKey("jwk", jwk, CURVE, true, []);
}

/** What the server does with a letter. */
async function opened(letter: Letter): Promise<string> {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64"));
  const ephemeral = await subtle.importKey("raw", bytes(letter.ephemeral), CURVE, false, []);
  const shared = await subtle.deriveBits({ name: "ECDH", public: ephemeral }, await privateKey(agreed.server_private), 256);
  const salt = new Uint8Array([...bytes(letter.ephemeral), ...bytes(agreed.rescue_key)]);
  const secret = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = Buffer.from("bulou rescue 1");
  const key = await subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt, info }, secret, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const outside = `bulou rescue 1|${letter.region}|${letter.device_id}|${letter.count}|${letter.packed ? 1 : 0}`;
  const plain = await subtle.decrypt({ name: "AES-GCM", iv: bytes(letter.nonce), additionalData: Buffer.from(outside) }, key, bytes(letter.sealed));
  return (letter.packed ? gunzipSync(Buffer.from(plain)) : Buffer.from(plain)).toString();
}

const random = (length: number) => webcrypto.getRandomValues(new Uint8Array(length));

test("the phone seals the letter of the contract, byte by byte", async () => {
  const pair = { privateKey: await privateKey(agreed.phone_private), publicKey: await publicKey(agreed.phone_private) };
  const nonce = new Uint8Array(Buffer.from(agreed.letter.nonce, "base64"));
  const made = await seal(new TextEncoder().encode(agreed.content), agreed.letter, agreed.rescue_key, { subtle, random: () => nonce, pair });
  expect(made).toEqual(agreed.letter);
  expect(await opened(made)).toBe(agreed.content);
});

test("a letter holds every unsent fact as it would be pushed, and nothing of it can be read outside", async () => {
  const phone = await ready();
  await phone.knock(7);
  const device: Device = { ...(await phone.device()), rescue_key: agreed.rescue_key };
  const letter = await letterOf(device, forLetter(await phone.facts()), { subtle, random });
  const content = JSON.parse(await opened(letter)) as { wrote: number; device_id: string; facts: { id: string; hash: string }[] };
  expect(content.facts.map((one) => one.id).sort()).toEqual((await phone.facts()).map((fact) => fact.fact_id).sort());
  expect([content.wrote, content.device_id, letter.count, letter.packed]).toEqual([7, device.device_id, 7, true]);
  expect(Buffer.from(letter.sealed, "base64").toString("latin1")).not.toContain("no_answer");
  expect(await phone.statuses()).toEqual({ unsent: 7 });
});

test("facts that are safe stay out of a letter", async () => {
  const phone = await ready();
  await phone.knock(3);
  await phone.sync();
  await phone.knock(2);
  expect(forLetter(await phone.facts())).toHaveLength(2);
});

test("no two letters are sealed alike", async () => {
  const phone = await ready();
  await phone.knock(1);
  const device: Device = { ...(await phone.device()), rescue_key: agreed.rescue_key };
  const facts = forLetter(await phone.facts());
  const [one, other] = [await letterOf(device, facts, { subtle, random }), await letterOf(device, facts, { subtle, random })];
  expect(one.ephemeral).not.toBe(other.ephemeral);
  expect(one.sealed).not.toBe(other.sealed);
});

test.each(["", "{", "null", "[]", "{}", '{"bulou":"rescue"}', "PK\u0003\u0004"])("what is no letter is not taken for one: %j", (text) => {
  expect(readLetter(text)).toBeNull();
});
