"""Roles as data: what each post may say, and whether it answers for doors (the chain of responsibility, 包保)."""

from typing import Final, Literal

from bulou.core.catalogue import Right
from bulou.core.people.facts import PostKind

FIELD: Final[frozenset[Right]] = frozenset({"visit", "find", "add_door", "report_device"})
COMMUNITY: Final[frozenset[Right]] = FIELD | {
    "list_places",
    "draw_grids",
    "apply_closing",
    "close_doors",
    "judge_facts",
    "issue_sheets",
    "enter_for_others",
}

RIGHTS: Final[dict[PostKind, frozenset[Right]]] = {
    "director": COMMUNITY | {"read_audit", "sign_fallback", "post_people", "run_round", "approve_closing", "import"},
    "community_leader": COMMUNITY | {"sign_fallback"},
    "community_secretary": COMMUNITY | {"read_audit", "sign_fallback", "post_people"},
    "clerk": FIELD
    | {
        "list_places",
        "draw_grids",
        "post_people",
        "import",
        "judge_facts",
        "run_round",
        "issue_sheets",
        "enter_for_others",
    },
    "tract_cadre": FIELD | {"close_doors"},
    "grid_worker": FIELD,
    "building_head": FIELD,
    "volunteer": FIELD,
    "administrator": frozenset(
        {
            "judge_facts",
            "report_device",
            "post_people",
            "import",
            "list_places",
            "add_door",
            "draw_grids",
            "read_audit",
        }
    ),
}

OWNS_DOORS: Final[frozenset[PostKind]] = frozenset({"grid_worker", "building_head", "volunteer"})
"""On duty over a door, one of these makes it owned; with only a cadre or leader above them it is in fallback (兜底)."""

FALLBACK: Final[frozenset[PostKind]] = frozenset({"tract_cadre", "community_leader"})

Rank = Literal["head", "grid", "tract", "community"]
RANKS: Final[dict[Rank, frozenset[PostKind]]] = {
    "head": frozenset({"building_head"}),
    "grid": frozenset({"grid_worker", "volunteer"}),
    "tract": frozenset({"tract_cadre"}),
    "community": frozenset({"community_leader"}),
}
"""The chain of responsibility (包保) from the door upwards: 楼长、单元长, 网格员, 包片干部, 包社区领导."""

NEIGHBOURS: Final[frozenset[PostKind]] = frozenset({"building_head", "volunteer"})
"""They live there: whoever holds only these learns of a door under observation that it is somebody else's, no more."""

DESK: Final[frozenset[PostKind]] = frozenset(
    {"director", "community_leader", "community_secretary", "clerk", "tract_cadre", "administrator"}
)
"""Posts whose holders may sign in at the desk."""
