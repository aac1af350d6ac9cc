"""A file that cannot be read: why, in both languages, and what to do about it."""

from __future__ import annotations

from pathlib import Path

_TEXT: dict[str, tuple[str, str]] = {
    "missing": ("找不到文件，请检查路径。", "There is no such file; check the path."),
    "empty": ("文件是空的，请换一份有内容的名册。", "The file is empty; choose a roster that has rows."),
    "password": (
        "文件有打开密码，请在 Excel 或 WPS 中取消密码后另存。",
        "The file is protected by a password; save a copy without one in Excel or WPS.",
    ),
    "html": (
        "这是改了扩展名的网页，不是表格，请用 Excel 或 WPS 打开后另存为 xlsx。",
        "This is a web page with a spreadsheet's name; open it in Excel or WPS and save it as xlsx.",
    ),
    "unsupported": (
        "不支持这种文件，请另存为 xlsx、xls、ods 或 csv。",
        "This kind of file is not supported; save it as xlsx, xls, ods or csv.",
    ),
    "corrupt": (
        "文件已损坏，无法读取，请在 Excel 或 WPS 中打开并另存一份。",
        "The file is damaged and cannot be read; open it in Excel or WPS and save a copy.",
    ),
    "encoding": (
        "文字编码无法识别，请另存为 UTF-8 的 csv 或 xlsx。",
        "The text encoding is not recognised; save it as csv in UTF-8, or as xlsx.",
    ),
    "formulas": (
        "格子里只有公式、没有算出的值，请在 Excel 或 WPS 中打开、保存一次，再导入。",
        "The cells hold formulas without their values; open the file in Excel or WPS, save it once, then import.",
    ),
    "bomb": (
        "文件解开后大得不像名册，没有打开。请另存为新的 xlsx 或 csv 再导入。",
        "Unpacked, the file is far larger than any roster, so it was not opened; save it anew as xlsx or csv.",
    ),
    "too_large": (
        "表格过大，请删去多余的行列后再导入。",
        "The sheet is too large; delete the surplus rows and columns, then import.",
    ),
}

CODES = frozenset(_TEXT)


class RosterError(Exception):
    """A whole file is refused; `code` is stable, `zh` and `en` name the remedy, `detail` is for the technician."""

    def __init__(self, file: Path, code: str, detail: str = "") -> None:
        self.file = file
        self.code = code
        self.zh, self.en = _TEXT[code]
        self.detail = detail
        super().__init__(f"{file.name}: {self.en}")
