"""The identification certificate, and the letter that a family can read."""

from __future__ import annotations

from django.utils import timezone, translation

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.decisions.models import Identification
from antigone.register.reports.citing import of_row_in
from antigone.register.reports.content import Heading, Notes, Report, Span, paragraph, table
from antigone.register.reports.models import Document
from antigone.register.reports.standing import require_own, resting_on
from antigone.register.reports.wording import day_in, in_script_of, wording


def certificate(author: Author, identification: Identification, language: str = "en") -> Report:
    """Who was identified, on what grounds, signed by whom; InputError after a withdrawal."""
    author.require(Right.NOTIFY)
    require_own(author, identification)
    check_stands(identification)
    say, notes = wording("certificate", language), Notes()
    person, remains, proposal = identification.person, identification.remains, identification.proposal
    names = " · ".join(n.text for n in person.names.standing().order_by("made_at"))
    recovered = say("recovered_at", day=day_in(language, remains.recovered_on), site=remains.site)

    def cited(text: str, row) -> Span:
        return Span(text, (notes.cite(of_row_in(say, row)),))

    rows = [
        (say("person"), cited(f"{person.code} {names}", identification)),
        (say("remains"), cited(str(remains), remains)),
        (say("recovered"), Span(recovered)),
        (say("grounds"), cited(f"{proposal.code}: {proposal.grounds}", proposal)),
    ]
    if proposal.candidate:
        c = proposal.candidate
        text = say("genetic_of", lr=f"{c.log10_lr:.3f}", n=len(c.markers), run=c.run, version=c.run.version)
        rows.append((say("genetic"), cited(text, c)))
    approved = proposal.signatures.standing().filter(verdict="approved").select_related("made_by")
    signed = [
        (str(s.made_by), day_in(language, timezone.localdate(s.made_at)), cited(s.reason, s))
        for s in approved.order_by("made_at")
    ]
    blocks = (
        paragraph(say("stated")),
        table(("", ""), rows),
        Heading(say("board")),
        table((say("reviewer"), say("on"), say("reason")), signed),
        paragraph(say("own_words"), role="small"),
        paragraph(say("signature"), role="sign"),
        paragraph(say("stamp"), role="sign"),
    )
    return Report(
        Document.Kind.CERTIFICATE, say("title", code=person.code), language, today(), blocks,
        tuple(notes.texts), notes_title=say.notes["title"],
        about=resting_on([identification, person, remains, proposal, *approved]),
    )  # fmt: skip


_LETTER = (
    ("about", "sorrow", "found"),
    ("compared", "signed"),
    ("decide", "company", "see", "agree"),
    ("unclear", "come"),
)


def family_letter(
    author: Author, identification: Identification, addressee: str, language: str = "en", contact: str = ""
) -> Report:
    """In plain words: who was found, how it is known, what the family may decide; no notes, no codes.

    `addressee` is written as one addresses them in that language; `contact` says how the family reaches us.
    """
    author.require(Right.NOTIFY)
    require_own(author, identification)
    check_stands(identification)
    if not addressee.strip():
        raise InputError("say to whom the letter is written")
    say = wording("letter", language)
    remains = identification.remains
    names = list(identification.person.names.standing().order_by("made_at"))
    by_script: dict[str, str] = {}
    for name in names:
        by_script.setdefault(name.script, name.text)
    told = {
        "addressee": addressee.strip(),
        "name": in_script_of(language, by_script),
        "day": day_in(language, remains.recovered_on),
        "site": remains.site.title,
    }
    blocks = [
        paragraph(day_in(language, timezone.localdate()), role="right"),
        paragraph(say("greeting", **told)),
        *(paragraph(" ".join(say(key, **told) for key in keys)) for keys in _LETTER),
        *([paragraph(say("reach", contact=contact.strip()))] if contact.strip() else []),
        paragraph(say("respect")),
        paragraph(author.investigation.title),
    ]
    title = say("title", **told)
    rows = [identification, identification.person, remains, *names]
    return Report(
        Document.Kind.FAMILY_LETTER, title, language, today(), tuple(blocks), about=resting_on(rows)
    )


def check_stands(identification: Identification) -> None:
    """InputError for an identification that was withdrawn: nothing may be written on its strength."""
    if not Identification.objects.standing().filter(pk=identification.pk).exists():
        raise InputError("this identification does not stand: it was withdrawn; nothing can be certified")


def day(on: object) -> str:
    """A day as the present language writes it."""
    return day_in(translation.get_language() or "en", on)


def today() -> str:
    """The day on which a report is made, as YYYY-MM-DD."""
    return timezone.localdate().isoformat()
