"""Privacy classes: how much a field says about people, declared for every field that leaves a room."""

from enum import IntEnum


class Privacy(IntEnum):
    """0 none, 1 household, 2 identity, 3 sensitive (GB/T 35273 read strictly; reading 2 and 3 is logged)."""

    NONE = 0
    HOUSEHOLD = 1
    IDENTITY = 2
    SENSITIVE = 3
