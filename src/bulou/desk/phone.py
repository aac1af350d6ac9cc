"""The phone client's front door: its page and its service worker, always asked for anew."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bulou.desk.language import language_of

BUILT = Path(settings.STATICFILES_DIRS[0]) / "phone"


def phone(request: HttpRequest) -> HttpResponse:
    """The page that starts the client, or how to build it."""
    return _file(request, BUILT / "index.html", "text/html; charset=utf-8")


def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; it lives under /phone/ and so may serve all of it."""
    return _file(request, BUILT / "sw.js", "text/javascript; charset=utf-8")


def _file(request: HttpRequest, path: Path, content_type: str) -> HttpResponse:
    if not path.is_file():
        return render(request, "desk/no_phone.html", {"language": language_of(request)}, status=503)
    return HttpResponse(path.read_bytes(), content_type=content_type, headers={"Cache-Control": "no-cache"})
