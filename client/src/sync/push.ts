/** Push: brings the outbox to the server, one batch after the other, and believes nothing but matching receipts. */
import { BATCH_FACTS, type DeviceCount, type PushAnswer } from "../contracts/wire";
import { writeInstant } from "../core/instants";
import { changeDevice, type Device } from "../store/devices";
import { countUnsent, factsWith, markTooLarge, oldestUnsent, sendAgain, takeReceipts, type KeptFact } from "../store/outbox";
import { nextBatch, pushBody } from "./batches";
import type { Heard } from "./hearing";
import { measured } from "./skew";
import { ask, type Journey, type Outcome } from "./journey";

/** An installation that has nothing to send still says so now and then, so that its count stays true at the desk. */
const SAY_SO_AFTER = 10 * 60_000;

/** Sends `device`'s own facts and those of `orphans`, whose own tokens no longer open the door. */
export async function push(journey: Journey, device: Device, orphans: readonly Device[]): Promise<Outcome> {
  const queue = await outbox(journey, [device, ...orphans]);
  if (!queue.length && !silentTooLong(device, journey.now())) return { kind: "done" };
  let most = BATCH_FACTS;
  let rest = queue;
  do {
    const batch = nextBatch(rest, most);
    const heard = await send(journey, device, batch);
    if (heard.kind === "too_large" || (heard.kind === "refused" && heard.status === 400)) {
      // Somewhere in it is a fact that no batch can carry: down to that one, so that its neighbours get through.
      if (batch.length > 1) {
        most = Math.ceil(batch.length / 2);
        continue;
      }
      if (batch[0]) await markTooLarge(journey.connection, batch[0]);
    } else if (heard.kind === "ok") {
      await take(journey, device, heard);
    } else {
      return heard;
    }
    rest = rest.slice(batch.length);
  } while (rest.length);
  return { kind: "done" };
}

async function outbox(journey: Journey, from: readonly Device[]): Promise<KeptFact[]> {
  const each = await Promise.all(from.map((one) => factsWith(journey.connection, one.device_id, "unsent")));
  return ([] as KeptFact[]).concat(...each);
}

function silentTooLong(device: Device, now: number): boolean {
  return device.counted?.wrote !== device.last_seq || device.heard_at === null || now - device.heard_at > SAY_SO_AFTER;
}

async function send(journey: Journey, device: Device, batch: readonly KeptFact[]): Promise<Heard<PushAnswer>> {
  const now = journey.now();
  const oldest = await oldestUnsent(journey.connection, device.device_id, batch);
  const head = {
    protocol: 1,
    device_id: device.device_id,
    epoch: device.epoch,
    // A fact written while the batch was made up is in neither number, or in both.
    wrote: Math.max(device.last_seq, ...batch.filter((f) => f.device_id === device.device_id).map((f) => f.device_seq)),
    unsent: await countUnsent(journey.connection, device.device_id),
    now: writeInstant(now, journey.offsetMinutes(now)),
    app: __VERSION__,
    unsent_since: oldest === null ? null : writeInstant(oldest, journey.offsetMinutes(oldest)),
  };
  return ask<PushAnswer>(journey, `/r/${device.region.code}/sync/push`, {
    token: device.token,
    body: pushBody(head, batch),
  });
}

async function take(journey: Journey, device: Device, heard: Heard<PushAnswer> & { kind: "ok" }): Promise<void> {
  const { answer } = heard;
  await takeReceipts(journey.connection, answer.epoch, answer.receipts);
  await changeDevice(journey.connection, device.device_id, {
    counted: answer.device,
    heard_at: journey.now(),
    skew_ms: measured(device.skew_ms, { ...heard, now: answer.now }),
  });
  journey.changed();
}

/** Facts held as safe whose numbers the server misses: a confirmation that did not last. Sends them again next time. */
export async function reopenMissing(journey: Journey, device: Device, counted: DeviceCount | null): Promise<boolean> {
  if (!counted?.missing.length) return false;
  // A held one may be held just because its number could not be read.
  const safe = await factsWith(journey.connection, device.device_id, "safe");
  const missed = safe.filter((fact) =>
    counted.missing.some(([first, last]) => first <= fact.device_seq && fact.device_seq <= last),
  );
  if (missed.length) await sendAgain(journey.connection, missed);
  return missed.length > 0;
}
