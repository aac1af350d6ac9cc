/** When the phone syncs. */
import { expect, test } from "vitest";
import type { Outcome } from "../src/sync/journey";
import { keepPace } from "../src/sync/pace";

/** A clock that only moves when it is told to. */
function clockwork(outcomes: Outcome[], random = 0.5) {
  let now = 0;
  let timer: { at: number; run: () => void } | null = null;
  const runs: number[] = [];
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const pace = keepPace(
    async () => {
      runs.push(now);
      return outcomes.shift() ?? { kind: "done" };
    },
    { now: () => now, random: () => random, setTimer: (run, ms) => (timer = { at: now + ms, run }), clearTimer: () => (timer = null) },
  );
  async function pass(ms: number): Promise<void> {
    const until = now + ms;
    await settle();
    while (timer && timer.at <= until) {
      const due: { at: number; run: () => void } = timer;
      now = due.at;
      timer = null;
      due.run();
      await settle();
    }
    now = until;
  }
  return { pace, runs, pass, settle };
}

test("it syncs at once when nudged and then every minute", async () => {
  const { pace, runs, pass } = clockwork([]);
  pace.nudge();
  await pass(130_000);
  expect(runs).toEqual([0, 60_000, 120_000]);
});

test("failures are tried again soon, then ever more rarely, never more rarely than every minute", async () => {
  const { pace, runs, pass } = clockwork(Array.from({ length: 9 }, () => ({ kind: "nothing" as const })));
  pace.nudge();
  await pass(400_000);
  const gaps = runs.slice(1).map((at, index) => at - runs[index]!);
  expect(gaps.slice(0, 5)).toEqual([4000, 8000, 16_000, 32_000, 60_000]);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(60_000);
});

test("a save during a run is followed by another run; two never overlap", async () => {
  const { pace, runs, pass } = clockwork([]);
  pace.nudge();
  pace.nudge();
  pace.nudge();
  await pass(1000);
  expect(runs).toEqual([0, 0]);
});

test("a server that asks for a pause gets it, whatever is saved meanwhile, unless the person insists", async () => {
  const { pace, runs, pass, settle } = clockwork([{ kind: "busy", wait: 30_000 }]);
  pace.nudge();
  await pass(10_000);
  pace.nudge();
  await pass(19_000);
  expect(runs).toEqual([0]);
  await pass(20_000);
  expect(runs).toHaveLength(2);
  pace.insist();
  await settle();
  expect(runs).toHaveLength(3);
});

test("phones stopped together do not come back together", async () => {
  const when = async (random: number) => {
    const { pace, runs, pass } = clockwork([{ kind: "busy", wait: 30_000 }], random);
    pace.nudge();
    await pass(70_000);
    return runs[1]!;
  };
  expect(await when(0.9)).toBeGreaterThan(await when(0.1));
  expect(await when(0)).toBeGreaterThanOrEqual(30_000);
});
