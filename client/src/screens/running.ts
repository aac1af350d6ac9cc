/** Running: joins store, sync and screens on this phone, and is the only place that knows clock and chance. */
import type { Draft } from "../contracts/facts";
import type { Id } from "../contracts/words";
import { storeLost } from "../core/acts";
import { digestText } from "../core/digest";
import { hex, uuid7 } from "../core/ids";
import { forgetLoss, losses, perch } from "../store/canary";
import { connect, StoreFailed } from "../store/database";
import { changeDevice, devices, type Device } from "../store/devices";
import { alone } from "../store/lease";
import { countUnsent, factsOfRegion, writeAct, type KeptFact, type Moment } from "../store/outbox";
import { askToKeep } from "../store/persistence";
import { rowsOf } from "../store/rows";
import { outside, practising, STORE } from "../practice/mode";
import { cycle } from "../sync/cycle";
import { enrol, type Enrolled, type Link } from "../sync/enrolment";
import type { Journey, Outcome } from "../sync/journey";
import { keepPace } from "../sync/pace";
import { phone, unsent } from "./phone";
import { inWeChat } from "./surroundings";

const CURRENT = "bulou.current";
const TICK_MS = 20_000;

const connection = connect(STORE, { onTrouble: (trouble) => (phone.trouble = trouble) });

export const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const newId = () => uuid7(Date.now(), random(10));
const offsetMinutes = (at: number) => -new Date(at).getTimezoneOffset();

export const journey: Journey = {
  connection,
  fetch: practising ? async (url, init) => (await import("../practice/server")).answer(url, init) : (url, init) => fetch(url, init),
  now: () => Date.now(),
  offsetMinutes,
  changed: () => void reload(),
};

const pace = keepPace(syncAlone, {
  now: () => Date.now(),
  random: () => Math.random(),
  setTimer: (run, ms) => setTimeout(run, ms),
  clearTimer: (timer) => clearTimeout(timer as number),
});

export async function start(): Promise<void> {
  await reload();
  if (phone.devices.length) void askToKeep().catch(() => undefined);
  await retireLost();
  if (practising && !phone.devices.length) await enrolPhone({ region: "practice", token: "practice" });
  window.addEventListener("online", pace.nudge);
  window.addEventListener("offline", () => (phone.line = "offline"));
  if (inWeChat) window.addEventListener("beforeunload", (leaving) => unsent.value.count && leaving.preventDefault());
  window.addEventListener("storage", (event) => {
    if (event.key?.startsWith("bulou.canary")) void reload();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    tick();
    void reload();
    pace.nudge();
  });
  setInterval(tick, TICK_MS);
  pace.nudge();
}

/** Reads everything that the screens show. A store that fails says so and leaves the screens as they were. */
export async function reload(): Promise<void> {
  await reading(async () => {
    const all = await devices(connection);
    const current = all.find((one) => one.device_id === outside.getItem(CURRENT)) ?? onlyPerson(all);
    if (current) {
      const [rows, facts] = await Promise.all([
        rowsOf(connection, current.device_id),
        factsOfRegion(connection, current.region.code),
      ]);
      Object.assign(phone, { rows, facts });
    } else {
      Object.assign(phone, { facts: await allFacts(all) });
    }
    Object.assign(phone, { devices: all, current, losses: losses(outside, all) });
  });
  tick();
  phone.ready = true;
}

/** Whose phone it is when only one person ever enrolled and never locked it: a battery pulled may take CURRENT along. */
function onlyPerson(all: readonly Device[]): Device | null {
  const newest = all.reduce<Device | null>((last, one) => (last && last.enrolled_at > one.enrolled_at ? last : one), null);
  const shared = all.some((one) => one.person.id !== newest?.person.id || one.lock);
  return shared ? null : newest;
}

async function allFacts(all: readonly Device[]) {
  const regions = [...new Set(all.map((one) => one.region.code))];
  const each = await Promise.all(regions.map((code) => factsOfRegion(connection, code)));
  return each.reduce((before, some) => [...before, ...some], []);
}

/** Writes an act for the person who uses the phone now. Null: the store failed, nothing is written, the screen says so. */
export async function say(drafts: readonly Draft[]): Promise<readonly KeptFact[] | null> {
  const device = phone.current;
  if (!device) return null;
  const written = await writing(() => writeAct(connection, device.device_id, drafts, moment()));
  if (!written) return null;
  // Shown from memory: reading everything anew would keep the person waiting at the door.
  phone.facts = [...phone.facts, ...written];
  void keepCanary(device.device_id).then(pace.nudge);
  return written;
}

export function freshId(): Id {
  return newId();
}

export function sendNow(): void {
  pace.insist();
}

export async function enrolPhone(link: Link): Promise<Enrolled> {
  const answer = await enrol(journey, link, phoneName(), newId());
  if (answer.kind === "enrolled") {
    await choose(answer.device.device_id);
    await tellLosses(answer.device);
    void askToKeep().catch(() => undefined);
    pace.insist();
  }
  return answer;
}

/** Hands the phone to one of the persons enrolled on it. */
export async function choose(device: Id): Promise<void> {
  outside.setItem(CURRENT, device);
  await reload();
}

export async function lock(digits: string): Promise<void> {
  const device = phone.current;
  if (!device) return;
  const salt = hex(random(16));
  await changeDevice(connection, device.device_id, { lock: { salt, digest: lockDigest(salt, digits) } });
  outside.removeItem(CURRENT);
  await reload();
}

/** Keeps a curious colleague out; it is no protection against somebody who takes the phone apart. */
export async function unlock(device: Device, digits: string): Promise<boolean> {
  if (device.lock && lockDigest(device.lock.salt, digits) !== device.lock.digest) return false;
  await choose(device.device_id);
  return true;
}

function lockDigest(salt: string, digits: string): string {
  let digest = salt + digits;
  for (let turn = 0; turn < 2000; turn++) digest = digestText(salt + digest);
  return digest;
}

function moment(): Moment {
  const now = Date.now();
  return { now, offsetMinutes: offsetMinutes(now), newId, newSalt: () => hex(random(16)) };
}

async function syncAlone(): Promise<Outcome> {
  if (!phone.devices.length) return { kind: "done" };
  phone.sending = true;
  const holder = { holder: tab, now: () => Date.now(), locks: navigator.locks as LockManager | undefined };
  const outcome = await alone(connection, holder, () => cycle(journey)).finally(() => (phone.sending = false));
  // Another tab is at it.
  if (!outcome) return { kind: "done" };
  phone.line = outcome.kind === "done" ? "ok" : outcome.kind === "busy" ? "busy" : "offline";
  await reload();
  for (const device of phone.devices) await keepCanary(device.device_id);
  return outcome;
}

const tab = newId();

async function keepCanary(id: Id): Promise<void> {
  await reading(async () => {
    const device = (await devices(connection)).find((one) => one.device_id === id);
    if (!device || device.refused === "store_lost") return;
    const unsent = await countUnsent(connection, id);
    perch(outside, id, { region: device.region.code, name: device.person.name, last_seq: device.last_seq, unsent });
  });
}

/** An installation set back to an older copy must not give out its numbers a second time. */
async function retireLost(): Promise<void> {
  for (const loss of phone.losses) {
    await writing(() => changeDevice(connection, loss.device, { refused: "store_lost" }));
  }
  if (phone.losses.length) await reload();
}

/** Tells the server what went with the wiped store, as soon as somebody of that region is enrolled again. */
async function tellLosses(device: Device): Promise<void> {
  const here = phone.losses.filter((loss) => loss.region === device.region.code && loss.device !== device.device_id);
  for (const loss of here) {
    if (await say([storeLost(loss)])) forgetLoss(outside, loss.device);
  }
  await reload();
}

async function writing<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    const result = await work();
    phone.trouble = null;
    return result;
  } catch (fault) {
    phone.trouble = fault instanceof StoreFailed ? fault.trouble : "dead";
    return null;
  }
}

/** Reading that fails leaves the screens as they were; the alarm goes when it works again. */
async function reading(work: () => Promise<void>): Promise<void> {
  try {
    await work();
    phone.unreadable = false;
  } catch {
    phone.unreadable = true;
  }
}

function tick(): void {
  phone.clock = Date.now();
}

/** What the desk sees beside the installation: "Redmi 9", or the browser's name for the machine. */
function phoneName(): string {
  const inside = /\(([^)]*)\)/.exec(navigator.userAgent)?.[1] ?? navigator.platform;
  const parts = inside.split(";").map((part) => part.trim().replace(/ Build\/.*/, ""));
  return (parts[2] ?? parts[0] ?? "phone").slice(0, 60);
}
