"""Pages: decisions taken on the desk's own pages over HTTP, by people who signed in with one-time links."""

from collections.abc import Sequence
from functools import partial
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import count
from typing import Final
from urllib.parse import urlencode

from msgspec.structs import replace

from bulou.access import accounts
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.intake.writer import write
from bulou.ops.demo import forms
from bulou.ops.demo.at_once import at_once
from bulou.ops.demo.calendar import RoundDates, typed
from bulou.ops.demo.decisions import Desk
from bulou.ops.demo.forms import Fields
from bulou.ops.demo.people import Member
from bulou.ops.demo.questions import QUESTION_SETS
from bulou.ops.demo.town import Community, Ids

SEE_OTHER: Final = 302


class PageRefused(Exception):
    """A page did not take what was sent; nothing was decided."""


class Session:
    """One person's browser: cookies, and the token that every form carries."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = HTTPConnection(host, port, timeout=60)
        self._cookies: SimpleCookie = SimpleCookie()

    def close(self) -> None:
        """Closes the browser."""
        self._connection.close()

    def look(self, page: str) -> str:
        """Opens a page; its text. Raises PageRefused when it does not open."""
        self._connection.close()  # hours may have passed, and a server hangs up on whoever is silent that long
        status, text, _ = self._ask("GET", page)
        if status != 200:
            raise PageRefused(f"{page}: {status}")
        return text

    def submit(self, page: str, fields: Fields, *, to: str = "") -> str:
        """Opens a page and sends its form (to another address, if the form says so); where the answer leads."""
        return self.send(self.look(page), fields, to=to or page)

    def send(self, text: str, fields: Fields, *, to: str) -> str:
        """Sends the form of a page that is open; where the answer leads."""
        status, _, leads = self._post(text, fields, to)
        if status != SEE_OTHER:
            raise PageRefused(f"{to}: {status}")
        return leads

    def press(self, page: str, *, to: str) -> str:
        """Presses a button of a page whose answer is a page itself; its text."""
        status, text, _ = self._post(self.look(page), [], to)
        if status != 200:
            raise PageRefused(f"{to}: {status}")
        return text

    def _post(self, text: str, fields: Fields, to: str) -> tuple[int, str, str]:
        return self._ask("POST", to, [("csrfmiddlewaretoken", forms.token(text)), *fields])

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
    """Like Desk, but everything is decided on the pages, over HTTP: rounds, people, links, held facts, closings."""

    def __init__(self, region_id: Id, staff: Sequence[Member], *, ids: Ids, code: str, host: str, port: int) -> None:
        super().__init__(region_id, staff, ids=ids)
        self._at, self.host, self.port = f"/r/{code}/", host, port
        self._sessions: dict[Id, Session] = {}

    def launch(self, dates: RoundDates, *, now: Instant) -> None:
        """See Desk: the questions are published, then the round is launched with the latest of them."""
        session = self._session("director", "", now)
        session.submit(f"{self._at}questions", forms.questions(QUESTION_SETS[dates.number]))
        page = session.look(f"{self._at}rounds/new")
        session.send(page, forms.launch(page, dates), to=f"{self._at}rounds/new")

    def engage(self, members: Sequence[Member], *, now: Instant) -> list[Member]:
        """See Desk; the page gives everybody a new id."""
        session = self._session("director", "", now)
        engaged = []
        for member in members:
            (_, area_id), *_ = member.areas
            taken = forms.post(member.post, f"{member.area_kind}:{area_id}", now)
            said = [("name", member.name), ("phone", member.phone), *taken]
            leads = session.submit(f"{self._at}people", said, to=f"{self._at}people/engage")
            engaged.append(replace(member, id=leads.rpartition("/")[2]))
        self.staff = [member for member in self.staff if member.login not in {one.login for one in engaged}] + engaged
        return engaged

    def gives(self, member: Member, post: str, area: str, *, now: Instant) -> None:
        """The director gives somebody one more post; `area` is kind:id."""
        person = f"{self._at}people/{member.id}"
        self._session("director", "", now).submit(person, forms.post(post, area, now), to=f"{person}/posts")

    def gap_list(self, *, now: Instant) -> list[Id]:
        """The director goes through every page of the open doors."""
        session = self._session("director", "", now)
        doors: dict[Id, None] = {}
        for number in count(1):
            known = len(doors)
            doors |= dict.fromkeys(forms.doors(session.look(f"{self._at}gaps?page={number}")))
            if len(doors) == known:  # the last page stands for every later one
                break
        return list(doors)

    def leaves(self, member: Member, *, now: Instant) -> None:
        """See Desk."""
        person = f"{self._at}people/{member.id}"
        for post_id, _ in member.areas:
            until = [("until", typed(now))]
            self._session("director", "", now).submit(person, until, to=f"{person}/posts/{post_id}/end")

    def enrol_link(self, member: Member, *, now: Instant) -> str:
        """See Desk; the page shows it once."""
        person = f"{self._at}people/{member.id}"
        return forms.link(self._session("director", "", now).press(person, to=f"{person}/enrol"))

    def look_over(self, *, now: Instant) -> None:
        """The evening's review: secretaries and director go through the figures of the day."""
        for community in {member.community for member in self.staff if member.post == "community_secretary"}:
            self._session("community_secretary", community, now).look(self._at)
        director = self._session("director", "", now)
        for page in ("", "gaps", "phones", "closing"):
            director.look(f"{self._at}{page}")

    def judge(self, *, now: Instant) -> None:
        """The director lets held facts count."""
        session = self._session("director", "", now)
        for fact_id in forms.held(session.look(f"{self._at}held")):
            session.submit(f"{self._at}held/{fact_id}", [("release", "")])

    def close_unresolved(self, community: Community, *, number: int, now: Instant) -> int:
        """See Desk; one form for each reason."""
        tried = self.several_attempts(community, number=number)
        session = self._session("community_secretary", community.name, now)
        page = f"{self._at}closing/{community.id}/doors?round={number}"
        for reason in sorted({reason for _, reason in tried}):
            doors = [("door", door_id) for door_id, because in tried if because == reason]
            session.submit(page, [*doors, ("because", reason)])
        return len(tried)

    def apply_for_closing(self, community: Community, *, number: int, now: Instant) -> None:
        """See Desk."""
        self._apply(self._session("community_secretary", community.name, now), community, number)

    def decide(self, community: Community, *, number: int, approve: bool, now: Instant, reason: str = "") -> None:
        """See Desk."""
        pressed = [("approve", "")] if approve else [("reason", reason), ("return", "")]
        self._decide(self._session("director", "", now), self.applied(community, number=number), number, pressed)

    def close_at_once(self, communities: Sequence[Community], *, number: int, now: Instant) -> None:
        """All communities apply at the same moment, then the director approves all of them in as many windows."""
        sessions = [(self._session("community_secretary", one.name, now), one) for one in communities]
        at_once([partial(self._apply, session, one, number) for session, one in sessions])
        windows = [(self._signed_in("director", "", now), self.applied(one, number=number)) for one in communities]
        at_once([partial(self._decide, window, closing, number, [("approve", "")]) for window, closing in windows])
        for window, _ in windows:
            window.close()

    def _apply(self, session: Session, community: Community, number: int) -> None:
        page = f"{self._at}closing/{community.id}?round={number}"
        text = session.look(page)
        session.send(text, forms.application(text), to=page)

    def _decide(self, session: Session, closing: Id, number: int, pressed: Fields) -> None:
        overview = f"{self._at}closing?round={number}"
        session.submit(overview, pressed, to=f"{self._at}closing/{closing}/decide?round={number}")

    def _session(self, post: str, community: str, now: Instant) -> Session:
        """The person's browser, signed in by a fresh one-time link the first time."""
        person_id = self.one(post, community)
        if person_id not in self._sessions:
            self._sessions[person_id] = self._signed_in(post, community, now)
        return self._sessions[person_id]

    def _signed_in(self, post: str, community: str, now: Instant) -> Session:
        person_id = self.one(post, community)
        login = next(member.login for member in self.staff if member.id == person_id)
        account = accounts.by_login(login)
        if account is None:
            raise LookupError(login)
        link = write(lambda: accounts.make_link(account.id, now=now))
        session = Session(self.host, self.port)
        session.submit(f"/in/{link}", [])
        return session
