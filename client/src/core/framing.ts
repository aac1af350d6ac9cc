/** Framing at the door: a stairwell or houses that nobody has listed, made from their shape; the twin of core/territory/framing. */
import type { Draft } from "../contracts/facts";
import type { StairwellRow } from "../contracts/rows";
import type { Id } from "../contracts/words";
import { digestText } from "./digest";
import { hex, unhex } from "./ids";

export const SIDES = ["all", "odd", "even"] as const;
export type Side = (typeof SIDES)[number];
/** Doors that one person frames at one time; more is a slip of the finger. */
export const MOST_DOORS = 240;
const LARGEST = 2 ** 31 - 1;

export interface FramedDoor {
  label: string;
  floor: number | null;
}

export interface Flats {
  lowest: number;
  highest: number;
  /** Doors on one floor. */
  landing: number;
  /** Written 0101 instead of 101. */
  padded: boolean;
}

export function flats({ lowest, highest, landing, padded }: Flats): FramedDoor[] {
  const doors: FramedDoor[] = [];
  for (let floor = lowest; floor <= highest; floor++) {
    for (let flat = 1; flat <= landing; flat++) {
      doors.push({ label: `${padded ? two(floor) : floor}${two(flat)}`, floor });
    }
  }
  return doors;
}

export function houses(first: number, last: number, side: Side): FramedDoor[] {
  const doors: FramedDoor[] = [];
  for (let number = first; number <= last; number++) {
    if (side === "all" || (number % 2 === 1) === (side === "odd")) doors.push({ label: `${number}号`, floor: null });
  }
  return doors;
}

/** The id of a place below a known one. Two phones without network that frame the same stairwell say the same ids. */
export function framedId(kind: "stairwell" | "lane" | "dwelling", parent: Id, label: string): Id {
  const digest = unhex(digestText(`${kind} ${parent} ${label.replace(/^0+(?=.)/, "")}`).slice(0, 20));
  digest[0] = ((digest[0] ?? 0) & 0x0f) | 0x70;
  digest[2] = ((digest[2] ?? 0) & 0x3f) | 0x80;
  return parent.slice(0, 12) + hex(digest);
}

/** 12号之3 is 1203: by the number, then the sub-number; a label without any number comes last. */
export function sortOf(label: string): number {
  const [first, sub] = (label.match(/\d+/g) ?? []).map(Number);
  if (first === undefined) return LARGEST;
  return Math.min(first * 100 + Math.min(sub ?? 0, 99), LARGEST - 1);
}

/** Which of these doors a stairwell or lane does not have yet; 0101 and 101 are one door. */
export function missing(doors: readonly FramedDoor[], known: ReadonlySet<string>): FramedDoor[] {
  const plain = new Set([...known].map(bare));
  return doors.filter((door) => !plain.has(bare(door.label)));
}

const bare = (label: string) => label.replace(/号$/, "").replace(/^0+(?=.)/, "");

/** A stairwell beside a known one, or a lane in its compound; in the grid of the one beside which it was found. */
export function framedStairwell(beside: StairwellRow, kind: "stairwell" | "lane", label: string): Draft & { subject: { id: Id } } {
  const compound = beside.compound_id ?? "";
  const building = kind === "stairwell" ? (beside.building_id ?? null) : null;
  const id = framedId(kind, building ?? compound, label);
  return {
    kind: "StairwellListed",
    subject: { kind: "stairwell", id },
    body: { compound_id: compound, building_id: building, kind, label, sort: sortOf(label), grid_id: beside.grid_id ?? null },
  };
}

export function framedDoor(stairwell: Id, door: FramedDoor): Draft {
  return {
    kind: "DwellingListed",
    subject: { kind: "dwelling", id: framedId("dwelling", stairwell, door.label) },
    body: { stairwell_id: stairwell, label: door.label, floor: door.floor, sort: sortOf(door.label), use: "home", source: "framed" },
  };
}

const two = (number: number) => String(number).padStart(2, "0");
