/** Pairs: today's last word on whom somebody goes with, and what the store keeps of colleagues. */
import { expect, test } from "vitest";
import { company } from "../src/core/pairs";
import { HOUR, zoneOf } from "../src/core/instants";

const zone = zoneOf("Asia/Shanghai");
const evening = Date.parse("2020-01-30T19:46:00+08:00");
const said = (partner_id: string | null, hoursAgo: number) => ({ partner_id, at: evening - hoursAgo * HOUR });

test("nothing said today is no answer, and yesterday's does not carry over", () => {
  expect(company([], evening, zone)).toBeNull();
  expect(company([said("a", 16)], evening, zone)).toBeNull();
});

test("the last word stands, whoever of the two said it, and alone is a word too", () => {
  const words = [said("a", 9), said(null, 2), said("b", 5)];
  expect(company(words, evening, zone)).toEqual(said(null, 2));
  expect(company([...words, said("b", 1)], evening, zone)?.partner_id).toBe("b");
});

test("after midnight it is still the evening's shift, until 04:00", () => {
  const word = said("a", 1);
  expect(company([word], evening + 8 * HOUR, zone)).toEqual(word);
  expect(company([word], evening + 9 * HOUR, zone)).toBeNull();
});
