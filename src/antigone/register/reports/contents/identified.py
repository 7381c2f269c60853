"""The identification certificate, and the letter that a family can read."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.decisions.models import Identification
from antigone.register.reports.citing import of_row
from antigone.register.reports.content import Heading, Notes, Report, Span, paragraph, table
from antigone.register.reports.models import Document


def certificate(author: Author, identification: Identification, language: str = "en") -> Report:
    """Who was identified, on what grounds, signed by whom; InputError after a withdrawal."""
    author.require(Right.NOTIFY)
    check_stands(identification)
    with translation.override(language):
        notes = Notes()
        person, remains, proposal = identification.person, identification.remains, identification.proposal
        note = (notes.cite(of_row(identification)),)
        names = " · ".join(n.text for n in person.names.standing().order_by("made_at"))
        rows = [
            (_("Person"), Span(f"{person.code} {names}", note)),
            (_("Remains"), Span(str(remains), (notes.cite(of_row(remains)),))),
            (
                _("Recovered"),
                _("on %(day)s at %(site)s") % {"day": day(remains.recovered_on), "site": remains.site},
            ),
            (_("Proposal"), Span(f"{proposal.code}: {proposal.grounds}", (notes.cite(of_row(proposal)),))),
        ]
        if proposal.candidate:
            c = proposal.candidate
            text = _("log10 LR %(lr)s over %(n)s markers, run %(run)s, engine %(version)s") % {
                "lr": f"{c.log10_lr:.3f}", "n": len(c.markers), "run": c.run, "version": c.run.version,
            }  # fmt: skip
            rows.append((_("Genetic comparison"), Span(text, (notes.cite(of_row(c)),))))
        signed = [
            (str(s.made_by), day(s.made_at.date()), Span(s.reason, (notes.cite(of_row(s)),)))
            for s in proposal.signatures.standing()
            .filter(verdict="approved")
            .select_related("made_by")
            .order_by("made_at")
        ]
        blocks = (
            paragraph(_("The remains named below were identified as the person named below.")),
            table(("", ""), rows),
            Heading(_("Signed by the board")),
            table((_("Reviewer"), _("On"), _("Reason")), signed),
            paragraph(_("Signature: ______________________      Stamp"), role="right"),
        )
        title = _("Certificate of identification %s") % person.code
        return Report(Document.Kind.CERTIFICATE, title, language, today(), blocks, tuple(notes.texts))


def family_letter(
    author: Author, identification: Identification, addressee: str, language: str = "en"
) -> Report:
    """In plain words: who was found, how it is known, what the family may decide; no notes, no codes."""
    author.require(Right.NOTIFY)
    check_stands(identification)
    if not addressee.strip():
        raise InputError("say to whom the letter is written")
    with translation.override(language):
        name = identification.person.names.standing().order_by("made_at").first()
        remains = identification.remains
        found = {"day": day(remains.recovered_on), "site": remains.site.title}
        told = [
            _("Dear %s,") % addressee.strip(),
            _("We write to you about %s.") % name,
            _("With great sorrow we must tell you that the remains have been found."),
            _("They were recovered on %(day)s at this place: %(site)s.") % found,
            _("Specialists compared the remains with what is known of the person."),
            _("Two others, independently of each other, checked the result and signed it."),
            _("You decide when and how you receive the remains, and where they are buried."),
            _("If you want somebody to be with you, say so."),
            _("You may see everything on which the result rests, and have it checked by others."),
            _("Nothing will be done before you agree."),
            _("If anything in this letter is unclear, or you do not believe it, please tell us."),
            _("We will come to you and explain."),
        ]
        blocks = (
            paragraph(day(timezone.localdate()), role="right"),
            paragraph(told[0]),
            paragraph(" ".join(told[1:4])),
            paragraph(" ".join(told[4:6])),
            paragraph(" ".join(told[6:10])),
            paragraph(" ".join(told[10:])),
            paragraph(_("With respect,")),
            paragraph(author.investigation.title),
        )
        return Report(Document.Kind.FAMILY_LETTER, _("About %s") % name, language, today(), blocks)


def check_stands(identification: Identification) -> None:
    """InputError for an identification that was withdrawn: nothing may be written on its strength."""
    if not Identification.objects.standing().filter(pk=identification.pk).exists():
        raise InputError("this identification does not stand: it was withdrawn; nothing can be certified")


def day(on: object) -> str:
    """A day as the language writes it."""
    return date_format(on, "j F Y")


def today() -> str:
    """The day on which a report is made, as YYYY-MM-DD."""
    return timezone.localdate().isoformat()
