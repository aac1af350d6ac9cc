"""Masking: enough of a name or number to recognise it, not enough to pass it on."""


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
