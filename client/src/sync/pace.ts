/** Pace: when the next cycle runs. After every save, on waking, on coming online, and every minute; never two at once. */
import { MINUTE } from "../core/instants";
import type { Outcome } from "./journey";

const FIRST_RETRY_MS = 4_000;

export interface Pace {
  /** Something is worth sending or asking now. */
  nudge(): void;
  /** The person asks: do not wait out a pause that the server asked for. */
  insist(): void;
  stop(): void;
}

export interface Clockwork {
  now(): number;
  random(): number;
  setTimer(run: () => void, ms: number): unknown;
  clearTimer(timer: unknown): void;
}

export function keepPace(run: () => Promise<Outcome>, clock: Clockwork): Pace {
  let timer: unknown = null;
  let running = false;
  let again = false;
  let failures = 0;
  let notBefore = 0;
  let stopped = false;

  /** Phones that were stopped together must not come back together. */
  const jitter = (ms: number) => ms * (0.8 + clock.random() * 0.4);

  function schedule(ms: number): void {
    if (timer !== null) clock.clearTimer(timer);
    timer = stopped ? null : clock.setTimer(() => void turn(), ms);
  }

  function after(outcome: Outcome): number {
    failures = outcome.kind === "done" ? 0 : failures + 1;
    if (outcome.kind === "busy") {
      // Never earlier than asked, and spread over as long again.
      const wait = outcome.wait * (1 + clock.random());
      notBefore = clock.now() + wait;
      return wait;
    }
    if (outcome.kind === "done") return jitter(MINUTE);
    return jitter(Math.min(MINUTE, FIRST_RETRY_MS * 2 ** (failures - 1)));
  }

  async function turn(): Promise<void> {
    if (running) {
      again = true;
      return;
    }
    running = true;
    again = false;
    const outcome = await run().catch((): Outcome => ({ kind: "nothing" }));
    running = false;
    const wait = after(outcome);
    schedule(again && outcome.kind === "done" ? 0 : wait);
  }

  return {
    nudge() {
      const wait = notBefore - clock.now();
      if (wait > 0) schedule(wait);
      else void turn();
    },
    insist() {
      notBefore = 0;
      void turn();
    },
    stop() {
      stopped = true;
      schedule(0);
    },
  };
}
