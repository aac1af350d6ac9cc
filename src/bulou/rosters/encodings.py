"""An encoding: which one a text was written in, told from its bytes; a file may even hold two."""

from __future__ import annotations

from pathlib import Path

from bulou.rosters.errors import RosterError

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE = 200_000
_FEWEST = 6
"""So many bytes beyond ASCII: below that, text in GBK may by chance be valid UTF-8."""
# Forms from Taiwan and Hong Kong: the words that head columns and number doors, as the reader knows them.
_SIMPLIFIED = str.maketrans(
    "樓號單棟電話戶證區業備註層門聯係絡員歲數鎮鄉縣東碼類齡關鋪營無間園",
    "楼号单栋电话户证区业备注层门联系络员岁数镇乡县东码类龄关铺营无间园",
)


def decoded(path: Path, raw: bytes) -> str:
    """The text, by its mark, its zero bytes or whatever fits; lines of another encoding by their own.

    Raises RosterError when no encoding fits.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    if (zeros := raw[:4000].count(0)) > len(raw[:4000]) // 10:
        return _wide(raw, zeros)
    for read in (_whole_utf8, _mixed, _chinese):
        if (text := read(raw)) is not None:
            return text
    text = raw.decode("gb18030", errors="replace")
    # A few broken bytes are a broken cell; many are not this encoding at all.
    if text.count("\ufffd") * 50 > len(text):
        raise RosterError(path, "encoding")
    return text


def _wide(raw: bytes, zeros: int) -> str:
    low_first = raw[1:4000:2].count(0) * 2 >= zeros
    return raw.decode("utf-16-le" if low_first else "utf-16-be", errors="replace")


def _whole_utf8(raw: bytes) -> str | None:
    return _decode(raw, "utf-8")


def _mixed(raw: bytes) -> str | None:
    """A file put together from two: lines of UTF-8 among lines of GBK, each read as what it is."""
    lines = raw.split(b"\n")
    foreign = [line for line in lines if _is_beyond_ascii(line)]
    utf8 = sum(_decode(line, "utf-8") is not None for line in foreign)
    if not utf8 or utf8 == len(foreign):
        return None
    texts = [_decode(line, "utf-8") or line.decode("gb18030", errors="replace") for line in lines]
    return "\n".join(texts)


def _is_beyond_ascii(line: bytes) -> bool:
    return not line.isascii() and sum(byte > 0x7F for byte in line) >= _FEWEST


def _chinese(raw: bytes) -> str | None:
    """GB18030, which contains GBK and GB2312, or Big5: the one whose reading is made of common characters."""
    simplified, traditional = _decode(raw, "gb18030"), _decode(raw, "big5")
    if traditional is not None and _common(traditional, "big5", 0xA4, 0xC6) > (
        _common(simplified, "gb2312", 0xB0, 0xD7) if simplified is not None else 0
    ):
        return traditional.translate(_SIMPLIFIED)
    return simplified


def _common(text: str, encoding: str, first: int, last: int) -> float:
    """Which part of the characters beyond ASCII are in the encoding's rows of common ones."""
    han = [c for c in text[:_SAMPLE] if c >= "\u3400"]
    codes = [c.encode(encoding, errors="ignore") for c in han]
    return sum(bool(code) and first <= code[0] <= last for code in codes) / max(len(han), 1)


def _decode(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None
