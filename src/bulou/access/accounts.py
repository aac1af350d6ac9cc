"""Accounts: sign-in by password with lock-out, or by a one-time link."""

from typing import Final, Literal

from msgspec import Struct

from bulou.access import passwords
from bulou.access.tokens import digest, new_token
from bulou.core.kernel.ids import Id
from bulou.core.kernel.instants import HOUR, MINUTE, Instant
from bulou.ground import database

FAILURES_BEFORE_LOCK: Final = 5
LOCKED_FOR: Final = 15 * MINUTE
LINK_LASTS: Final = 12 * HOUR
PASSWORD_LENGTH: Final = 10


class Account(Struct, frozen=True, kw_only=True):
    """A login and the person in a region that it stands for."""

    id: Id
    login: str
    region_id: Id
    person_id: Id
    disabled: bool


Refusal = Literal["wrong", "locked", "disabled", "unknown", "used", "expired"]
_COLUMNS = "id, login, region_id, person_id, disabled"


def _account(row: database.Row) -> Account:
    id_, login, region_id, person_id, disabled = row
    return Account(id=id_, login=login, region_id=region_id, person_id=person_id, disabled=bool(disabled))


def by_id(account_id: Id) -> Account | None:
    """The account of this id, disabled or not."""
    found = database.one(f"SELECT {_COLUMNS} FROM account WHERE id = %s", [account_id])
    return _account(found) if found else None


def by_login(login: str) -> Account | None:
    """The account of this login."""
    found = database.one(f"SELECT {_COLUMNS} FROM account WHERE login = %s", [login])
    return _account(found) if found else None


def open_account(account: Account, *, password: str = "") -> None:
    """Opens an account. Without a password it signs in by link only; there are no default passwords.

    Raises ValueError when a password is given that is too short to be one.
    """
    if password:
        _check_length(password)
    database.insert(
        "account",
        ("id", "login", "region_id", "person_id", "disabled", "password"),
        [
            (
                account.id,
                account.login,
                account.region_id,
                account.person_id,
                account.disabled,
                passwords.hashed(password) if password else "",
            )
        ],
    )


def set_password(account_id: Id, password: str) -> None:
    """Sets a password. Raises ValueError when it is too short to be one."""
    _check_length(password)
    database.run("UPDATE account SET password = %s WHERE id = %s", [passwords.hashed(password), account_id])


def _check_length(password: str) -> None:
    if len(password) < PASSWORD_LENGTH:
        raise ValueError(f"a password has at least {PASSWORD_LENGTH} characters")


def sign_in(login: str, password: str, *, now: Instant) -> Account | Refusal:
    """The account behind a login and password, or why not. Five failures lock it for a quarter of an hour."""
    found = database.one(
        f"SELECT {_COLUMNS}, password, failures, locked_until FROM account WHERE login = %s",
        [login],
    )
    if found is None:
        passwords.matches(password, "")
        return "wrong"
    account = _account(found[:5])
    stored, failures, locked_until = found[5:]
    if locked_until > now:
        return "locked"
    if not passwords.matches(password, stored):
        failures += 1
        locks = failures >= FAILURES_BEFORE_LOCK
        database.run(
            "UPDATE account SET failures = %s, locked_until = %s WHERE id = %s",
            [0 if locks else failures, now + LOCKED_FOR if locks else 0, account.id],
        )
        return "locked" if locks else "wrong"
    database.run("UPDATE account SET failures = 0, locked_until = 0 WHERE id = %s", [account.id])
    return "disabled" if account.disabled else account


def make_link(account_id: Id, *, now: Instant, lasts: int = LINK_LASTS) -> str:
    """A one-time sign-in token for this account."""
    token = new_token()
    database.insert(
        "sign_in_link",
        ("digest", "account_id", "expires_at", "used_at"),
        [(digest(token), account_id, now + lasts, None)],
    )
    return token


def use_link(token: str, *, now: Instant) -> Account | Refusal:
    """Spends a one-time sign-in token."""
    found = database.one("SELECT account_id, expires_at, used_at FROM sign_in_link WHERE digest = %s", [digest(token)])
    if found is None:
        return "unknown"
    account_id, expires_at, used_at = found
    if used_at is not None:
        return "used"
    if expires_at < now:
        return "expired"
    spent = database.run(
        "UPDATE sign_in_link SET used_at = %s WHERE digest = %s AND used_at IS NULL", [now, digest(token)]
    )
    account = by_id(account_id)
    if not spent or account is None:
        return "used"
    return "disabled" if account.disabled else account
