/** Letters: what a phone cannot send, sealed to the server so that whoever carries it cannot read it. */
import { PROTOCOL, type RescueAnswer } from "../contracts/wire";
import type { Id } from "../contracts/words";
import type { Device } from "../store/devices";
import type { KeptFact } from "../store/outbox";
import { pushBody } from "./batches";
import { ask, type Journey } from "./journey";

export interface Letter {
  bulou: "rescue";
  version: 1;
  region: string;
  device_id: Id;
  count: number;
  packed: boolean;
  ephemeral: string;
  nonce: string;
  sealed: string;
}

/** The browser's cryptography; `pair` and `nonce` are made for each letter, and given only where bytes are compared. */
export interface Tools {
  subtle: SubtleCrypto;
  random(length: number): Uint8Array;
  pair?: CryptoKeyPair;
}

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const INFO = "bulou rescue 1";
/** The server's limits, with room for what sealing and base64 add. */
const MOST_FACTS = 4000;
const MOST_CHARACTERS = 1_000_000;

/** Everything unsent that fits one letter, in the order in which it was written. */
export function forLetter(facts: readonly KeptFact[]): KeptFact[] {
  const some: KeptFact[] = [];
  let characters = 0;
  const unsent = facts.filter((fact) => fact.status === "unsent").sort((a, b) => a.written_at - b.written_at || a.device_seq - b.device_seq);
  for (const fact of unsent.slice(0, MOST_FACTS)) {
    characters += fact.text.length + (fact.private?.length ?? 0);
    if (some.length && characters > MOST_CHARACTERS) break;
    some.push(fact);
  }
  return some;
}

export async function letterOf(device: Device, facts: readonly KeptFact[], tools: Tools): Promise<Letter> {
  if (!device.rescue_key) throw new Error("no key to seal to");
  const head = { protocol: PROTOCOL, device_id: device.device_id, wrote: device.last_seq, unsent: facts.length };
  const content = new TextEncoder().encode(pushBody(head, facts));
  const packed = await pack(content);
  const outside = { region: device.region.code, device_id: device.device_id, count: facts.length, packed: packed !== null };
  return seal(packed ?? content, outside, device.rescue_key, tools);
}

export async function seal(
  content: Uint8Array,
  outside: Pick<Letter, "region" | "device_id" | "count" | "packed">,
  rescueKey: string,
  { subtle, random, pair }: Tools,
): Promise<Letter> {
  const mine = pair ?? ((await subtle.generateKey(CURVE, false, ["deriveBits"])) as CryptoKeyPair);
  const ephemeral = new Uint8Array(await subtle.exportKey("raw", mine.publicKey));
  const theirs = unbase64(rescueKey);
  const to = await subtle.importKey("raw", theirs, CURVE, false, []);
  const shared = await subtle.deriveBits({ name: "ECDH", public: to }, mine.privateKey, 256);
  const secret = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const utf8 = new TextEncoder();
  const key = await subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: joined(ephemeral, theirs), info: utf8.encode(INFO) },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const nonce = joined(random(12));
  const { region, device_id, count, packed } = outside;
  const additionalData = utf8.encode(`${INFO}|${region}|${device_id}|${count}|${packed ? 1 : 0}`);
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, joined(content));
  return {
    bulou: "rescue",
    version: 1,
    region,
    device_id,
    count,
    packed,
    ephemeral: base64(ephemeral),
    nonce: base64(nonce),
    sealed: base64(new Uint8Array(sealed)),
  };
}

/** The letter in a file that somebody handed over; null when it is none. */
export function readLetter(text: string): Letter | null {
  try {
    const read = JSON.parse(text) as Partial<Letter> | null;
    return read?.bulou === "rescue" && typeof read.region === "string" && typeof read.count === "number" ? (read as Letter) : null;
  } catch {
    return null;
  }
}

/** Carries somebody's letter to the server. */
export function deliver(journey: Journey, courier: Device, letter: Letter) {
  const body = JSON.stringify(letter);
  return ask<RescueAnswer>(journey, `/r/${courier.region.code}/sync/rescue`, { token: courier.token, body });
}

async function pack(content: Uint8Array): Promise<Uint8Array | null> {
  if (typeof CompressionStream === "undefined") return null;
  const packed = new Blob([joined(content)]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function unbase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
}
