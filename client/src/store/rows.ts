/** Rows: the server's state of what is in the person's area, kept with the cursor that they came under. */
import { ROW_KINDS, rowKey, type DoorRow, type GoneDoor, type RowKind, type Rows, type VisitRow, type WireRows } from "../contracts/rows";
import type { PullAnswer } from "../contracts/wire";
import type { Id } from "../contracts/words";
import type { Connection, Transaction } from "./database";

export interface KeptRow {
  device_id: Id;
  kind: RowKind;
  key: string;
  generation: number;
  row: WireRows[RowKind][number];
}

/** Stores a page and its cursor together. A reset drops, after its last page, the rows that did not come; never facts. */
export function keepPage(
  connection: Connection,
  device_id: Id,
  page: PullAnswer,
  { fromStart }: { fromStart: boolean },
): Promise<void> {
  return connection.transact(["devices", "rows"], "readwrite", async (tx) => {
    const device = await tx.objectStore("devices").get(device_id);
    if (!device) return;
    const begins = page.reset && (fromStart || !device.resetting);
    const generation = begins ? device.generation + 1 : device.generation;
    const resetting = begins || device.resetting;
    for (const kind of ROW_KINDS) {
      for (const row of page.rows[kind] ?? []) {
        await tx.objectStore("rows").put({ device_id, kind, key: rowKey(kind, row), generation, row });
      }
    }
    await dropVisits(tx, device_id, new Set((page.rows.doors ?? []).filter(reserved).map((door) => door.id)));
    if (resetting && !page.more) await dropOlder(tx, device_id, generation);
    await tx.objectStore("devices").put({
      ...device,
      person: page.person,
      rescue_key: page.rescue_key ?? null,
      colleagues: page.colleagues ?? device.colleagues ?? [],
      pair: page.pair ?? null,
      cursor: page.cursor,
      generation,
      resetting: resetting && page.more,
    });
  });
}

async function dropOlder(tx: Transaction<"readwrite">, device_id: Id, generation: number): Promise<void> {
  for (let at = await tx.objectStore("rows").openCursor(ofDevice(device_id)); at; at = await at.continue()) {
    if (at.value.generation < generation) await at.delete();
  }
}

const gone = (door: DoorRow | GoneDoor): door is GoneDoor => "withdrawn" in door;
const reserved = (door: DoorRow | GoneDoor) => !gone(door) && door.reserved;

/** What was known of a door before it became somebody else's is not for this phone to keep. */
async function dropVisits(tx: Transaction<"readwrite">, device_id: Id, doors: ReadonlySet<Id>): Promise<void> {
  if (!doors.size) return;
  for (let at = await tx.objectStore("rows").openCursor(ofDevice(device_id)); at; at = await at.continue()) {
    if (at.value.kind === "visits" && doors.has((at.value.row as VisitRow).door_id)) await at.delete();
  }
}

export async function rowsOf(connection: Connection, device_id: Id): Promise<Rows> {
  const kept = await connection.transact(["rows"], "readonly", (tx) =>
    tx.objectStore("rows").getAll(ofDevice(device_id)),
  );
  const rows: { [K in RowKind]: WireRows[K][number][] } = { rounds: [], question_sets: [], stairwells: [], doors: [], visits: [] };
  for (const { kind, row } of kept) (rows[kind] as unknown[]).push(row);
  return {
    ...rows,
    doors: rows.doors.filter((door): door is DoorRow => !gone(door)),
    gone: rows.doors.filter(gone).map((door) => door.id),
  };
}

/** An array sorts after every string, so this range ends behind the device's last row. */
function ofDevice(device_id: Id): IDBKeyRange {
  return IDBKeyRange.bound([device_id], [device_id, []]);
}
