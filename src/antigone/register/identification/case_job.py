"""A case of another laboratory as long work: first what it would add, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.cases.draft import CaseDraft
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.identification.case_import import CaseImport, Sent, import_case, look
from antigone.register.identification.case_opening import opened_case
from antigone.register.people.models import PersonList
from antigone.register.work.asking import Done, Enter, enqueue, job
from antigone.register.work.models import Job
from antigone.register.work.place import Progress

NOTES = 20


def ask_for_look(author: Author, name: str, data: Iterable[bytes], sent: Sent) -> Job:
    """Puts a dry run into the queue: nothing is entered, the job's page says what would be."""
    title = _("What the case %s would add") % sent.title
    return enqueue(author, case_look, title, {"case": data}, name=name, sent=_plain(sent))


def ask_for_import(author: Author, name: str, data: Iterable[bytes], sent: Sent) -> Job:
    """Puts the import into the queue."""
    title = _("Import of the case %s") % sent.title
    return enqueue(author, case_enter, title, {"case": data}, name=name, sent=_plain(sent))


def _plain(sent: Sent) -> dict[str, str]:
    return {**asdict(sent), "on": sent.on.isoformat()}


def _sent(plain: dict[str, Any]) -> Sent:
    return Sent(**{**plain, "on": date.fromisoformat(plain["on"])})


def _opened(name: str, case: Path, progress: Progress) -> CaseDraft:
    progress(_("Reading the case"))
    with opened_case(name, case.read_bytes()) as draft:
        return draft


@job(Right.IMPORT)
def case_look(author: Author, progress: Progress, name: str, sent: dict[str, Any], case: Path) -> Enter:
    """What it would add, in words."""
    draft = _opened(name, case, progress)
    progress(_("Comparing it with the record"))
    found = look(author, draft, sent["title"])

    def enter(author: Author) -> Done:
        return Done(_("Nothing was entered. This would be added: %s") % _words(found))

    return enter


@job(Right.IMPORT)
def case_enter(author: Author, progress: Progress, name: str, sent: dict[str, Any], case: Path) -> Enter:
    """The import."""
    draft = _opened(name, case, progress)

    def enter(author: Author) -> Done:
        progress(_("Entering it"))
        found = import_case(author, draft, _sent(sent))
        own = PersonList.objects.of(author.investigation).standing().filter(title=sent["title"]).first()
        slug = author.investigation.slug
        url = reverse("person_list", args=(slug, own.pk)) if own else reverse("runs", args=(slug,))
        return Done(_("Entered: %s") % _words(found), url)

    return enter


def _words(found: CaseImport) -> str:
    text = _("%(families)d families with %(people)d persons, %(remains)d remains, %(profiles)d profiles.") % {
        "families": len(found.families), "people": sum(len(rows) for rows in found.families.values()),
        "remains": len(found.remains), "profiles": found.profiles,
    }  # fmt: skip
    if found.known:
        text += " " + _("%d missing persons are in the record from it already.") % len(found.known)
    return " ".join([text, *(f"{note}." for note in found.notes[:NOTES])])
