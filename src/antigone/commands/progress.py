"""A progress bar on standard error for work that is done in tiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def tiles_on_stderr(title: str) -> Iterator[Callable[[int, int], None]]:
    """Gives a function of (tiles done, tiles in all); the bar vanishes at the end."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task(title, total=None)

        def report(done: int, total: int) -> None:
            bar.update(line, completed=done, total=total)

        yield report
