"""A household as it is sealed: names and phones, of an identity number the last four digits and a keyed hash."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bulou.rosters.contacts import Contact

MOST_PERSONS = 999
SealedContact = dict[str, object]
Hash = Callable[[str], str]
"""A hash that only the region's key can compute."""


@dataclass(slots=True)
class Household:
    """How many live behind a door, and the contact entries that go into the vault."""

    persons: int = 0
    contacts: list[SealedContact] = field(default_factory=list)


def sealed(contacts: Iterable[Contact], keyed_hash: Hash) -> list[SealedContact]:
    """The entries to be sealed. The full identity number ends here."""
    return [_sealed(contact, keyed_hash) for contact in contacts]


def _sealed(contact: Contact, keyed_hash: Hash) -> SealedContact:
    entry: SealedContact = {"name": contact.name, "phones": list(contact.phones)}
    if contact.id_number:
        entry["number_last4"] = contact.id_number[-4:]
        entry["number_hash"] = keyed_hash(contact.id_number)
    return entry


def added(known: Household, listed: Household) -> Household:
    """Both together: nobody whom either names is lost, nobody whom both name is counted twice."""
    contacts = [dict(one) for one in known.contacts]
    free = list(range(len(contacts)))
    for new in listed.contacts:
        at = next((i for i in free if _same(contacts[i], new)), None)
        if at is None:
            contacts.append(dict(new))
        else:
            free.remove(at)
            contacts[at] = _completed(contacts[at], new)
    persons = max(known.persons, listed.persons)
    fresh = len(contacts) - len(known.contacts)
    if fresh and known.persons and listed.persons:
        # Each list names people whom the other leaves out; an owner of an empty flat lives elsewhere.
        persons = max(persons, min(known.persons + fresh, len(contacts)))
    return Household(min(persons, MOST_PERSONS), contacts)


def _same(a: SealedContact, b: SealedContact) -> bool:
    hashes = {one["number_hash"] for one in (a, b) if one.get("number_hash")}
    return a.get("name") == b.get("name") and len(hashes) < 2


def _completed(known: SealedContact, new: SealedContact) -> SealedContact:
    phones = dict.fromkeys([*_phones(known), *_phones(new)])
    return {**new, **known, "phones": list(phones)}


def _phones(contact: SealedContact) -> list[str]:
    phones = contact.get("phones")
    return [str(one) for one in phones] if isinstance(phones, list) else []
