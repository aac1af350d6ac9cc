/** Ids: UUIDv7 written as 32 lower-case hex digits, made where the thing is made. */
import type { Id, Instant } from "../contracts/words";

const HEX32 = /^[0-9a-f]{32}$/;

/** An id for something made at `now` from ten random bytes (RFC 9562, version 7). */
export function uuid7(now: Instant, entropy: Uint8Array): Id {
  if (entropy.length < 10 || !(now >= 0 && now < 2 ** 48)) throw new RangeError("an id needs ten random bytes and a time");
  const bytes = [...entropy.slice(0, 10)];
  bytes[0] = ((bytes[0] ?? 0) & 0x0f) | 0x70;
  bytes[2] = ((bytes[2] ?? 0) & 0x3f) | 0x80;
  return Math.floor(now).toString(16).padStart(12, "0") + hex(bytes);
}

export function isId(text: string): boolean {
  return HEX32.test(text);
}

export function hex(bytes: ArrayLike<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function unhex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
