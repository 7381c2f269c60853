"""A job for tests: enters an event for each word, and may wait while it enters until a file is there."""

import time
from pathlib import Path

from django.urls import reverse

from antigone.errors import InputError
from antigone.register.access.roles import Right
from antigone.register.ledger.record import state
from antigone.register.people.models import Event
from antigone.register.work import place
from antigone.register.work.asking import Done, job


@job(Right.REPORT)
def enter_events(author, progress, words=(), until="", bad="", file=None):
    """Works out the events; `until` names the file that a job in the middle of entering waits for."""
    words = [*words, *(file.read_text().split() if file else ())]
    for i, word in enumerate(words, start=1):
        progress("reading", i, len(words))
        if word == bad:
            raise InputError(f"'{bad}' is no event")

    def enter(author):
        for i, word in enumerate(words, start=1):
            state(author, Event(code=f"E-{i:05}", title=word))
            if until:
                Path(until + ".reached").touch()
                while not Path(until).exists():
                    time.sleep(0.05)
        return Done(f"{len(words)} events", reverse("events", args=(author.investigation.slug,)))

    return enter


@job(Right.REPORT)
def stopped_half_way(author, progress):
    """Somebody asks it to stop while it works."""
    progress("begins", 0, 2)
    place.ask_to_stop(progress._folder.name)
    progress("ends", 2, 2)
    raise AssertionError("it went on")


@job(Right.REPORT)
def broken(author, progress):
    """Fails by a fault of the program, after it entered something."""

    def enter(author):
        state(author, Event(code="E-00001", title="half"))
        raise RuntimeError("a fault")

    return enter
