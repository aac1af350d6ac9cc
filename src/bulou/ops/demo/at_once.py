"""At once: several requests to the server begun at the same moment, each on a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier


def at_once(jobs: Sequence[Callable[[], None]]) -> None:
    """Begins all of them when the last is ready; raises the first fault after all have ended."""
    if not jobs:
        return
    gate = Barrier(len(jobs))

    def begin(job: Callable[[], None]) -> None:
        gate.wait()
        job()

    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        begun = [pool.submit(begin, job) for job in jobs]
    for one in begun:
        one.result()
