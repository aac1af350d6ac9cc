"""Signed in: who reads a desk page, in which region, with which scope and rights."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from bulou.access import accounts
from bulou.access.scope import posts_of, rights_of, scope_of, works_at_desk
from bulou.core.catalogue import Right
from bulou.core.kernel.ids import Id
from bulou.core.kernel.scope import Scope
from bulou.core.people.fold import Post
from bulou.ground import clock

SESSION_ACCOUNT = "account_id"


class Reader(Struct, frozen=True, kw_only=True):
    """Somebody signed in: the person, the posts held now, what they give."""

    account_id: Id
    login: str
    region_id: Id
    person_id: Id
    posts: tuple[Post, ...]
    scope: Scope
    rights: frozenset[Right]
    desk: bool


class SignedIn:
    """Puts `reader` on every request: a Reader, or None. Looked up anew each time, so that a lost post takes effect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reader = reader_of(request)  # type: ignore[attr-defined]  # Django's own way of passing it on
        return self.get_response(request)


def reader_of(request: HttpRequest) -> Reader | None:
    """Who is signed in with this request's session, if the account still stands."""
    if "/sync/" in request.path:
        return None
    account_id = request.session.get(SESSION_ACCOUNT)
    account = accounts.by_id(account_id) if account_id else None
    if account is None or account.disabled:
        return None
    posts = tuple(posts_of(account.region_id, account.person_id, at=clock.now()))
    return Reader(
        account_id=account.id,
        login=account.login,
        region_id=account.region_id,
        person_id=account.person_id,
        posts=posts,
        scope=scope_of(account.region_id, account.person_id, posts),
        rights=rights_of(posts),
        desk=works_at_desk(posts),
    )
