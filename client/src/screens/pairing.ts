/** Pairing: whom the person goes with today, by this phone's own word or the server's, and saying so. */
import { computed } from "vue";
import type { OutingBegun } from "../contracts/facts";
import type { Person } from "../contracts/wire";
import type { Id } from "../contracts/words";
import { outing } from "../core/acts";
import { company, type Word } from "../core/pairs";
import { now, phone, zone } from "./phone";
import { freshId, say } from "./running";

export const colleagues = computed<readonly Person[]>(() => phone.current?.colleagues ?? []);

const words = computed<Word[]>(() => {
  const device = phone.current;
  const own = phone.facts.filter((fact) => fact.kind === "OutingBegun" && fact.device_id === device?.device_id);
  const said = own.map((fact) => ({
    partner_id: (JSON.parse(fact.text) as { body: OutingBegun }).body.partner_id,
    at: fact.written_at + (device?.skew_ms ?? 0),
  }));
  return device?.pair ? [device.pair, ...said] : said;
});

/** A colleague or this person by name; empty for somebody whom the phone does not know. */
export function nameOf(id: Id): string {
  const known = [...colleagues.value, ...(phone.current ? [phone.current.person] : [])];
  return known.find((one) => one.id === id)?.name ?? "";
}

/** Today's word; null: nobody has said yet. */
export const today = computed(() => company(words.value, now.value, zone.value));

export const partner = computed<Pick<Person, "id" | "name"> | null>(() => {
  const id = today.value?.partner_id;
  return id ? { id, name: nameOf(id) } : null;
});

/** False: nothing was written. */
export async function setOut(with_: Id | null): Promise<boolean> {
  return (await say([outing({ id: freshId(), partner: with_ })])) !== null;
}
