/** The practice server: answers on the phone itself as docs/reference/sync.md says, and lets nothing leave it. */
import { PROTOCOL, type Receipt } from "../contracts/wire";
import { PEOPLE, REGION, id, town, type Town } from "./town";

const EPOCH = id(50);
const PERSON = { id: id(10), name: "练习 Practice", post: "grid_worker" };

interface Batch {
  device_id: string;
  wrote: number;
  facts: { id: string; hash: string }[];
}

let rows: Town | null = null;

/** Takes the place of fetch while practising. */
export async function answer(url: string, init: RequestInit): Promise<Response> {
  const [path, query = ""] = url.split("?");
  const step = path?.split("/").pop() ?? "";
  if (step === "enrol") return say(enrolled(await told(init)));
  if (step === "push") return say(received(await told(init)));
  if (step === "pull") return say(pulled(new URLSearchParams(query).has("cursor")));
  return say({ want: [] });
}

function enrolled({ device_id }: Batch) {
  return { device_id, device_token: "practice", region: REGION, person: PERSON, rescue_key: null };
}

function received(batch: Batch) {
  const receipts: Receipt[] = batch.facts.map(({ id: fact, hash }) => ({ id: fact, hash, status: "stored", reason: null }));
  return { receipts, device: { wrote: batch.wrote, received: batch.wrote, held: 0, missing: [] } };
}

/** The whole town the first time; nothing ever changes but by what is practised. */
function pulled(again: boolean) {
  rows ??= town(Date.now());
  const nothing: Town = { rounds: [], question_sets: [], stairwells: [], doors: [], visits: [] };
  return { cursor: "practice", more: false, reset: !again, person: PERSON, colleagues: PEOPLE, rescue_key: null, rows: again ? nothing : rows };
}

async function told(init: RequestInit): Promise<Batch> {
  const packed = (init.headers as Record<string, string>)["Content-Encoding"] === "gzip";
  const body = new Response(init.body).body;
  const plain = packed && body ? body.pipeThrough(new DecompressionStream("gzip")) : body;
  return (await new Response(plain).json()) as Batch;
}

function say(content: object): Response {
  const head = { protocol: PROTOCOL, epoch: EPOCH, now: Date.now() };
  return new Response(JSON.stringify({ ...head, ...content }), { headers: { "Bulou-Protocol": String(PROTOCOL) } });
}
