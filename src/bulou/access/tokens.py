"""Tokens: made once, shown once, kept only as a digest."""

import hashlib
import secrets


def new_token() -> str:
    """A token that cannot be guessed: 192 random bits, safe in a URL."""
    return secrets.token_urlsafe(24)


def digest(token: str) -> str:
    """What is kept of a token. It has full entropy, so a plain digest cannot be searched for."""
    return hashlib.sha256(token.encode()).hexdigest()
