"""Signing in: passwords are slow to guess and locked after five tries; links are spent once and expire."""

from __future__ import annotations

import pytest

from bulou.access import accounts, passwords, rate
from bulou.access.accounts import LINK_LASTS, LOCKED_FOR, Account
from bulou.core.kernel.instants import MINUTE
from bulou.ground import database
from bulou.intake.said import new_id
from tests.town import NOW

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
SECRET = "一个很长的口令 2020"


@pytest.fixture
def account(db: None) -> Account:
    made = Account(id=new_id(NOW), login="li", region_id="1" * 32, person_id="2" * 32, disabled=False)
    accounts.open_account(made, password=SECRET)
    return made


def _disable(account: Account) -> None:
    database.run("UPDATE account SET disabled = %s WHERE id = %s", [True, account.id])


def test_the_right_password_signs_in(account: Account) -> None:
    assert accounts.sign_in("li", SECRET, now=NOW) == account


@pytest.mark.parametrize(("login", "password"), [("li", "wrong password"), ("nobody", SECRET), ("li", ""), ("", "")])
def test_nobody_learns_whether_login_or_password_was_wrong(account: Account, login: str, password: str) -> None:
    assert accounts.sign_in(login, password, now=NOW) == "wrong"


def test_five_failures_lock_an_account_for_a_quarter_of_an_hour(account: Account) -> None:
    assert [accounts.sign_in("li", "x", now=NOW) for _ in range(5)] == [*["wrong"] * 4, "locked"]
    assert accounts.sign_in("li", SECRET, now=NOW + LOCKED_FOR - 1) == "locked"
    assert accounts.sign_in("li", SECRET, now=NOW + LOCKED_FOR) == account


def test_a_success_forgets_the_failures_before_it(account: Account) -> None:
    for _ in range(3):
        assert [accounts.sign_in("li", "x", now=NOW) for _ in range(4)] == ["wrong"] * 4
        assert accounts.sign_in("li", SECRET, now=NOW) == account


def test_a_disabled_account_signs_in_by_neither_way(account: Account) -> None:
    link = accounts.make_link(account.id, now=NOW)
    _disable(account)
    assert accounts.sign_in("li", SECRET, now=NOW) == "disabled"
    assert accounts.sign_in("li", "x", now=NOW) == "wrong"
    assert accounts.use_link(link, now=NOW) == "disabled"


def test_an_account_without_a_password_cannot_be_signed_into_by_guessing(db: None) -> None:
    accounts.open_account(Account(id=new_id(NOW), login="zhao", region_id="1" * 32, person_id="2" * 32, disabled=False))
    for guess in ("", "admin", "123456", "zhao"):
        assert accounts.sign_in("zhao", guess, now=NOW) in {"wrong", "locked"}


def test_a_password_too_short_to_be_one_is_refused(account: Account) -> None:
    with pytest.raises(ValueError, match="at least"):
        accounts.set_password(account.id, "short")
    with pytest.raises(ValueError, match="at least"):
        accounts.open_account(
            Account(id=new_id(NOW), login="x", region_id="1" * 32, person_id="2" * 32, disabled=False), password="short"
        )


def test_passwords_are_kept_as_argon2id_with_the_agreed_cost(account: Account) -> None:
    kept = database.one("SELECT password FROM account WHERE id = %s", [account.id])
    assert kept is not None
    assert kept[0].startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.matches(SECRET, kept[0])


def test_a_link_signs_in_once(account: Account) -> None:
    link = accounts.make_link(account.id, now=NOW)
    assert accounts.use_link(link, now=NOW + LINK_LASTS) == account
    assert accounts.use_link(link, now=NOW) == "used"


def test_a_link_expires_and_a_made_up_one_is_unknown(account: Account) -> None:
    link = accounts.make_link(account.id, now=NOW)
    assert accounts.use_link(link, now=NOW + LINK_LASTS + 1) == "expired"
    assert accounts.use_link("x" * 32, now=NOW) == "unknown"


def test_a_link_is_kept_only_as_its_digest(account: Account) -> None:
    link = accounts.make_link(account.id, now=NOW)
    assert link not in repr(database.records("SELECT * FROM sign_in_link"))


def test_each_address_has_its_own_count_in_each_window(db: None) -> None:
    limit, span = rate.LIMITS["sign_in"]
    assert all(rate.allowed("sign_in", "10.0.0.1", now=NOW) for _ in range(limit))
    assert not rate.allowed("sign_in", "10.0.0.1", now=NOW)
    assert rate.allowed("sign_in", "10.0.0.2", now=NOW)
    assert rate.allowed("sign_in", "10.0.0.1", now=NOW + span)
    assert span == 10 * MINUTE
