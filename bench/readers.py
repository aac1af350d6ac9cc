"""Readers of the demo town: people of its desk signed in as by link, and a phone that may see everything."""

from __future__ import annotations

from importlib import import_module
from itertools import cycle, islice

from django.conf import settings
from django.test import Client

from bulou.access import accounts, devices
from bulou.access.scope import posts_of, works_at_desk
from bulou.access.signed_in import SESSION_ACCOUNT
from bulou.core.kernel.ids import Id
from bulou.ground import clock
from bulou.ground.database import rows
from bulou.intake.said import new_id
from bulou.intake.writer import write
from bulou.ledger import regions


class Readers:
    """The one region of a data folder and who reads there."""

    def __init__(self) -> None:
        self.region = regions.all_regions()[0]
        self.accounts = [
            row[0] for row in rows("SELECT id, person_id FROM account ORDER BY login") if self._reads(row[1])
        ]

    def _reads(self, person_id: Id) -> bool:
        return works_at_desk(posts_of(self.region.region_id, person_id, at=clock.now()))

    def address(self, page: str) -> str:
        """The path of a page of the region."""
        return f"/r/{self.region.code}/{page}"

    def browser(self, login: str) -> Client:
        """A browser of this process in which somebody has signed in."""
        client = Client(headers={"host": "127.0.0.1"})
        session = client.session
        session[SESSION_ACCOUNT] = self._account(login).id
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
        return client

    def _account(self, login: str) -> accounts.Account:
        found = accounts.by_login(login)
        if found is None:
            raise LookupError(login)
        return found

    def cookies(self, many: int) -> list[str]:
        """The cookies of so many browsers, over everybody who has an account."""
        store = import_module(settings.SESSION_ENGINE).SessionStore
        found = []
        for account in islice(cycle(self.accounts), many):
            session = store()
            session[SESSION_ACCOUNT] = account
            session.create()
            found.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}; language=zh")
        return found

    def phone(self, login: str) -> str:
        """The token of a new phone of somebody."""
        person = self._account(login).person_id
        region_id, device, now = self.region.region_id, new_id(clock.now()), clock.now()
        link = write(lambda: devices.make_link(region_id, person, by=person, now=now))
        done = write(lambda: devices.enrol(region_id, token=link, device_id=device, name="bench", now=now))
        if isinstance(done, str):
            raise RuntimeError(done)  # noqa: TRY004  # a refusal's code, not a wrong type
        return done[1]
