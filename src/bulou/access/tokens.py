"""Tokens: made once, shown once, kept only as a digest."""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings


def new_token() -> str:
    """A token that cannot be guessed: 192 random bits, safe in a URL."""
    return secrets.token_urlsafe(24)


def derived_token(token: str, device_id: str) -> str:
    """The token that a one-time link gives to this device, the same each time; only this server can work it out."""
    told = hmac.digest(settings.SECRET_KEY.encode(), f"device {device_id} {token}".encode(), "sha256")
    return base64.urlsafe_b64encode(told[:24]).decode()


def digest(token: str) -> str:
    """What is kept of a token. It has full entropy, so a plain digest cannot be searched for."""
    return hashlib.sha256(token.encode()).hexdigest()
