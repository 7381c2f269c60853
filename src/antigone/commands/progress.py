"""A progress bar on standard error for work that is done in tiles."""

from __future__ import annotations

import sys
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


@contextmanager
def stages_on_stderr() -> Iterator[Callable[[str, int, int], None]]:
    """Gives a function of (stage, done, in all); one bar a stage, gone at the end, none off a terminal."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    console = Console(stderr=True)
    shown = (
        sys.stdout.isatty()
    )  # what is printed meanwhile stands above the bars, but goes to a file if told to
    with Progress(
        console=console, transient=True, disable=not console.is_terminal, redirect_stdout=shown
    ) as bar:
        lines: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in lines:
                lines[stage] = bar.add_task(stage)
            bar.update(lines[stage], completed=done, total=total)

        yield report
