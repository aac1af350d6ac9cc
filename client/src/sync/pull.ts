/** Pull: fetches the rows of the person's area, page by page, and settles what a restored server may have lost. */
import { OFFER_FACTS, type OfferAnswer, type PullAnswer } from "../contracts/wire";
import type { Id } from "../contracts/words";
import { changeDevice, type Device } from "../store/devices";
import { factsOfRegion, forgetClosed, takeOffer, type KeptFact } from "../store/outbox";
import { keepPage, rowsOf } from "../store/rows";
import { ask, type Journey, type Outcome } from "./journey";
import { measured } from "./skew";

const PAGE = 500;

/** Brings the device's rows up to date. Ends with `epoch`, the server's incarnation, when every page has come. */
export async function pull(journey: Journey, device: Device): Promise<Outcome | { kind: "pulled"; epoch: Id }> {
  let cursor = device.cursor;
  let epoch = device.epoch;
  for (;;) {
    const query = `limit=${PAGE}${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
    const path = `/r/${device.region.code}/sync/pull?${query}`;
    const heard = await ask<PullAnswer>(journey, path, { token: device.token });
    if (heard.kind === "too_large") return { kind: "nothing" };
    if (heard.kind !== "ok") return heard;
    const { answer } = heard;
    if (answer.epoch !== epoch) {
      // Another incarnation of the database: its rows are another whole.
      await changeDevice(journey.connection, device.device_id, { epoch: answer.epoch, cursor: null, resetting: false });
      epoch = answer.epoch;
      if (cursor !== null && !answer.reset) {
        cursor = null;
        continue;
      }
    }
    await keepPage(journey.connection, device.device_id, answer, { fromStart: cursor === null });
    const skew_ms = measured(device.skew_ms, { ...heard, now: answer.now });
    await changeDevice(journey.connection, device.device_id, { skew_ms, heard_at: journey.now() });
    cursor = answer.cursor;
    if (!answer.more) break;
  }
  await letGo(journey, device);
  journey.changed();
  return { kind: "pulled", epoch };
}

/** Offers every confirmed fact that another incarnation confirmed. True when the server wants some of them again. */
export async function offer(journey: Journey, device: Device, epoch: Id): Promise<Outcome | { kind: "wanted" }> {
  const facts = await factsOfRegion(journey.connection, device.region.code);
  const doubtful = facts.filter((fact) => (fact.status === "safe" || fact.status === "held") && fact.epoch !== epoch);
  let wanted = 0;
  for (let start = 0; start < doubtful.length; start += OFFER_FACTS) {
    const some = doubtful.slice(start, start + OFFER_FACTS);
    const heard = await ask<OfferAnswer>(journey, `/r/${device.region.code}/sync/offer`, {
      token: device.token,
      body: offerBody(some),
    });
    if (heard.kind === "too_large") return { kind: "nothing" };
    if (heard.kind !== "ok") return heard;
    if (heard.answer.epoch !== epoch) return { kind: "nothing" };
    await takeOffer(journey.connection, epoch, some, heard.answer.want);
    wanted += heard.answer.want.length;
  }
  return wanted ? { kind: "wanted" } : { kind: "done" };
}

function offerBody(facts: readonly KeptFact[]): string {
  return JSON.stringify({ protocol: 1, facts: facts.map((fact) => ({ id: fact.fact_id, hash: fact.hash })) });
}

async function letGo(journey: Journey, device: Device): Promise<void> {
  const { rounds } = await rowsOf(journey.connection, device.device_id);
  const closed = new Set(rounds.filter((round) => round.state === "closed").map((round) => round.id));
  if (closed.size) await forgetClosed(journey.connection, device.region.code, closed);
}
