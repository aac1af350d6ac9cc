"""Settings: one file, every setting documented; an operator changes them by environment variables only."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bulou.ground import keyfiles

DATA = Path(os.environ.get("BULOU_DATA", "data")).resolve()
"""BULOU_DATA (or --data on every command): the folder with the SQLite database, the keys and the log."""

DATABASE_URL = os.environ.get("BULOU_DATABASE_URL", "")
"""BULOU_DATABASE_URL: postgres://user:password@host:port/name. Empty: SQLite in the data folder."""

HOSTS = [host for host in os.environ.get("BULOU_HOSTS", "").split(",") if host]
"""BULOU_HOSTS: names under which others may reach the server, comma-separated. Loopback always works."""

SECURE = os.environ.get("BULOU_HTTPS", "") == "1"
"""BULOU_HTTPS=1: the server is reached by https only (behind a proxy or with a certificate)."""


def _database() -> dict[str, Any]:
    if not DATABASE_URL:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA / "bulou.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: a tick on a phone must survive the plug being pulled. The cache serves a city's counters.
                # The log is copied back every 32 MB: a busy row is then written home once, not at every commit.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                " PRAGMA cache_size=-8000; PRAGMA wal_autocheckpoint=8000;",
            },
            "CONN_MAX_AGE": None,  # closing the last connection copies the whole log back: 4 ms a request
            "TEST": {"NAME": str(DATA / "test.sqlite3")},
        }
    url = urlsplit(DATABASE_URL)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 600,
    }


DATABASES = {"default": _database()}

SECRET_KEY = keyfiles.secret_key(DATA)
"""Signs sessions. Made on first use and kept in the data folder, readable by its owner only."""

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *HOSTS]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS]

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "bulou.ledger",
    "bulou.vault",
    "bulou.projections",
    "bulou.access",
    "bulou.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "bulou.access.headers.SecurityHeaders",  # above what serves files: a script or picture has the headers too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "bulou.access.signed_in.SignedIn",
]

ROOT_URLCONF = "bulou.site.urls"
WSGI_APPLICATION = "bulou.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["bulou.desk.templatetags.desk"],
            "context_processors": ["django.template.context_processors.request"],
            "string_if_invalid": "",
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
"""Words come from bulou.words: one catalogue for desk, commands and messages, checked for parity."""

PASSWORD_HASHERS = ["bulou.access.passwords.Argon2"]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 60 * 60
"""A shift: sign in again each morning."""
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "bulou.desk.errors.bad_form"
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"

STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).parent / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
"""A push carries at most 4 MB unpacked."""
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(keyfiles.private_folder(DATA / "uploads")) if DATA.exists() else None
"""Rosters on their way in hold names: never in the system's shared folder for temporary files."""
ROSTER_UPLOAD_LIMIT = 64 * 1024 * 1024
"""The largest roster file that the desk takes."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

SILENCED_SYSTEM_CHECKS: list[str] = []
