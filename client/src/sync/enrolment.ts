/** Enrolment: a one-time link makes this phone the installation of one person. */
import type { EnrolAnswer } from "../contracts/wire";
import type { Id, Words } from "../contracts/words";
import { enrolled, idForLink, keepDevice, type Device } from "../store/devices";
import { ask, type Journey } from "./journey";

export interface Link {
  region: string;
  token: string;
}

export type Enrolled =
  | { kind: "enrolled"; device: Device }
  | { kind: "refused"; error: string; message: Words | null }
  | { kind: "nothing" };

const LINK = /#\/enrol\/([A-Za-z0-9_-]+)\/([A-Za-z0-9_~.-]+)/;

/** The link inside whatever was pasted or scanned: with words around it, or the part behind # alone. */
export function readLink(pasted: string): Link | null {
  const [, region, token] = LINK.exec(pasted.replace(/\s+/g, " ")) ?? [];
  return region && token ? { region, token } : null;
}

export async function enrol(journey: Journey, link: Link, name: string, fresh: Id): Promise<Enrolled> {
  const device_id = await idForLink(journey.connection, `${link.region} ${link.token}`, fresh);
  const heard = await ask<EnrolAnswer>(journey, `/r/${link.region}/sync/enrol`, {
    body: JSON.stringify({ token: link.token, device_id, name }),
  });
  if (heard.kind === "refused") return heard;
  if (heard.kind !== "ok") return { kind: "nothing" };
  const device = enrolled(heard.answer, (heard.sent + heard.received) / 2);
  await keepDevice(journey.connection, device);
  return { kind: "enrolled", device };
}
