/** The store: whole acts, own numbers, and a loss that is noticed. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ROUND } from "../src/practice/town";
import type { Fact } from "../src/contracts/facts";
import { forgetLoss, losses, perch } from "../src/store/canary";
import { connect, StoreFailed } from "../src/store/database";
import { changeDevice, keepDevice } from "../src/store/devices";
import { alone } from "../src/store/lease";
import { countUnsent, entryOf } from "../src/store/outbox";
import { keepPage, rowsOf } from "../src/store/rows";
import { Phone, ready } from "./phone";
import { DOOR, EVENING } from "./saying";

const visit = { kind: "VisitRecorded", subject: { kind: "dwelling", id: DOOR }, round_id: ROUND, body: { outcome: "no_answer" } } as const;

describe("writing", () => {
  test("facts are numbered 1, 2, 3 without gaps, and an act's facts share its id", async () => {
    const phone = await ready();
    await phone.say([visit, visit]);
    await phone.say([visit]);
    const facts = (await phone.facts()).sort((a, b) => a.device_seq - b.device_seq);
    expect(facts.map((fact) => fact.device_seq)).toEqual([1, 2, 3]);
    expect(facts[0]?.act_id).toBe(facts[1]?.act_id);
    expect(facts[2]?.act_id).not.toBe(facts[1]?.act_id);
    expect((await phone.device()).last_seq).toBe(3);
  });

  test("two tabs that write at once never give out a number twice", async () => {
    const phone = await ready();
    await Promise.all(Array.from({ length: 20 }, () => phone.say([visit])));
    const numbers = (await phone.facts()).map((fact) => fact.device_seq).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test("the hash is over the very text that is kept, and the text holds the commitment, not the name", async () => {
    const phone = await ready();
    const [fact] = await phone.say([{ ...visit, private: { remark: "独居老人，耳背" } }]);
    const sha = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");
    expect(fact?.hash).toBe(sha(fact?.text ?? ""));
    const sealed = Buffer.concat([Buffer.from(fact?.salt ?? "", "hex"), Buffer.from(fact?.private ?? "")]);
    expect((JSON.parse(fact?.text ?? "") as Fact).private_commitment).toBe(sha(sealed));
    expect(fact?.text).not.toContain("独居");
  });

  test("a fact that cannot be stored takes its whole act and its numbers with it", async () => {
    const phone = await ready();
    const broken = { ...visit, body: { outcome: "no_answer", toJSON: () => { throw new Error("disk full"); } } };
    await expect(phone.say([visit, broken as never])).rejects.toBeInstanceOf(StoreFailed);
    expect(await phone.facts()).toEqual([]);
    expect((await phone.device()).last_seq).toBe(0);
    await phone.say([visit]);
    expect((await phone.facts())[0]?.device_seq).toBe(1);
  });

  test("a fact is placed by the phone's clock and the skew known when it was written", async () => {
    const phone = await ready();
    await changeDevice(phone.connection, (await phone.device()).device_id, { skew_ms: -90_000 });
    const [fact] = await phone.say([visit]);
    await changeDevice(phone.connection, (await phone.device()).device_id, { skew_ms: 5_000_000 });
    expect(entryOf(fact!).ordered_at).toBe(phone.now - 90_000);
  });

  test("a store that is closed behind our back is opened again", async () => {
    const phone = await ready();
    phone.connection.close();
    await phone.say([visit]);
    expect(await phone.facts()).toHaveLength(1);
  });

  test("a newer version in another tab is let through, and said", async () => {
    const troubles: string[] = [];
    const old = connect("upgraded", { onTrouble: (trouble) => troubles.push(trouble) });
    await old.transact(["meta"], "readonly", async () => undefined);
    await new Promise<void>((resolve, reject) => {
      const newer = indexedDB.open("upgraded", 99);
      newer.onsuccess = () => resolve();
      newer.onerror = () => reject(newer.error ?? new Error());
    });
    expect(troubles).toEqual(["outdated"]);
    await expect(old.transact(["meta"], "readonly", async () => undefined)).rejects.toMatchObject({ trouble: "outdated" });
  });
});

describe("several persons on one phone", () => {
  test("each has numbers of their own", async () => {
    const phone = await ready();
    phone.now += 1000;
    await phone.enrol("lijianguo-1");
    const [first, second] = [await phone.device(0), await phone.device(1)];
    await phone.say([visit], first.device_id);
    await phone.say([visit, visit], second.device_id);
    expect([(await phone.device(0)).last_seq, (await phone.device(1)).last_seq]).toEqual([1, 2]);
    expect(await countUnsent(phone.connection, second.device_id)).toBe(2);
  });

  test("the same enrolment coming twice keeps its numbers", async () => {
    const phone = await ready();
    await phone.say([visit]);
    await keepDevice(phone.connection, { ...(await phone.device()), last_seq: 0, token: "newer" });
    expect(await phone.device()).toMatchObject({ last_seq: 1, token: "newer" });
  });
});

describe("rows", () => {
  test("a reset drops what did not come, after its last page, and never a fact", async () => {
    const phone = await ready();
    await phone.say([visit]);
    const device = await phone.device();
    const before = await rowsOf(phone.connection, device.device_id);
    const page = {
      protocol: 1, epoch: device.epoch!, now: EVENING, cursor: "x", more: true, reset: true, person: device.person,
      rows: { doors: before.doors.slice(0, 2) },
    };
    await keepPage(phone.connection, device.device_id, page, { fromStart: true });
    expect((await rowsOf(phone.connection, device.device_id)).doors).toHaveLength(before.doors.length);
    await keepPage(phone.connection, device.device_id, { ...page, more: false, reset: false, rows: { doors: before.doors.slice(2, 4) } }, { fromStart: false });
    expect((await rowsOf(phone.connection, device.device_id)).doors).toHaveLength(4);
    expect((await rowsOf(phone.connection, device.device_id)).stairwells).toEqual([]);
    expect(await phone.facts()).toHaveLength(1);
  });
});

describe("the canary", () => {
  function storage(): Storage {
    const kept = new Map<string, string>();
    return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) } as unknown as Storage;
  }

  test("a wiped store is noticed, with how much went with it, until it is told", async () => {
    const phone = await ready();
    const device = await phone.device();
    const outside = storage();
    perch(outside, device.device_id, { region: "jixian", name: "王芳", last_seq: 58, unsent: 3 });
    expect(losses(outside, [{ ...device, last_seq: 58 }])).toEqual([]);
    expect(losses(outside, [])).toMatchObject([{ device: device.device_id, last_seq: 58, unsent: 3 }]);
    forgetLoss(outside, device.device_id);
    expect(losses(outside, [])).toEqual([]);
  });

  test("a store set back to an older copy is noticed too, before it gives out a number twice", async () => {
    const device = await (await ready()).device();
    const outside = storage();
    perch(outside, device.device_id, { region: "jixian", name: "王芳", last_seq: 58, unsent: 0 });
    expect(losses(outside, [{ ...device, last_seq: 40 }])).toHaveLength(1);
  });
});

test("without Web Locks one tab at a time holds the lease, and one that died loses it", async () => {
  const { connection } = new Phone();
  let now = EVENING;
  const tab = (holder: string) => ({ holder, now: () => now, locks: undefined });
  const inside = await alone(connection, tab("a"), () => alone(connection, tab("b"), async () => "both"));
  expect(inside).toBeNull();
  void alone(connection, tab("dead"), () => new Promise(() => undefined));
  expect(await alone(connection, tab("b"), async () => "in")).toBeNull();
  now += 10 * 60_000;
  expect(await alone(connection, tab("b"), async () => "in")).toBe("in");
});

test("a full phone and a dead store are told apart, because the person can mend only one of them", async () => {
  const { connection } = new Phone();
  const failing = (name: string) =>
    connection.transact(["meta"], "readwrite", async (tx) => {
      await tx.objectStore("meta").put("half", "written");
      throw new DOMException("", name);
    });
  await expect(failing("QuotaExceededError")).rejects.toMatchObject({ trouble: "full" });
  await expect(failing("UnknownError")).rejects.toMatchObject({ trouble: "dead" });
  const kept = await connection.transact(["meta"], "readonly", (tx) => tx.objectStore("meta").get("written"));
  expect(kept).toBeUndefined();
});
