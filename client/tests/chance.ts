/** Chance with a seed, so that a failing case can be seen again. */
export interface Chance {
  next(): number;
  upTo(most: number): number;
  pick<T>(from: readonly T[]): T;
  shuffled<T>(from: readonly T[]): T[];
}

/** Mulberry32. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (most: number) => Math.floor(next() * most);
  return {
    next,
    upTo,
    pick: (from) => from[upTo(from.length)]!,
    shuffled: (from) => {
      const left = [...from];
      return from.map(() => left.splice(upTo(left.length), 1)[0]!);
    },
  };
}
