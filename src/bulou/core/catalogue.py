"""The catalogue of facts: every kind that can be said, its body, its subject, its key, and who may say it."""

from collections.abc import Callable
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from bulou.core.households import facts as households
from bulou.core.kernel import facts as kernel
from bulou.core.kernel.envelope import Fact
from bulou.core.paper import facts as paper
from bulou.core.people import facts as people
from bulou.core.rounds import facts as rounds
from bulou.core.territory import facts as territory
from bulou.core.visits import facts as visits

Right = Literal["visit", "find", "add_door", "list_places", "draw_grids", "post_people", "run_round", "apply_closing",
                "approve_closing", "close_doors", "judge_facts", "import", "report_device", "issue_sheets",
                "enter_for_others", "sign_fallback", "read_audit"]  # fmt: skip


class FactKind(Struct, frozen=True, kw_only=True):
    """One kind of fact: `key` names the state that it belongs to, `place` the field that says where it happens."""

    name: str
    body: type[Struct]
    subject: str
    key: Callable[[Fact], str]
    right: Right
    version: int = 1
    in_round: bool = False

    @property
    def about_visits(self) -> bool:
        """Whether it is said of a door in a round, and so may supersede what else is said there."""
        return self.key is _door_in_round


def _about_subject(family: str) -> Callable[[Fact], str]:
    def key(fact: Fact) -> str:
        return f"{family}:{fact.subject.id}"

    return key


def _door_in_round(fact: Fact) -> str:
    return f"visit:{fact.round_id}:{fact.subject.id}"


def _kind(body: type[Struct], subject: str, family: str, right: Right) -> FactKind:
    return FactKind(name=body.__name__, body=body, subject=subject, key=_about_subject(family), right=right)


def _visit(body: type[Struct], right: Right) -> FactKind:
    return FactKind(name=body.__name__, body=body, subject="dwelling", key=_door_in_round, right=right, in_round=True)


def _sheet(body: type[Struct], right: Right, *, in_round: bool = False) -> FactKind:
    key = _about_subject("sheet")
    return FactKind(name=body.__name__, body=body, subject="sheet", key=key, right=right, in_round=in_round)


CATALOGUE: Final[dict[str, FactKind]] = {
    kind.name: kind
    for kind in (
        _kind(territory.CommunityListed, "community", "community", "list_places"),
        _kind(territory.CompoundListed, "compound", "compound", "list_places"),
        _kind(territory.BuildingListed, "building", "building", "list_places"),
        _kind(territory.StairwellListed, "stairwell", "stairwell", "add_door"),
        _kind(territory.CompoundAlsoCalled, "compound", "compound", "list_places"),
        _kind(territory.BuildingAlsoCalled, "building", "building", "list_places"),
        _kind(territory.StairwellAlsoCalled, "stairwell", "stairwell", "list_places"),
        _kind(territory.StairwellAssigned, "stairwell", "stairwell", "draw_grids"),
        _kind(territory.DwellingListed, "dwelling", "dwelling", "add_door"),
        _kind(territory.DwellingWithdrawn, "dwelling", "dwelling", "import"),
        _kind(territory.DwellingToldApart, "dwelling", "dwelling", "import"),
        _kind(territory.GridDrawn, "grid", "grid", "draw_grids"),
        _kind(territory.ImportRecorded, "import", "import", "import"),
        _kind(territory.RowHeld, "row", "row", "import"),
        _kind(territory.RowSettled, "row", "row", "import"),
        _kind(territory.LayoutMapped, "layout", "layout", "import"),
        _kind(territory.ImportWithdrawn, "import", "import", "import"),
        _kind(households.HouseholdCounted, "dwelling", "household", "import"),
        _kind(households.HouseholdWithdrawn, "dwelling", "household", "import"),
        _kind(households.PersonFound, "person", "person", "find"),
        _kind(households.PersonWithdrawn, "person", "person", "find"),
        _kind(people.PersonEngaged, "staff", "staff", "post_people"),
        _kind(people.PostTaken, "post", "post", "post_people"),
        _kind(people.PostLeft, "post", "post", "post_people"),
        _kind(people.AbsenceRecorded, "post", "post", "post_people"),
        _kind(people.AbsenceEnded, "post", "post", "post_people"),
        _kind(people.PartnerUnitAssigned, "partner_unit", "partner_unit", "post_people"),
        _kind(people.PartnerUnitReleased, "partner_unit", "partner_unit", "post_people"),
        _kind(people.OutingBegun, "outing", "outing", "visit"),
        _kind(people.FallbackSigned, "fallback", "fallback", "sign_fallback"),
        _kind(people.FallbackSignatureWithdrawn, "fallback", "fallback", "sign_fallback"),
        _kind(rounds.QuestionSetPublished, "question_set", "question_set", "run_round"),
        _kind(rounds.WaysPublished, "ways", "ways", "run_round"),
        _kind(rounds.RoundLaunched, "round", "round", "run_round"),
        _kind(rounds.ClosingRequested, "closing", "closing", "apply_closing"),
        _kind(rounds.ClosingApproved, "closing", "closing", "approve_closing"),
        _kind(rounds.ClosingReturned, "closing", "closing", "approve_closing"),
        _kind(rounds.DoorCarriedOver, "dwelling", "remainder", "approve_closing"),
        _kind(rounds.DoorStruckOff, "dwelling", "remainder", "close_doors"),
        _kind(rounds.StrikeOffWithdrawn, "dwelling", "remainder", "close_doors"),
        _visit(visits.VisitRecorded, "visit"),
        _visit(visits.VisitWithdrawn, "visit"),
        _visit(visits.DoorClosedUnresolved, "close_doors"),
        _visit(visits.ClaimConfirmed, "close_doors"),
        _visit(visits.OutcomeOverruled, "close_doors"),
        _visit(visits.AnswerAmended, "visit"),
        _visit(visits.LightSeen, "visit"),
        _visit(visits.DoorRemarked, "visit"),
        _sheet(paper.SheetIssued, "issue_sheets", in_round=True),
        _sheet(paper.SheetDoorAdded, "enter_for_others"),
        _sheet(paper.SheetReturned, "enter_for_others"),
        _sheet(paper.SheetEntered, "enter_for_others"),
        _sheet(paper.SheetVoided, "issue_sheets"),
        _sheet(paper.SheetReopened, "enter_for_others"),
        _kind(kernel.FactHeld, "fact", "held", "judge_facts"),
        _kind(kernel.FactReleased, "fact", "held", "judge_facts"),
        _kind(kernel.DeviceStoreLost, "device", "device", "report_device"),
    )
}

_decoders: Final = {name: msgspec.json.Decoder(kind.body) for name, kind in CATALOGUE.items()}


def body_of(fact: Fact) -> Any:  # noqa: ANN401  # the struct depends on the kind; callers know which
    """The body of a fact as its kind's struct. Raises KeyError for an unknown kind, msgspec.ValidationError."""
    return _decoders[fact.kind].decode(fact.body)
