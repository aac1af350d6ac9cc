"""Pages: what every page of the desk is given, and the one gate through which a reader comes to it."""

import hashlib
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from msgspec import Struct

from bulou.access.signed_in import Reader
from bulou.core.catalogue import Right
from bulou.core.kernel.as_of import AsOf
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import MINUTE, Instant, local
from bulou.core.kernel.scope import Scope
from bulou.desk import pairs
from bulou.desk.language import language_of
from bulou.desk.navigation import Group, groups
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
    """What a page knows: the request, who reads, in which region, now (read once), in which language.

    `as_of` is the pair that the address names (None: the page shows now). A reader of the past has no rights: nothing
    can be said from a page that shows what was, and no button offers it.
    """

    request: HttpRequest
    reader: Reader
    region: Region
    now: Instant
    language: Language
    as_of: AsOf | None = None

    @property
    def scope(self) -> Scope:
        """Where this reader may read, and as of when."""
        return msgspec.structs.replace(self.reader.scope, as_of=self.as_of) if self.as_of else self.reader.scope

    @property
    def at(self) -> Instant:
        """The moment whose figures are shown: now, or the T of the pair. What is logged carries `now`."""
        return self.as_of.at if self.as_of else self.now

    @property
    def pair(self) -> dict[str, str]:
        """The pair as the address carries it; empty where the page shows now."""
        return pairs.query_of(self.as_of, self.region.zone) if self.as_of else {}

    def again(self, **query: object) -> str:
        """The address of this page with other values in its query; None takes one away."""
        asked = {**self.request.GET.dict(), **query}
        return _address(self.request, {name: str(value) for name, value in asked.items() if value is not None})

    @property
    def can_look_back(self) -> bool:
        """Whether this page can be asked for as of another moment."""
        return _name(self.request) in pairs.PAGES

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

    @property
    def cutoff(self) -> int:
        """As far as the record reached that this page shows: the last position, or the pair's."""
        return self.as_of.cutoff if self.as_of else position(self.region_id)

    @property
    def region_name(self) -> str:
        """The region's name in the reader's language."""
        return self.region.name[self.language]

    @property
    def navigation(self) -> list[Group]:
        """The pages that the reader may open."""
        return groups(self)

    def word(self, key: str, **values: object) -> str:
        """A text in the reader's language."""
        return word(key, self.language, **values)

    def to(self, name: str, *parts: str, **query: object) -> str:
        """The address of a page of this region; empty query values are left out.

        From a page of the past it leads to the same moment, where the other page can show it.
        """
        path = reverse(f"desk:{name}", args=(self.region.code, *parts))
        kept = self.pair if name in pairs.PAGES else {}
        asked = {key: value for key, value in {**kept, **query}.items() if value not in {None, ""}}
        return f"{path}?{urlencode(asked)}" if asked else path

    def render(self, template: str, context: Mapping[str, Any], *, live: str = "", status: int = 200) -> HttpResponse:
        """The page, or only its live region from the template `live` when that is asked for."""
        said = None if self.live else self.request.session.pop(SAID, None)
        response = render(
            self.request,
            live if self.live and live else template,
            {
                "here": self,
                "language": self.language,
                "said": said,
                "past": pairs.told(self.region_id, self.as_of) if self.as_of else None,
                **context,
            },
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
            if not live or here.as_of:
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
    here = Page(request=request, reader=reader, region=region, now=clock.now(), language=language_of(request))
    return _then(here) if any(request.GET.get(name) for name in pairs.NAMES) else here


def _then(here: Page) -> Page | HttpResponse:
    """The page as of the pair that its address names. Words in place of a position become the position first."""
    if here.request.method not in {"GET", "HEAD"}:
        raise PermissionDenied("desk.denied.past")
    given = here.request.GET.dict()
    plain = {name: value for name, value in given.items() if name not in pairs.NAMES}
    if not here.can_look_back:
        return here.go(_address(here.request, plain), "past.only_now")
    try:
        as_of = pairs.asked(given, region_id=here.region_id, zone=here.region.zone, now=here.now)
    except pairs.Unreadable as field:
        context = {"field": str(field), "path": here.request.path, "kept": plain.items()}
        return here.render("desk/past_unreadable.html", context, status=400)
    then = msgspec.structs.replace(here, as_of=as_of, reader=msgspec.structs.replace(here.reader, rights=frozenset()))
    if any(given.get(name) != value for name, value in then.pair.items()):
        return redirect(_address(here.request, {**plain, **then.pair}))
    return then


def _address(request: HttpRequest, query: Mapping[str, str]) -> str:
    return f"{request.path}?{urlencode(query)}" if query else request.path


def _name(request: HttpRequest) -> str:
    """The name of the page that a request asks for."""
    return (request.resolver_match.url_name if request.resolver_match else None) or ""


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
