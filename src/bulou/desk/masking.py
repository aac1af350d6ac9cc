"""Masking: enough of a name or number to recognise it, not enough to pass it on."""

import re

_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{14}(?:\d{3})?[0-9Xx](?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def masked_name(name: str) -> str:
    """王*明 of 王小明, 王* of 王明."""
    if len(name) < 2:
        return "*" * len(name)
    return f"{name[0]}*" if len(name) == 2 else f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def masked_phone(phone: str) -> str:
    """138****5678 of a mobile number; the last two digits of a shorter one."""
    if len(phone) >= 11:
        return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
    return f"{'*' * max(len(phone) - 2, 0)}{phone[-2:]}"


def masked_text(text: str) -> str:
    """A text with the identity numbers and mobile numbers in it masked."""
    text = _NUMBER.sub(lambda found: f"{'*' * 6}{found[0][-4:]}", text)
    return _PHONE.sub(lambda found: masked_phone(found[0]), text)
