"""Error pages: what went wrong and what to do now, in both languages, without asking the database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bulou.desk.language import language_of
from bulou.ground.words import LANGUAGES, catalogue


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """400: a form or address that none of our pages sends."""
    return _error(request, 400, "desk.error.400")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """404: no such page, or not this reader's."""
    return _error(request, 404, "desk.error.404")


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but the post does not reach here; the exception may name the sentence that says why."""
    said = str(exception)
    return _error(request, 403, said if f"{said}.what" in catalogue("zh") else "desk.denied.right")


def failed(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _error(request, 500, "desk.error.500")


def bad_form(request: HttpRequest, **_why: object) -> HttpResponse:
    """403: the form's own proof was missing or old; nothing was kept."""
    return _error(request, 403, "desk.error.csrf")


def _error(request: HttpRequest, status: int, key: str) -> HttpResponse:
    mine = language_of(request)
    order = [mine, *(language for language in LANGUAGES if language != mine)]
    texts = [(language, catalogue(language)[f"{key}.what"], catalogue(language)[f"{key}.do"]) for language in order]
    return render(request, "desk/error.html", {"language": mine, "texts": texts, "status": status}, status=status)
