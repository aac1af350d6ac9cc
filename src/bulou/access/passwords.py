"""Passwords: Argon2id with memory that eight sign-ins at once can share on a small machine."""

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password


class Argon2(Argon2PasswordHasher):
    """Argon2id at OWASP's 19 MiB, 2 passes, 1 lane; Django's 100 MB a sign-in would let a burst fill the memory."""

    memory_cost = 19_456
    time_cost = 2
    parallelism = 1


def hashed(password: str) -> str:
    """The stored form of a password."""
    return make_password(password)


def matches(password: str, stored: str) -> bool:
    """Whether a password is the stored one; takes as long for an account without one."""
    if not stored:
        make_password(password)
        return False
    return check_password(password, stored)
