/** Sync against a server that follows the reference, and a world that does not. */
import { describe, expect, test } from "vitest";
import { id, ROUND } from "../src/practice/town";
import type { Reply } from "../mock/server.ts";
import { devices } from "../src/store/devices";
import { rowsOf } from "../src/store/rows";
import { readLink } from "../src/sync/enrolment";
import { measured, worthWarning } from "../src/sync/skew";
import { Phone, ready } from "./phone";

const portal: Reply = { status: 200, headers: { "Content-Type": "text/html" }, body: "<html>请登录 WiFi</html>" };
const pushes = (url: string) => url.includes("/push");

describe("enrolment", () => {
  test("a link is found in whatever was pasted", () => {
    const link = { region: "jixian", token: "a-B_c.d~9" };
    expect(readLink("王芳你好：https://bulou.example/phone/#/enrol/jixian/a-B_c.d~9 请打开")).toEqual(link);
    expect(readLink("#/enrol/jixian/a-B_c.d~9")).toEqual(link);
    expect(readLink("https://bulou.example/phone/")).toBeNull();
  });

  test("a lost answer does not spend the link: the same phone asks again with the same id", async () => {
    const phone = new Phone();
    phone.server.misbehave = (_, done) => (done ? portal : null);
    expect((await phone.enrol()).kind).toBe("nothing");
    phone.server.misbehave = () => null;
    expect((await phone.enrol()).kind).toBe("enrolled");
  });

  test("another phone with the same link is told that it was used", async () => {
    const first = await ready();
    const second = new Phone();
    second.network = (request) => first.server.answer(request);
    expect(await second.enrol()).toMatchObject({ kind: "refused", error: "link_used" });
  });
});

describe("push", () => {
  test("everything said offline arrives once, in batches, as the very bytes that were hashed", async () => {
    const phone = await ready();
    await phone.knock(120, { outcome: "occupied_no_answer", signs: ["light"] });
    phone.server.batches.length = 0;
    expect(await phone.sync()).toEqual({ kind: "done" });
    expect(phone.server.batches).toEqual([50, 50, 20]);
    expect(phone.server.facts.size).toBe(120);
    expect(await phone.statuses()).toEqual({ safe: 120 });
    expect((await phone.device()).counted).toMatchObject({ wrote: 120, received: 120, held: 0, missing: [] });
  });

  test("names travel beside the fact, and the server can prove them against it", async () => {
    const phone = await ready();
    await phone.say([
      {
        kind: "PersonFound", subject: { kind: "person", id: id(77) }, round_id: ROUND,
        body: { dwelling_id: id(10000), triggers: ["returnee"] }, private: { name: "张三", phone: "139", remark: '他说："刚到"\\' },
      },
    ]);
    await phone.sync();
    expect([...phone.server.facts.values()][0]?.private).toContain("张三");
    expect(await phone.statuses()).toEqual({ safe: 1 });
  });

  test("a captive portal's 200 is no receipt", async () => {
    const phone = await ready();
    await phone.knock(3);
    phone.network = () => portal;
    expect(await phone.sync()).toEqual({ kind: "nothing" });
    expect(await phone.statuses()).toEqual({ unsent: 3 });
  });

  test("a reply lost after the server stored everything leaves one copy and a safe phone", async () => {
    const phone = await ready();
    await phone.knock(3);
    phone.server.misbehave = (request, done) => (done && pushes(request.url) ? portal : null);
    await phone.sync();
    expect(await phone.statuses()).toEqual({ unsent: 3 });
    phone.server.misbehave = () => null;
    await phone.sync();
    expect(phone.server.facts.size).toBe(3);
    expect(await phone.statuses()).toEqual({ safe: 3 });
  });

  test("a phone says since when something lies unsent, without what is on its way, and which version it is", async () => {
    const phone = await ready();
    const heads: { app: string; unsent: number; unsent_since: string | null }[] = [];
    phone.network = ({ url, body }) => {
      if (pushes(url)) heads.push(JSON.parse(body));
      return null;
    };
    const [first] = await phone.knock(51);
    phone.server.judge = (fact) => (fact.fact_id === first?.fact_id ? { status: "try_later" } : null);
    await phone.sync();
    await phone.knock(60);
    phone.server.judge = () => null;
    await phone.sync();
    expect(heads.map((head) => head.unsent_since !== null)).toEqual([true, true, true, false]);
    expect(Date.parse(heads[1]!.unsent_since!)).toBe(first!.written_at);
    expect(heads.every((head) => head.app === __VERSION__)).toBe(true);
  });

  test("a receipt for another hash is not believed", async () => {
    const phone = await ready();
    await phone.knock(1);
    phone.server.judge = () => ({ hash: "0".repeat(64) });
    await phone.sync();
    expect(await phone.statuses()).toEqual({ unsent: 1 });
  });

  test("a fact to be sent again later never blocks its neighbours", async () => {
    const phone = await ready();
    const [first] = await phone.knock(4);
    phone.server.judge = (fact) => (fact.fact_id === first?.fact_id ? { status: "try_later" } : null);
    await phone.sync();
    expect(await phone.statuses()).toEqual({ unsent: 1, safe: 3 });
    phone.server.judge = () => null;
    await phone.sync();
    expect(await phone.statuses()).toEqual({ safe: 4 });
  });

  test("held facts are safe and counted apart, too large ones are kept and skipped", async () => {
    const phone = await ready();
    const [held, large] = await phone.knock(3);
    phone.server.judge = (fact) => {
      if (fact.fact_id === held?.fact_id) return { status: "stored_held", reason: "no_right" };
      return fact.fact_id === large?.fact_id ? { status: "too_large" } : null;
    };
    await phone.sync();
    expect(await phone.statuses()).toEqual({ held: 1, too_large: 1, safe: 1 });
    phone.server.batches.length = 0;
    await phone.knock(1);
    await phone.sync();
    expect(phone.server.batches).toEqual([1]);
  });

  test.each([413, 400])("a batch answered %i is halved down to the fact that no batch can carry", async (status) => {
    const phone = await ready();
    const said = await phone.knock(20);
    const bad = said[6]!.fact_id;
    phone.network = (request) => {
      if (!pushes(request.url) || !request.body.includes(`"id":"${bad}"`)) return null;
      return status === 413 ? { ...portal, status } : phone.server.say({ error: "unreadable" }, status);
    };
    expect(await phone.sync()).toEqual({ kind: "done" });
    expect(await phone.statuses()).toEqual({ safe: 19, too_large: 1 });
  });

  test("a busy server is left alone for as long as it asks", async () => {
    const phone = await ready();
    await phone.knock(1);
    phone.network = () => ({ status: 503, headers: { "Retry-After": "30" }, body: "" });
    expect(await phone.sync()).toEqual({ kind: "busy", wait: 30_000 });
    expect(await phone.statuses()).toEqual({ unsent: 1 });
  });

  test("numbers that the server misses though it had confirmed them go out again", async () => {
    const phone = await ready();
    await phone.knock(3);
    await phone.sync();
    phone.server.facts.delete((await phone.facts()).find((fact) => fact.device_seq === 2)!.fact_id);
    await phone.knock(1);
    await phone.sync();
    expect(phone.server.facts.size).toBe(4);
    expect(await phone.statuses()).toEqual({ safe: 4 });
  });
});

describe("a phone that the server refuses", () => {
  test("stops, keeps everything, and sends it under the next enrolment", async () => {
    const phone = await ready();
    await phone.knock(2);
    phone.server.installations.length = 0;
    await phone.sync();
    expect((await phone.device()).refused).toBe("device_unknown");
    expect(await phone.statuses()).toEqual({ unsent: 2 });
    phone.server.links.set("wangfang-2", phone.server.links.get("lijianguo-1")!);
    phone.now += 1000;
    await phone.enrol("wangfang-2");
    await phone.sync();
    expect(await phone.statuses()).toEqual({ safe: 2 });
    expect(phone.server.facts.size).toBe(2);
  });

  test("does not stop its colleague on the same phone", async () => {
    const phone = await ready();
    phone.now += 1000;
    await phone.enrol("lijianguo-1");
    const colleague = await phone.device(1);
    await phone.say([{ kind: "VisitRecorded", subject: { kind: "dwelling", id: id(10000) }, round_id: ROUND, body: { outcome: "away" } }], colleague.device_id);
    phone.server.installations.shift();
    await phone.sync();
    expect((await devices(phone.connection)).map((device) => device.refused).sort()).toEqual(["device_unknown", null]);
    expect(await phone.statuses()).toEqual({ safe: 1 });
  });
});

describe("pull", () => {
  test("rows come page by page and are whole at the end", async () => {
    const phone = await ready(7);
    const rows = await rowsOf(phone.connection, (await phone.device()).device_id);
    expect(rows.doors).toHaveLength(phone.server.rows.doors.length);
    expect(rows.rounds).toHaveLength(1);
  });

  test("a pull cut off between pages goes on where it was", async () => {
    const phone = new Phone(7);
    await phone.enrol();
    let pages = 0;
    phone.network = (request) => (request.url.includes("/pull") && ++pages === 3 ? portal : null);
    await phone.sync();
    expect((await rowsOf(phone.connection, (await phone.device()).device_id)).doors).toHaveLength(14);
    await phone.sync();
    expect((await rowsOf(phone.connection, (await phone.device()).device_id)).doors).toHaveLength(phone.server.rows.doors.length);
  });

  test("facts of a closed round are let go once they are safe, and not before", async () => {
    const phone = await ready();
    await phone.knock(2);
    await phone.sync();
    const [unsent] = await phone.knock(1);
    phone.server.judge = (fact) => (fact.fact_id === unsent?.fact_id ? { status: "try_later" } : null);
    phone.server.rows.rounds = phone.server.rows.rounds.map((round) => ({ ...round, state: "closed" }));
    await phone.sync();
    expect(await phone.statuses()).toEqual({ unsent: 1 });
  });
});

describe("a server restored from an old backup", () => {
  test("is offered everything that it had confirmed, and gets back what it lost", async () => {
    const phone = await ready();
    await phone.knock(5);
    await phone.sync();
    const lost = [...phone.server.facts.keys()].slice(2);
    for (const fact of lost) phone.server.facts.delete(fact);
    phone.server.epoch = id(51);
    await phone.knock(1);
    await phone.sync();
    expect(phone.server.facts.size).toBe(6);
    expect(await phone.statuses()).toEqual({ safe: 6 });
    expect((await phone.facts()).every((fact) => fact.epoch === id(51))).toBe(true);
  });

  test("is offered again what could not be offered the first time", async () => {
    const phone = await ready();
    await phone.knock(2);
    await phone.sync();
    phone.server.facts.clear();
    phone.server.epoch = id(51);
    phone.network = (request) => (request.url.includes("/offer") ? portal : null);
    await phone.sync();
    phone.network = () => null;
    await phone.sync();
    expect(phone.server.facts.size).toBe(2);
  });
});

describe("the clock", () => {
  test("skew is the server's time less the middle of the journey, and does not tremble", () => {
    expect(measured(null, { sent: 1000, received: 3000, now: 62_000 })).toBe(60_000);
    expect(measured(60_000, { sent: 1000, received: 3000, now: 61_500 })).toBe(60_000);
    expect(measured(60_000, { sent: 1000, received: 3000, now: 102_000 })).toBe(100_000);
    expect([worthWarning(9 * 60_000), worthWarning(-11 * 60_000), worthWarning(null)]).toEqual([false, true, false]);
  });
});
