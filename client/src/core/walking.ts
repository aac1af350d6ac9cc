/** Walking order: the sequence in which one pair of legs meets the doors of a stairwell or lane. */
import type { DoorRow, StairwellRow } from "../contracts/rows";

export interface Walk {
  /** Start under the roof and come down. Stairwells only. */
  topDown: boolean;
  /** The odd side out, the even side back. Lanes only. */
  oddFirst: boolean;
}

export const DEFAULT_WALK: Walk = { topDown: true, oddFirst: false };

export function walkingOrder(doors: readonly DoorRow[], kind: StairwellRow["kind"], walk: Walk): DoorRow[] {
  const inPlace = [...doors].sort((a, b) => a.sort - b.sort || byLabel(a.label, b.label));
  return kind === "lane" ? (walk.oddFirst ? outAndBack(inPlace) : inPlace) : byFloor(inPlace, walk.topDown);
}

/** Floors in walking order, each with its doors from left to right as the list has them. */
export function floors(ordered: readonly DoorRow[]): { floor: number | null; doors: DoorRow[] }[] {
  const found: { floor: number | null; doors: DoorRow[] }[] = [];
  for (const door of ordered) {
    const last = found[found.length - 1];
    if (last && last.floor === door.floor) last.doors.push(door);
    else found.push({ floor: door.floor, doors: [door] });
  }
  return found;
}

function byFloor(doors: readonly DoorRow[], topDown: boolean): DoorRow[] {
  const direction = topDown ? -1 : 1;
  return [...doors].sort((a, b) => ((a.floor ?? 0) - (b.floor ?? 0)) * direction);
}

function outAndBack(doors: readonly DoorRow[]): DoorRow[] {
  const odd = doors.filter((door) => houseNumber(door.label) % 2 === 1);
  const even = doors.filter((door) => houseNumber(door.label) % 2 !== 1);
  return [...odd, ...even.reverse()];
}

/** The first number in a label: 12 of "12号附1". Zero without one. */
export function houseNumber(label: string): number {
  return Number.parseInt(/\d+/.exec(label)?.[0] ?? "0", 10);
}

function byLabel(a: string, b: string): number {
  const difference = houseNumber(a) - houseNumber(b);
  if (difference || a === b) return difference;
  return a < b ? -1 : 1;
}
