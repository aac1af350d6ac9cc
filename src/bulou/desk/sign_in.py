"""Signing in: by password with lock-out, or by a one-time link that a preview cannot spend; signing out."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bulou.access import accounts, rate
from bulou.access.accounts import Account
from bulou.access.signed_in import SESSION_ACCOUNT, Reader
from bulou.core.kernel.instants import Instant
from bulou.core.kernel.scope import Scope
from bulou.desk.language import language_of, own_address
from bulou.ground import clock
from bulou.intake.writer import write
from bulou.ledger import regions
from bulou.projections.read import read
from bulou.projections.views.rounds import Rounds
from bulou.vault import sealing

STATUS: Final = {"too_many": 429}
"""By refusal; every other refusal is answered 403."""


def home(request: HttpRequest) -> HttpResponse:
    """The reader's region, or the way to sign in."""
    reader: Reader | None = request.reader  # type: ignore[attr-defined]  # put there by SignedIn
    return redirect(_region_of(reader.region_id) if reader else reverse("desk:sign_in"))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Login and password."""
    if request.method != "POST":
        return _page(request, "desk/sign_in.html", next=request.GET.get("next", ""))
    login, password = request.POST.get("login", "").strip(), request.POST.get("password", "")
    now = clock.now()

    def job() -> Account | str:
        if not rate.allowed("sign_in", _address(request), now=now):
            return "too_many"
        done = accounts.sign_in(login, password, now=now)
        _log(done if isinstance(done, Account) else accounts.by_login(login), refused=isinstance(done, str), now=now)
        return done

    done = write(job)
    after = request.POST.get("next", "")
    if isinstance(done, str):
        return _page(request, "desk/sign_in.html", refused=done, login=login, next=after)
    return _enter(request, done, after)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link: opening it shows a button, pressing that spends it, so that no chat's preview can."""
    if request.method != "POST":
        return _page(request, "desk/sign_in_link.html")
    now = clock.now()

    def job() -> Account | str:
        if not rate.allowed("sign_in_link", _address(request), now=now):
            return "too_many"
        done = accounts.use_link(token, now=now)
        if isinstance(done, Account):
            _log(done, refused=False, now=now)
        return done

    done = write(job)
    return _page(request, "desk/sign_in_link.html", refused=done) if isinstance(done, str) else _enter(request, done)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forgets the session."""
    request.session.flush()
    return redirect("desk:sign_in")


def _log(account: Account | None, *, refused: bool, now: Instant) -> None:
    """Signing in is a row of the log of openings, and so is a refused try at somebody's account."""
    if account is not None:
        sealing.log_opening(
            account.region_id, by=account.person_id, purpose="sign_in_refused" if refused else "sign_in",
            subject="desk", entries=0, now=now,
        )  # fmt: skip


def _enter(request: HttpRequest, account: Account, after: str = "") -> HttpResponse:
    request.session.flush()
    request.session[SESSION_ACCOUNT] = account.id
    return redirect(own_address(request, after) or _region_of(account.region_id))


def _region_of(region_id: str) -> str:
    """Tonight; until the first round is launched, the steps that lead there."""
    code = next((region.code for region in regions.all_regions() if region.region_id == region_id), None)
    if code is None:
        return reverse("desk:sign_in")
    everything = Scope(region_id=region_id, reader_id=region_id, whole_region=True)
    return reverse("desk:tonight" if read(everything, Rounds()) else "desk:activate", args=(code,))


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _page(request: HttpRequest, template: str, *, refused: str = "", **context: str) -> HttpResponse:
    status = STATUS.get(refused, 403) if refused else 200
    return render(request, template, {"language": language_of(request), "refused": refused, **context}, status=status)
