"""The text of a large source, extracted in the queue."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.sources.extracting import enter_text, work_out_text
from antigone.register.sources.seeing import visible_sources
from antigone.register.work.asking import Done, Enter, job
from antigone.register.work.place import Progress


@job(Right.SOURCES)
def text_extraction(author: Author, progress: Progress, source: str) -> Enter:
    """Works the text out page by page, then enters it."""
    row = visible_sources(author).get(pk=source)
    worked = work_out_text(row, lambda done, total: progress(_("Reading pages"), done, total))
    progress.go_on()

    def enter(author: Author) -> Done:
        extraction = enter_text(author, row, worked)
        said = extraction.refusal or _("%s characters") % f"{extraction.characters:,}"
        return Done(said, reverse("reading", args=(author.investigation.slug, row.pk)))

    return enter
