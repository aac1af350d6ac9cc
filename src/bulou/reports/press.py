"""The press: a process of its own that sets one document and ends.

The typesetter remembers everything that it ever set: 60 sheets cost a server 170 MB that it never gives back. A
process that ends gives all of it back, and costs a third of a second.
"""

import subprocess
import sys
import threading
from typing import Any, Final

import msgspec
from msgspec import Struct

from bulou.core.kernel.instants import Instant
from bulou.ground.words import Language
from bulou.reports.fonts import NoChineseFont
from bulou.reports.typesetting import pdf

NO_FONT: Final = 3
SECONDS: Final = 120
"""A region's order sheets take about ten; what takes longer hangs."""
_turns: Final = threading.BoundedSemaphore(2)
"""So many presses run at a time: each takes 150 MB while it lasts."""


class Job(Struct, frozen=True, kw_only=True):
    """What is to be set: a template's name, its data, the language, and the time that the file bears."""

    template: str
    told: Any
    language: Language
    now: Instant


class NotPrinted(RuntimeError):
    """The press failed; the text is what it said."""


def printed(template: str, told: Struct, *, language: Language, now: Instant) -> bytes:
    """The document as a PDF. Raises NoChineseFont; NotPrinted when the press fails or takes too long."""
    job = msgspec.json.encode(Job(template=template, told=told, language=language, now=now))
    try:
        with _turns:
            ended = subprocess.run(  # noqa: S603  our own interpreter and module; the job goes in as data
                [sys.executable, "-m", __name__], input=job, capture_output=True, timeout=SECONDS, check=False
            )
    except subprocess.TimeoutExpired as slow:
        raise NotPrinted(f"{template}: more than {SECONDS} s") from slow
    if ended.returncode == NO_FONT:
        raise NoChineseFont
    if ended.returncode != 0:
        raise NotPrinted(f"{template}: {ended.stderr.decode(errors='replace')[-2000:]}")
    return ended.stdout


def main() -> int:
    """Sets the job that stands on the standard input; the PDF goes to the standard output."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    try:
        made = pdf(job.template, job.told, language=job.language, now=job.now)
    except NoChineseFont:
        return NO_FONT
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
