"""Unowned and fallback (断区、兜底): area by area, and the signature for leaving doors without an owner."""

from collections.abc import Iterable, Mapping
from typing import Final, get_args

import msgspec
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.people.facts import FallbackReason, FallbackSignatureWithdrawn, FallbackSigned
from bulou.desk.areas import area_names
from bulou.desk.page import Page, page
from bulou.desk.times import typed_time
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.views.chain import OnDuty, on_duty
from bulou.projections.views.fallback import Signatures, Uncovered, uncovered
from bulou.projections.views.territory import Communities
from bulou.vault.sealing import open_parts

REASONS: Final[tuple[FallbackReason, ...]] = get_args(FallbackReason)


class Line(Struct, frozen=True, kw_only=True):
    """An area without an owner: its names, who is above, who signed."""

    area: Uncovered
    community: str
    name: str
    above: list[tuple[Id, str]]
    signer: str

    @property
    def list(self) -> dict[str, str]:
        """The query of the list of its doors."""
        return {self.area.area_kind: self.area.area_id}


@page()
def fallback(here: Page) -> HttpResponse:
    """Every area without an owner; whoever may, signs."""
    return _render(here)


@page(methods=("POST",), right="sign_fallback")
def sign(here: Page) -> HttpResponse:
    """Signs for leaving the fallback doors of one area without an owner."""
    kind, _, area_id = here.request.POST.get("area", "").partition(":")
    areas = [
        one
        for one in uncovered(here.scope, at=here.now)
        if (one.area_kind, one.area_id) == (kind, area_id) and one.owned == "fallback" and one.signature is None
    ]
    if not areas:
        return here.go(here.to("fallback"), "fallback.settled")
    reason, remark = here.request.POST.get("reason", ""), here.request.POST.get("remark", "")
    saying = signed(here, areas[0], reason=reason, remark=remark, until=typed_time(here, "until"))
    say([saying], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    return here.go(here.to("fallback"), "fallback.signed", n=sum(one.doors for one in areas))


def signed(here: Page, area: Uncovered, *, reason: str, remark: str, until: str | None) -> Saying:
    """The reader's signature for one area. Raises BadRequest for a reason that there is not."""
    said = {"area_kind": area.area_kind, "area_id": area.area_id, "reason": reason, "until": until}
    try:
        body = msgspec.convert(said, FallbackSigned)
    except msgspec.ValidationError as fault:
        raise BadRequest(str(fault)) from fault
    private = {"remark": remark.strip()[:400]} if remark.strip() else None
    return Saying(subject_kind="fallback", subject_id=new_id(here.now), body=body, private=private)


@page(methods=("POST",), right="sign_fallback")
def withdraw(here: Page, signature_id: str) -> HttpResponse:
    """Takes a signature back."""
    _signature(here, signature_id)
    body = FallbackSignatureWithdrawn(until=here.written_now)
    saying = Saying(subject_kind="fallback", subject_id=signature_id, body=body)
    say([saying], region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)
    return here.go(here.to("fallback"), "fallback.withdrawn")


@page(methods=("POST",))
def read_remark(here: Page, signature_id: str) -> HttpResponse:
    """Opens what its author said beside the reason; logged like every opening."""
    fact_id = _signature(here, signature_id)
    opened = open_parts(
        here.region_id, [fact_id], by=here.person_id, purpose="fallback_signature", subject=f"fallback:{signature_id}",
        now=here.now,
    )  # fmt: skip
    said = [str(one.content.get("remark", "")) for one in opened.values()]
    return _render(here, remarks={signature_id: said[0] if said else here.word("fallback.no_remark")})


def _signature(here: Page, signature_id: Id) -> Id:
    """The fact that said it, when the reader sees doors under it."""
    mine = {one.signature.id for one in uncovered(here.scope, at=here.now) if one.signature}
    for row in read(here.scope, Signatures(at=here.now)):
        if row.id == signature_id and row.id in mine:
            return row.fact_id
    raise Http404


def _render(here: Page, remarks: Mapping[Id, str] | None = None) -> HttpResponse:
    lines = lines_of(here, uncovered(here.scope, at=here.at))
    return here.render(
        "desk/fallback.html",
        {
            "unowned": [line for line in lines if line.area.owned == "unowned"],
            "fallback": [line for line in lines if line.area.owned == "fallback"],
            "reasons": REASONS,
            "remarks": remarks or {},
            "may_sign": here.may("sign_fallback"),
        },
    )


def lines_of(here: Page, areas: Iterable[Uncovered]) -> list[Line]:
    """Areas without an owner in words."""
    duty, names = on_duty(here.scope, at=here.at), area_names(here)
    communities = {row.id: row.name for row in read(here.scope, Communities())}
    return [
        Line(
            area=one,
            community=communities.get(one.community_id, ""),
            name=names.get(one.area_id, ""),
            above=_above(duty, one),
            signer=duty.name(one.signature.signed_by) if one.signature else "",
        )
        for one in areas
    ]


def _above(duty: OnDuty, area: Uncovered) -> list[tuple[Id, str]]:
    """Who is left over these doors, where the area itself says it; over parts of it the door's page says more."""
    posts = duty.owners([area.area_id, area.community_id]) if area.owned == "fallback" else []
    return list({post.person_id: duty.name(post.person_id) for post in posts}.items())
