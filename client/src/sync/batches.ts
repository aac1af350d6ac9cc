/** Batches: facts on their way, each as the very characters that were hashed. */
import type { KeptFact } from "../store/outbox";

/** Well under the server's 4 MB, because a character may weigh three bytes. */
const BATCH_CHARACTERS = 1_000_000;

/** The first facts that fit: at least one, at most `most`. */
export function nextBatch(queue: readonly KeptFact[], most: number): KeptFact[] {
  const batch: KeptFact[] = [];
  let characters = 0;
  for (const fact of queue.slice(0, most)) {
    characters += fact.text.length + (fact.private?.length ?? 0);
    if (batch.length && characters > BATCH_CHARACTERS) break;
    batch.push(fact);
  }
  return batch;
}

export function pushBody(head: Record<string, unknown>, batch: readonly KeptFact[]): string {
  return `${JSON.stringify(head).slice(0, -1)},"facts":[${batch.map(item).join(",")}]}`;
}

function item(fact: KeptFact): string {
  const secret = fact.private === null ? "" : `,"salt":"${fact.salt}","private":${fact.private}`;
  return `{"id":"${fact.fact_id}","hash":"${fact.hash}","fact":${fact.text}${secret}}`;
}
