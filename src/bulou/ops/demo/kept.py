"""Kept: where a replay stopped - its workers, their phones, what is true behind the doors - to go on from there."""

from pathlib import Path
from random import Random
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import Instant
from bulou.ops.demo.behind import Household
from bulou.ops.demo.phone import KEYS, Phone, Row
from bulou.ops.demo.play import Play
from bulou.ops.demo.walk import Errand, Seen
from bulou.ops.demo.wire import Written
from bulou.ops.demo.workers import Worker

NAME: Final = "replay.json"
Chance = tuple[int, tuple[int, ...], float | None]
"""The state of a source of chance."""


class KeptPhone(Struct, kw_only=True):
    """What a phone stores: who it is, what it wrote, the rows it pulled."""

    device_id: Id
    token: str
    epoch: str | None
    region_id: Id | str
    person: Row
    skew_ms: int | None
    cursor: str
    received: int
    held: int
    facts: list[tuple[Id, str, int, bool, str]]
    rows: dict[str, list[Row]]


class KeptWorker(Struct, kw_only=True):
    """A worker in the middle of the week; `person_id` is what the register calls them."""

    person_id: Id
    rng: Chance
    randomness: Chance
    pace: float
    silent: bool
    persuades: bool
    looks_again: bool
    no_signal_until: Instant
    worked_until: Instant
    made_up: list[tuple[Id, Id]]
    queue: list[Errand]
    mine: list[tuple[Id, Id, list[Seen]]]
    phone: KeptPhone


class Kept(Struct, kw_only=True):
    """A replay that was stopped: when, of which town, and what is still on the agenda."""

    at: Instant
    communities: int | None
    scale: float
    agenda: list[tuple[Instant, int]]
    rng: Chance
    off_duty: list[str]
    households: dict[Id, Household]
    workers: dict[str, KeptWorker]


def keep(file: Path, play: Play, *, at: Instant, communities: int | None, scale: float) -> None:
    """Writes down a replay between two happenings."""
    kept = Kept(
        at=at,
        communities=communities,
        scale=scale,
        agenda=play.agenda(),
        rng=_state(play.rng),
        off_duty=sorted(play.off_duty),
        households=play.behind.households,
        workers={login: _worker(worker) for login, worker in play.workers.items()},
    )
    beside = file.with_suffix(".new")
    beside.write_bytes(msgspec.json.encode(kept))
    beside.replace(file)


def stopped(folder: Path) -> Kept | None:
    """Where the replay of this data folder stopped; None when none did."""
    file = folder / NAME
    return msgspec.json.decode(file.read_bytes(), type=Kept) if file.exists() else None


def restore(play: Play, kept: Kept) -> None:
    """Brings a play on whose agenda the whole week stands to where it stopped."""
    play.go_on(kept.agenda)
    play.rng.setstate(kept.rng)
    play.off_duty = set(kept.off_duty)
    play.behind.households = kept.households
    for login, one in kept.workers.items():
        _restore_worker(play.workers[login], one)
    known = {login: worker.member for login, worker in play.workers.items()}
    play.staff = [known.get(member.login, member) for member in play.staff]
    play.desk.staff = list(play.staff)


def _state(chance: Random) -> Chance:
    version, state, gauss = chance.getstate()
    return (version, state, gauss)


def _worker(worker: Worker) -> KeptWorker:
    return KeptWorker(
        person_id=worker.member.id,
        rng=_state(worker.rng),
        randomness=_state(worker.phone.chance),
        pace=worker.pace,
        silent=worker.silent,
        persuades=worker.persuades,
        looks_again=worker.looks_again,
        no_signal_until=worker.no_signal_until,
        worked_until=worker.worked_until,
        made_up=worker.made_up,
        queue=worker.queue,
        mine=[(round_id, door_id, attempts) for (round_id, door_id), attempts in worker.mine.items()],
        phone=_phone(worker.phone),
    )


def _phone(phone: Phone) -> KeptPhone:
    facts = [(f.fact_id, f.hash, f.seq, f.safe, f.wire) for f in phone.facts]
    return KeptPhone(
        **{name: getattr(phone, name) for name in _SAME},
        facts=facts,
        rows={name: list(rows.values()) for name, rows in phone.rows.items()},
    )


_SAME: Final = ("device_id", "token", "epoch", "region_id", "person", "skew_ms", "cursor", "received", "held")


def _restore_worker(worker: Worker, kept: KeptWorker) -> None:
    worker.member = replace(worker.member, id=kept.person_id)
    worker.rng.setstate(kept.rng)
    worker.phone.chance.setstate(kept.randomness)
    for name in ("pace", "silent", "persuades", "looks_again", "no_signal_until", "worked_until", "made_up", "queue"):
        setattr(worker, name, getattr(kept, name))
    worker.mine = {(round_id, door_id): attempts for round_id, door_id, attempts in kept.mine}
    _restore_phone(worker.phone, kept.phone)


def _restore_phone(phone: Phone, kept: KeptPhone) -> None:
    for name in _SAME:
        setattr(phone, name, getattr(kept, name))
    phone.facts = [Written.kept(*fact) for fact in kept.facts]
    phone.rows = {
        name: {tuple(row[field] for field in key): row for row in kept.rows[name]} for name, key in KEYS.items()
    }
