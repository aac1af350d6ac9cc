/** Rescuing: makes a letter of what this phone cannot send, and carries the letters of others. */
import { pick, t } from "../i18n";
import { deliver, forLetter, letterOf, readLetter } from "../sync/letter";
import { phone } from "./phone";
import { journey, random } from "./running";

/** Browsers seal only on https and on the machine itself. */
export const canSeal = typeof crypto.subtle !== "undefined";

export interface Made {
  file: File;
  count: number;
}

export async function makeLetter(): Promise<Made | null> {
  const device = phone.current;
  if (!device?.rescue_key || !canSeal) return null;
  const facts = forLetter(phone.facts);
  const letter = await letterOf(device, facts, { subtle: crypto.subtle, random });
  const name = `bulou-${device.region.code}-${device.device_id.slice(-8)}-${facts.length}.json`;
  return { file: new File([JSON.stringify(letter)], name, { type: "application/json" }), count: facts.length };
}

export function download(file: File): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** What became of somebody's letter, in words. */
export interface Delivery {
  good: boolean;
  words: string;
}

export async function carry(file: Blob): Promise<Delivery> {
  const device = phone.current;
  const letter = readLetter(await file.text());
  if (!letter || !device) return { good: false, words: t("rescue.no_letter") };
  if (letter.region !== device.region.code) return { good: false, words: t("rescue.elsewhere") };
  const heard = await deliver(journey, device, letter);
  if (heard.kind === "refused") {
    return { good: false, words: heard.message ? pick(heard.message) : t("enrol.failed", { error: heard.error }) };
  }
  if (heard.kind !== "ok") return { good: false, words: t("rescue.nothing") };
  const { receipts, device: counted } = heard.answer;
  const safe = receipts.filter((one) => one.status === "stored" || one.status === "already_have" || one.status === "stored_held");
  const arrived = t("rescue.delivered", { n: safe.length, m: letter.count });
  return { good: safe.length === letter.count, words: `${arrived} ${t("sync.wrote", { wrote: counted.wrote, received: counted.received })}` };
}
