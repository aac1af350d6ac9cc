/** A small made-up town: rows as docs/reference/sync.md describes them, for walking through the app without a server. */
import type { DoorRow, QuestionSetRow, RoundRow, StairwellRow, VisitRow } from "../contracts/rows.ts";
import { DEFAULT_POLICY } from "../contracts/visits.ts";
import type { Instant } from "../contracts/words.ts";

export const id = (number: number): string => (0x1000000 + number).toString(16).padStart(32, "0");

export const REGION = { id: id(1), code: "jixian", name: { zh: "吉县", en: "Ji County" }, timezone: "Asia/Shanghai" };
export const ROUND = id(2);
export const QUESTIONS = id(3);
export const PEOPLE = [
  { id: id(11), name: "王芳", post: "grid_worker" },
  { id: id(12), name: "李建国", post: "grid_worker" },
] as const;

export interface Town {
  rounds: RoundRow[];
  question_sets: QuestionSetRow[];
  stairwells: StairwellRow[];
  doors: DoorRow[];
  visits: VisitRow[];
}

const HOUR = 3_600_000;

export function town(now: Instant): Town {
  const stairwells = [
    place(100, "stairwell", "水利小区", "3号楼", "1单元", 1),
    place(200, "stairwell", "水利小区", "3号楼", "2单元", 2),
    place(300, "lane", "后街", null, "后街", 3),
  ];
  const doors = [...stairwell(100, 6, 2), ...stairwell(200, 5, 4), ...lane(300, 9)];
  doors[5] = { ...doors[5]!, reserved: true };
  doors[7] = { ...doors[7]!, use: "vacant", persons: null };
  return {
    rounds: [
      {
        id: ROUND,
        number: 2,
        name: { zh: "第二轮", en: "Round 2" },
        opened_at: now - 30 * HOUR,
        deadline: now + 3 * HOUR,
        question_set_id: QUESTIONS,
        question_set_version: 1,
        policy: DEFAULT_POLICY,
        state: "open",
      },
    ],
    question_sets: [questionSet()],
    stairwells,
    doors,
    visits: visits(doors, now),
  };
}

function questionSet(): QuestionSetRow {
  return {
    id: QUESTIONS,
    version: 1,
    read_out: {
      zh: "家里有没有人14天内从外地回来，有没有人发热咳嗽，有没有接触过这样的人？",
      en: "Has anybody here come back from elsewhere within 14 days, has anybody fever or cough, or met such a person?",
    },
    questions: [
      { id: "returnee", type: "yes_no", text: { zh: "有人返乡吗", en: "Any returnee" }, trigger: "returnee" },
      { id: "symptom", type: "yes_no", text: { zh: "有人发热吗", en: "Any fever" }, trigger: "symptom" },
      { id: "contact", type: "yes_no", text: { zh: "有接触吗", en: "Any contact" }, trigger: "contact" },
      {
        id: "from",
        type: "choice",
        text: { zh: "从哪里回来", en: "Back from" },
        trigger: "returnee",
        options: [
          { code: "wuhan", text: { zh: "武汉", en: "Wuhan" } },
          { code: "hubei", text: { zh: "湖北其他", en: "Hubei, other" } },
          { code: "elsewhere", text: { zh: "外省其他", en: "Other province" } },
        ],
      },
    ],
  };
}

function place(number: number, kind: StairwellRow["kind"], compound: string, building: string | null, label: string, sort: number) {
  return { id: id(number), kind, community: "祖师庙", compound, building, label, sort };
}

function stairwell(number: number, floors: number, flats: number): DoorRow[] {
  const made: DoorRow[] = [];
  for (let floor = 1; floor <= floors; floor++) {
    for (let flat = 1; flat <= flats; flat++) made.push(door(number, made.length, `${floor}0${flat}`, floor));
  }
  return made;
}

function lane(number: number, houses: number): DoorRow[] {
  return Array.from({ length: houses }, (_, index) => door(number, index, `${index + 1}号${index === 4 ? "附1" : ""}`, null));
}

function door(place: number, index: number, label: string, floor: number | null): DoorRow {
  return {
    id: id(place * 100 + index),
    stairwell_id: id(place),
    label,
    floor,
    sort: index,
    persons: 1 + ((index * 7 + place) % 5),
    use: "home",
    source: "listed",
    reserved: false,
  };
}

/** One visit of each sort, by the colleague, so that every mark is to be seen. */
function visits(doors: readonly DoorRow[], now: Instant): VisitRow[] {
  const met = [
    { outcome: "screened", persons: 3 },
    { outcome: "no_answer" },
    { outcome: "appointment", due_at: now + 2 * HOUR },
    { outcome: "refused" },
    { outcome: "vacant" },
    null,
    { outcome: "screened", persons: 2, triggers: ["returnee"] },
    null,
    { outcome: "away" },
    { outcome: "occupied_no_answer", signs: ["light"] },
    { outcome: "screened_part", persons: 4, absent: 1 },
  ] as const;
  return met.flatMap((visit, index) => {
    const at = doors[index];
    if (!visit || !at) return [];
    const said = { fact_id: id(9000 + index), at: now - (28 - index) * HOUR, author_id: PEOPLE[1].id, author: PEOPLE[1].name };
    return [{ round_id: ROUND, door_id: at.id, attempts: [{ ...said, ...visit }], withdrawn: [] }];
  });
}
