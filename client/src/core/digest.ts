/** Digest: SHA-256 (FIPS 180-4) without waiting, so that a fact is hashed inside the transaction that stores it.
 * The browser's own is asynchronous, and absent on plain http. */
import { hex, unhex } from "./ids";

const ROUND = new Uint32Array(64);
const INITIAL = new Uint32Array(8);

/** The first 32 bits of the fractional parts of the square and cube roots of the first primes. */
function seed(): void {
  const fraction = (root: number) => Math.floor((root - Math.floor(root)) * 2 ** 32);
  for (let number = 2, found = 0; found < 64; number++) {
    let prime = true;
    for (let d = 2; d * d <= number; d++) if (number % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) INITIAL[found] = fraction(Math.sqrt(number));
    ROUND[found++] = fraction(Math.cbrt(number));
  }
}
seed();

export function sha256(message: Uint8Array): string {
  const state = Uint32Array.from(INITIAL);
  const padded = pad(message);
  for (let block = 0; block < padded.byteLength; block += 64) compress(state, padded, block);
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => out.setUint32(index * 4, word));
  return hex(new Uint8Array(out.buffer));
}

function pad(message: Uint8Array): DataView {
  const length = (Math.floor((message.length + 8) / 64) + 1) * 64;
  const bytes = new Uint8Array(length);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(length - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(length - 4, message.length << 3);
  return view;
}

const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by));

function compress(state: Uint32Array, view: DataView, block: number): void {
  const w = new Uint32Array(64);
  for (let i = 0; i < 16; i++) w[i] = view.getUint32(block + i * 4);
  for (let i = 16; i < 64; i++) {
    const w15 = w[i - 15]!;
    const w2 = w[i - 2]!;
    const s0 = turn(w15, 7) ^ turn(w15, 18) ^ (w15 >>> 3);
    const s1 = turn(w2, 17) ^ turn(w2, 19) ^ (w2 >>> 10);
    w[i] = w[i - 16]! + s0 + w[i - 7]! + s1;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i]! + w[i]!) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (state[index] = state[index]! + word));
}

const utf8 = new TextEncoder();

export function digestText(text: string): string {
  return sha256(utf8.encode(text));
}

/** SHA-256 of (salt + private part): proves later what was sealed without making it guessable. */
export function commitment(salt: string, text: string): string {
  const before = unhex(salt);
  const after = utf8.encode(text);
  const both = new Uint8Array(before.length + after.length);
  both.set(before);
  both.set(after, before.length);
  return sha256(both);
}
