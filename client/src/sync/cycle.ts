/** The cycle: for everybody enrolled on this phone, push first, then pull, then settle a change of epoch. */
import type { Device } from "../store/devices";
import { changeDevice, devices } from "../store/devices";
import type { Journey, Outcome } from "./journey";
import { offer, pull } from "./pull";
import { push, reopenMissing } from "./push";

export async function cycle(journey: Journey): Promise<Outcome> {
  let worst: Outcome = { kind: "done" };
  const all = await devices(journey.connection);
  const heard = new Set<string>();
  for (const device of all.filter(speaks)) {
    // Facts of a refused installation travel with the first one of its region that still gets through.
    const orphans = heard.has(device.region.code)
      ? []
      : all.filter((other) => !speaks(other) && other.region.code === device.region.code);
    const outcome = await visit(journey, device, orphans);
    if (outcome.kind === "refused" && outcome.status === 401) {
      await refuse(journey, device, outcome.error);
    } else if (outcome.kind === "done") {
      heard.add(device.region.code);
    } else {
      worst = outcome;
    }
  }
  return worst;
}

function speaks(device: Device): boolean {
  return device.refused === null || device.refused === "store_lost";
}

async function visit(journey: Journey, device: Device, orphans: readonly Device[]): Promise<Outcome> {
  // The second time round brings what the first one found missing; a third would be a server that never keeps it.
  for (let time = 0; ; time++) {
    const pushed = await push(journey, device, orphans);
    if (pushed.kind !== "done") return pushed;
    const now = await again(journey, device);
    const pulled = await pull(journey, now);
    if (pulled.kind !== "pulled") return pulled;
    const offered = await offer(journey, now, pulled.epoch);
    if (offered.kind !== "done" && offered.kind !== "wanted") return offered;
    const missing = await reopenMissing(journey, device, now.counted);
    if (time || (offered.kind === "done" && !missing)) return { kind: "done" };
  }
}

/** The device as it is now: pushing has moved its skew and its counts. */
async function again(journey: Journey, device: Device): Promise<Device> {
  const all = await devices(journey.connection);
  return all.find((one) => one.device_id === device.device_id) ?? device;
}

async function refuse(journey: Journey, device: Device, error: string): Promise<void> {
  const refused = error === "device_revoked" ? "device_revoked" : "device_unknown";
  await changeDevice(journey.connection, device.device_id, { refused });
  journey.changed();
}
