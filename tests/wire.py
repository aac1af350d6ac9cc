"""A phone as a stranger would write one from docs/reference/sync.md: it enrols, writes facts, pushes and pulls."""

from __future__ import annotations

import gzip
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from bulou.access import devices
from bulou.core.kernel.instants import Instant, local
from bulou.intake.said import new_id
from tests.town import NOW, ZONE, Town

ENVELOPE = {"private", "supersedes", "author_id", "device_id", "fact_id", "skew_ms", "version", "device_seq"}


def stamp(at: Instant) -> str:
    return local(at, ZONE).isoformat(timespec="milliseconds")


@dataclass
class Item:
    """One fact on the wire: its id, hash, and the text to embed unchanged."""

    id: str
    hash: str
    text: str
    seq: int | None


@dataclass
class WirePhone:
    """One installation. `token` is what the server gave it."""

    region_id: str
    code: str
    person_id: str
    device_id: str
    token: str = ""
    wrote: int = 0
    epoch: str | None = None
    client: Client = field(default_factory=Client)

    def fact(self, kind: str, subject: tuple[str, str], body: object, *, at: Instant = NOW, **more: Any) -> Item:  # noqa: ANN401
        private: Mapping[str, Any] | None = more.pop("private", None)
        if more.get("device_seq", "") == "":
            self.wrote += 1
        fact: dict[str, Any] = {
            "region_id": self.region_id,
            "fact_id": new_id(at),
            "act_id": new_id(at),
            "device_id": self.device_id,
            "device_seq": self.wrote,
            "author_id": self.person_id,
            "kind": kind,
            "version": 1,
            "subject": {"kind": subject[0], "id": subject[1]},
            "occurred_at": stamp(at),
            "body": body,
            **more,
        }
        salt, sealed = "", ""
        if private is not None:
            salt = secrets.token_hex(16)
            sealed = json.dumps(private, ensure_ascii=False)
            fact["private_commitment"] = hashlib.sha256(bytes.fromhex(salt) + sealed.encode()).hexdigest()
        return item({name: value for name, value in fact.items() if value is not None}, salt=salt, private=sealed)

    def visit(self, door: str, outcome: str, *, round_id: str, at: Instant = NOW, **more: Any) -> Item:  # noqa: ANN401
        envelope = {
            name: more.pop(name)
            for name in list(more)
            if name
            in {"private", "supersedes", "author_id", "device_id", "fact_id", "skew_ms", "version", "device_seq"}
        }
        body = {"outcome": outcome, **more}
        return self.fact("VisitRecorded", ("dwelling", door), body, at=at, round_id=round_id, **envelope)

    def batch(self, items: Sequence[Item | str], **more: object) -> bytes:
        head = {"protocol": 1, "device_id": self.device_id, "wrote": self.wrote, "unsent": 0, **more}
        texts = ",".join(one if isinstance(one, str) else one.text for one in items)
        return f'{json.dumps(head)[:-1]},"facts":[{texts}]}}'.encode()

    def push(self, *items: Item | str, packed: bool = False, **more: object) -> dict[str, Any]:
        body = self.batch(items, **more)
        answer = self.post("push", gzip.compress(body) if packed else body, packed=packed)
        assert answer.status_code == 200, answer.content
        told: dict[str, Any] = json.loads(answer.content)
        return told

    def statuses(self, *items: Item | str) -> list[str]:
        return [one["status"] for one in self.push(*items)["receipts"]]

    def reasons(self, *items: Item | str) -> list[str | None]:
        return [one["reason"] for one in self.push(*items)["receipts"]]

    def post(self, step: str, body: bytes, *, packed: bool = False) -> Any:  # noqa: ANN401
        return self.client.post(
            f"/r/{self.code}/sync/{step}",
            data=body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}", **({"Content-Encoding": "gzip"} if packed else {})},
        )

    def pull(self, cursor: str = "", *, limit: int = 500) -> dict[str, Any]:
        answer = self.client.get(
            f"/r/{self.code}/sync/pull",
            {"cursor": cursor, "limit": str(limit)},
            headers={"Authorization": f"Bearer {self.token}"},
        )
        assert answer.status_code == 200, answer.content
        told: dict[str, Any] = json.loads(answer.content)
        return told


@dataclass
class Store:
    """What a phone keeps of its pulls: rows by their key, replaced as the contract says."""

    rows: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = field(default_factory=dict)
    cursor: str = ""
    resets: int = 0

    def pull(self, phone: WirePhone, *, limit: int = 500) -> None:
        """Pulls until there is no more; after the last page of a reset, drops what did not come."""
        fresh: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {}
        resetting = False
        for _ in range(10_000):
            page = phone.pull(self.cursor, limit=limit)
            if page["reset"]:
                resetting, fresh = True, {}
                self.resets += 1
            for table, rows in page["rows"].items():
                kept = (fresh if resetting else self.rows).setdefault(table, {})
                for row in rows:
                    if row.get("withdrawn") is True:
                        kept.pop(_key(table, row), None)
                    else:
                        kept[_key(table, row)] = row
            self.cursor = page["cursor"]
            if not page["more"]:
                break
        else:
            raise AssertionError("the pull never ends")
        if resetting:
            self.rows = fresh

    def ids(self, table: str) -> set[str]:
        return {row["id"] for row in self.rows.get(table, {}).values()}

    def outcomes(self, door: str) -> list[str]:
        return [
            attempt["outcome"]
            for row in self.rows.get("visits", {}).values()
            if row["door_id"] == door
            for attempt in row["attempts"]
        ]


def _key(table: str, row: dict[str, Any]) -> tuple[Any, ...]:
    if table == "visits":
        return row["round_id"], row["door_id"]
    if table == "question_sets":
        return row["id"], row["version"]
    return (row["id"],)


def item(fact: Mapping[str, Any], *, salt: str = "", private: str = "") -> Item:
    return item_of_bytes(
        json.dumps(fact, ensure_ascii=False), id_=str(fact["fact_id"]), salt=salt, private=private,
        seq=fact.get("device_seq"),
    )  # fmt: skip


def item_of_bytes(text: str, *, id_: str, salt: str = "", private: str = "", seq: int | None = None) -> Item:
    digest = hashlib.sha256(text.encode()).hexdigest()
    sealed = f',"salt":"{salt}","private":{private}' if private else ""
    return Item(id_, digest, f'{{"id":"{id_}","hash":"{digest}","fact":{text}{sealed}}}', seq)


def enrolled(town: Town, person: str, *, at: Instant = NOW) -> WirePhone:
    """A phone of this person, enrolled over the wire."""
    phone = WirePhone(town.region_id, town.region.code, town.people[person], new_id(at))
    link = devices.make_link(town.region_id, town.people[person], by=town.region_id, now=at)
    answer = phone.post("enrol", json.dumps({"token": link, "device_id": phone.device_id, "name": "红米"}).encode())
    assert answer.status_code == 200, answer.content
    told = json.loads(answer.content)
    phone.token, phone.epoch = told["device_token"], told["epoch"]
    return phone
