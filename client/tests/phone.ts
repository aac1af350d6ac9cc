/** A phone without a screen: a store, a clock, a network that can fail, and a server made from the reference. */
import "fake-indexeddb/auto";
import { gunzipSync } from "node:zlib";
import { MockServer, type Reply, type Request } from "../mock/server.ts";
import { ROUND } from "../src/practice/town";
import type { Draft, VisitRecorded } from "../src/contracts/facts";
import { hex, uuid7 } from "../src/core/ids";
import { connect, type Connection } from "../src/store/database";
import { devices, type Device } from "../src/store/devices";
import { factsOfRegion, writeAct, type KeptFact } from "../src/store/outbox";
import { cycle } from "../src/sync/cycle";
import { enrol } from "../src/sync/enrolment";
import type { Journey, Outcome } from "../src/sync/journey";
import { chance } from "./chance";
import { EVENING } from "./saying";

let phones = 0;

export class Phone {
  now = EVENING;
  readonly connection: Connection = connect(`phone-${++phones}`);
  /** Replaces what the network does with a request; null lets it through. */
  network: (request: Request) => Promise<Reply | null> | Reply | null = () => null;
  private readonly random = chance(phones);

  readonly server: MockServer;

  constructor(pageOf = 500) {
    this.server = new MockServer(() => this.now, pageOf);
  }

  readonly journey: Journey = {
    connection: this.connection,
    now: () => this.now,
    offsetMinutes: () => 480,
    changed: () => undefined,
    fetch: async (url, init) => {
      // A journey takes time, and an odd number of milliseconds.
      this.now += 11;
      const headers = init.headers as Record<string, string>;
      const raw = init.body === undefined ? "" : init.body;
      const body = typeof raw === "string" ? raw : gunzipSync(Buffer.from(raw as ArrayBuffer)).toString();
      const token = headers["Authorization"]?.replace("Bearer ", "") ?? null;
      const request = { method: init.method ?? "GET", url, token, body };
      const reply = (await this.network(request)) ?? this.server.answer(request);
      return new Response(reply.body, { status: reply.status, headers: reply.headers });
    },
  };

  newId = () => uuid7(this.now, this.bytes(10));
  private bytes = (length: number) => Uint8Array.from({ length }, () => this.random.upTo(256));

  async enrol(token = "wangfang-1") {
    return enrol(this.journey, { region: "jixian", token }, "Redmi 9", this.newId());
  }

  sync(): Promise<Outcome> {
    return cycle(this.journey);
  }

  async device(index = 0): Promise<Device> {
    const all = await devices(this.connection);
    return all.sort((a, b) => a.enrolled_at - b.enrolled_at || (a.device_id < b.device_id ? -1 : 1))[index]!;
  }

  async say(drafts: readonly Draft[], device_id?: string): Promise<KeptFact[]> {
    const id = device_id ?? (await this.device()).device_id;
    const moment = { now: this.now, offsetMinutes: 480, newId: this.newId, newSalt: () => hex(this.bytes(16)) };
    return writeAct(this.connection, id, drafts, moment);
  }

  /** Knocks at the first doors of the town, one act each. */
  async knock(count: number, body: VisitRecorded = { outcome: "no_answer" }): Promise<KeptFact[]> {
    const said: KeptFact[] = [];
    for (let index = 0; index < count; index++) {
      const door = this.server.rows.doors[index % this.server.rows.doors.length]!;
      this.now += 1000;
      said.push(...(await this.say([{ kind: "VisitRecorded", subject: { kind: "dwelling", id: door.id }, round_id: ROUND, body }])));
    }
    return said;
  }

  facts(): Promise<KeptFact[]> {
    return factsOfRegion(this.connection, "jixian");
  }

  async statuses(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const fact of await this.facts()) counts[fact.status] = (counts[fact.status] ?? 0) + 1;
    return counts;
  }
}

/** Somebody enrolled, first rows pulled. */
export async function ready(pageOf = 500): Promise<Phone> {
  const phone = new Phone(pageOf);
  await phone.enrol();
  await phone.sync();
  return phone;
}
