"""Language: zh-CN unless the reader chose English or has a browser that asks for it first."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from bulou.ground.words import LANGUAGES, Language

COOKIE: Final = "language"
YEAR: Final = 365 * 24 * 60 * 60


def language_of(request: HttpRequest) -> Language:
    """The language to answer in."""
    chosen = request.COOKIES.get(COOKIE, "")
    for language in LANGUAGES:
        if chosen == language:
            return language
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "zh"


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remembers the reader's language and goes back to where it was chosen."""
    response = redirect(own_address(request, request.POST.get("next", "")) or "/")
    chosen = request.POST.get("language", "")
    if chosen in LANGUAGES:
        response.set_cookie(COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


def own_address(request: HttpRequest, address: str) -> str:
    """The address if it is one of ours, else an empty text: nobody is sent elsewhere by a crafted link."""
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else ""
