"""Pages: decisions taken on the desk's own pages over HTTP, by people who signed in with one-time links."""

import re
from collections.abc import Sequence
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode

from bulou.access import accounts
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.intake.writer import write
from bulou.ops.demo.decisions import Desk
from bulou.ops.demo.people import Member
from bulou.ops.demo.town import Community, Ids
from bulou.projections.read import read
from bulou.projections.views.rounds import Closings

TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SEE_OTHER: Final = 302
Fields = Sequence[tuple[str, str]]


class PageRefused(Exception):
    """A page did not take what was sent; nothing was decided."""


class Session:
    """One person's browser: cookies, and the token that every form carries."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = HTTPConnection(host, port, timeout=60)
        self._cookies: SimpleCookie = SimpleCookie()

    def submit(self, page: str, fields: Fields, *, to: str = "") -> str:
        """Opens a page and sends its form (to another address, if the form says so); where the answer leads."""
        status, text, _ = self._ask("GET", page)
        token = TOKEN.search(text)
        if status != 200 or token is None:
            raise PageRefused(f"{page}: {status}")
        status, _, leads = self._ask("POST", to or page, [("csrfmiddlewaretoken", token[1]), *fields])
        if status != SEE_OTHER:
            raise PageRefused(f"{to or page}: {status}")
        return leads

    def _ask(self, method: str, page: str, fields: Fields = ()) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={one.value}" for name, one in self._cookies.items())}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, page, urlencode(fields) if fields else None, headers)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self._cookies.load(cookie)
        return answer.status, answer.read().decode(), answer.headers.get("Location", "")


class DeskPages(Desk):
    """Like Desk, but doors are closed and closings applied for and decided on the pages, over HTTP."""

    def __init__(self, region_id: Id, staff: Sequence[Member], *, ids: Ids, code: str, host: str, port: int) -> None:
        super().__init__(region_id, staff, ids=ids)
        self._code, self._host, self._port = code, host, port
        self._sessions: dict[Id, Session] = {}

    def close_unresolved(self, community: Community, *, number: int, now: Instant) -> int:
        """See Desk; one form for each reason."""
        tried = self.several_attempts(community, number=number)
        session = self._session("community_secretary", community.name, now)
        page = f"/r/{self._code}/closing/{community.id}/doors?round={number}"
        for reason in sorted({reason for _, reason in tried}):
            doors = [("door", door_id) for door_id, because in tried if because == reason]
            session.submit(page, [*doors, ("because", reason)])
        return len(tried)

    def apply_for_closing(self, community: Community, *, number: int, now: Instant) -> Id:
        """See Desk."""
        session = self._session("community_secretary", community.name, now)
        page = f"/r/{self._code}/closing/{community.id}?round={number}"
        session.submit(page, [("remainder", "on")] if self.figures(community, number=number, now=now)["owed"] else [])
        closings = read(self.scope, Closings(round_id=self.round(number)))
        made = [row.id for row in closings if row.community_id == community.id and row.stage == "requested"]
        if not made:
            raise PageRefused(f"{page}: no application was made")
        return made[-1]

    def decide(self, closing: Id, *, number: int, approve: bool, now: Instant, reason: str = "") -> None:
        """See Desk."""
        session = self._session("director", "", now)
        pressed = [("approve", "")] if approve else [("reason", reason), ("return", "")]
        overview = f"/r/{self._code}/closing?round={number}"
        session.submit(overview, pressed, to=f"/r/{self._code}/closing/{closing}/decide?round={number}")

    def _session(self, post: str, community: str, now: Instant) -> Session:
        """The person's browser, signed in by a fresh one-time link the first time."""
        person_id = self.one(post, community)
        if person_id not in self._sessions:
            login = next(member.login for member in self.staff if member.id == person_id)
            account = accounts.by_login(login)
            if account is None:
                raise LookupError(login)
            link = write(lambda: accounts.make_link(account.id, now=now))
            session = Session(self._host, self._port)
            session.submit(f"/in/{link}", [])
            self._sessions[person_id] = session
        return self._sessions[person_id]
