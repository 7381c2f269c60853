"""Tiles of work on the threads of this process; kernels run without the interpreter's lock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


# A thread that waits without end is never told of Ctrl-C where the system hands the signal to another.
WAKE_SECONDS = 0.25
# Set where the user has interrupted: work that takes long looks at it and ends.
Stop = Event


class Stopped(Exception):
    """Work that ended because it was told to; nobody waits for its result."""


def in_threads(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int, stop: Stop | None = None
) -> Iterator[Result]:
    """The results of `work` on each item, as they come; no more items are made than are in work.

    With one worker all happens in the calling thread. `stop` is set where the caller leaves early (an
    interruption, an error), so that no thread goes on with work that nobody wants.
    """
    if workers == 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: set[Future[Result]] = set()
        try:
            for item in items:
                while len(waiting) > workers:
                    done, waiting = wait(waiting, WAKE_SECONDS, FIRST_COMPLETED)
                    yield from (f.result() for f in done)
                waiting.add(pool.submit(work, item))
            while waiting:
                done, waiting = wait(waiting, WAKE_SECONDS, FIRST_COMPLETED)
                yield from (f.result() for f in done)
        except BaseException:
            if stop is not None:
                stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
