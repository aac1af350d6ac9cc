"""Pages: what every page of the desk is given, and the one gate through which a reader comes to it."""

import hashlib
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from msgspec import Struct

from bulou.access.signed_in import Reader
from bulou.core.catalogue import Right
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import MINUTE, Instant, local
from bulou.core.kernel.scope import Scope
from bulou.desk.language import language_of
from bulou.desk.navigation import groups
from bulou.ground import clock
from bulou.ground.words import Language, word
from bulou.intake.say import NotSaid
from bulou.ledger import regions
from bulou.ledger.regions import Region
from bulou.projections.views.live import position

LIVE: Final = "Bulou-Live"
"""The request header by which a page asks for its own live region."""
AS_OF: Final = "Bulou-As-Of"
"""The answer's header that says as of when the shown figures stand, also when nothing changed."""
SAID: Final = "said"


class Page(Struct, frozen=True, kw_only=True):
    """What a page knows: the request, who reads, in which region, now (read once), in which language."""

    request: HttpRequest
    reader: Reader
    region: Region
    now: Instant
    language: Language

    @property
    def scope(self) -> Scope:
        """Where this reader may read."""
        return self.reader.scope

    @property
    def region_id(self) -> Id:
        """The region's id."""
        return self.region.region_id

    @property
    def person_id(self) -> Id:
        """The reader as a person of the region: the `by` of everything said here."""
        return self.reader.person_id

    @property
    def written_now(self) -> str:
        """Now as facts write it: the region's wall clock with its offset."""
        return local(self.now, self.region.zone).isoformat(timespec="milliseconds")

    @property
    def live(self) -> bool:
        """Whether only the live region is asked for."""
        return LIVE in self.request.headers

    def may(self, right: Right) -> bool:
        """Whether one of the reader's posts gives this right somewhere; where exactly is judged with each fact."""
        return right in self.reader.rights

    def word(self, key: str, **values: object) -> str:
        """A text in the reader's language."""
        return word(key, self.language, **values)

    def to(self, name: str, *parts: str, **query: object) -> str:
        """The address of a page of this region; empty query values are left out."""
        path = reverse(f"desk:{name}", args=(self.region.code, *parts))
        asked = {key: value for key, value in query.items() if value not in {None, ""}}
        return f"{path}?{urlencode(asked)}" if asked else path

    def render(self, template: str, context: Mapping[str, Any], *, live: str = "", status: int = 200) -> HttpResponse:
        """The page, or only its live region from the template `live` when that is asked for."""
        said = None if self.live else self.request.session.pop(SAID, None)
        response = render(
            self.request,
            live if self.live and live else template,
            {"here": self, "language": self.language, "navigation": groups(self), "said": said, **context},
            status=status,
        )
        response.headers[AS_OF] = f"{local(self.now, self.region.zone):%H:%M:%S}"
        return response

    def go(self, address: str, said: str = "", **values: object) -> HttpResponse:
        """Redirects after something was done, with a sentence to show there (a key and its values)."""
        if said:
            self.request.session[SAID] = self.word(said, **values)
        return redirect(address)


View = Callable[..., HttpResponse]


def page(
    *, right: Right | None = None, methods: tuple[str, ...] = ("GET",), live: bool = False
) -> Callable[[View], View]:
    """Makes a view a page below /r/<region>/: signed in at the desk, of this region, with this right somewhere.

    The view gets a Page and the other parts of its address. A `live` page answers 304 while nothing has changed.
    """

    def gate(view: View) -> View:
        @wraps(view)
        def entrance(request: HttpRequest, region: str, **parts: str) -> HttpResponse:
            if request.method not in {*methods, "HEAD" if "GET" in methods else ""}:
                return HttpResponseNotAllowed(methods)
            here = _here(request, region, right)
            if isinstance(here, HttpResponse):
                return here
            if not live:
                return _told(here, view, parts)
            tag = _tag(here)
            if here.live and request.headers.get("If-None-Match") == tag:
                response = HttpResponse(status=304)
                response.headers[AS_OF] = f"{local(here.now, here.region.zone):%H:%M:%S}"
            else:
                response = _told(here, view, parts)
            response.headers["ETag"] = tag
            return response

        return entrance

    return gate


def _here(request: HttpRequest, code: str, right: Right | None) -> Page | HttpResponse:
    """Where the reader stands, or the way to sign in. Raises Http404 for other regions, PermissionDenied."""
    reader: Reader | None = request.reader  # type: ignore[attr-defined]  # put there by SignedIn
    if reader is None:
        if LIVE in request.headers:
            return HttpResponse(status=401)
        after = request.get_full_path() if request.method == "GET" else ""
        return redirect(f"{reverse('desk:sign_in')}?{urlencode({'next': after})}")
    try:
        region = regions.by_code(code)
    except regions.UnknownRegion as unknown:
        raise Http404 from unknown
    if region.region_id != reader.region_id:
        raise Http404
    if not reader.desk:
        raise PermissionDenied("desk.denied.phone")
    if right is not None and right not in reader.rights:
        raise PermissionDenied("desk.denied.right")
    return Page(request=request, reader=reader, region=region, now=clock.now(), language=language_of(request))


def _told(here: Page, view: View, parts: Mapping[str, str]) -> HttpResponse:
    """The view's answer; what the reader has no right to say was not kept, and that is what the answer says."""
    try:
        return view(here, **parts)
    except NotSaid as refused:
        reasons = [here.word(f"hold.{reason}") for reason in sorted(refused.reasons)]
        return here.render("desk/not_said.html", {"reasons": reasons}, status=403)


def _tag(here: Page) -> str:
    """Changes when a fact arrives, a minute passes, or the same address would show something else to this reader."""
    shown = (
        position(here.region_id), here.now // MINUTE, here.language, here.request.get_full_path(),
        here.reader.account_id, sorted(here.reader.rights), repr(here.scope),
    )  # fmt: skip
    return f'"{hashlib.sha256(repr(shown).encode()).hexdigest()[:24]}"'
