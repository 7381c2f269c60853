"""A letter with an annex, in the form in which international bodies circulate papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.people.dates import uncertain_date
from antigone.register.reports.citing import of_claim
from antigone.register.reports.content import Block, Heading, Notes, PageBreak, Report, Span, paragraph
from antigone.register.reports.contents.identified import day, today
from antigone.register.reports.models import Document
from antigone.register.reports.standing import resting_on
from antigone.register.sources.account import account_of
from antigone.register.sources.assessing import standing_assessment
from antigone.register.sources.icicle import words
from antigone.register.sources.models import Assessment, Claim, Testimony, Visibility
from antigone.register.sources.passages import stands
from antigone.register.sources.seeing import visible_claims
from antigone.register.sources.wording import told


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letter says besides its claims; `items` are agenda items, `date` a day as YYYY-MM-DD."""

    organ: str
    session: str
    items: tuple[int, ...]
    office: str
    signatory: str
    addressee: str
    date: str
    subject: str


def circulation(author: Author, letter: Letter, claims: Sequence[Claim], language: str = "en") -> Report:
    """The letter; InputError for a claim that is not confirmed or may not be made public."""
    author.require(Right.PUBLISH)
    for name in ("organ", "office", "signatory", "addressee", "subject"):
        if not getattr(letter, name).strip():
            raise InputError(f"the {name} is missing; the letter cannot be circulated without it")
    dated = uncertain_date(letter.date)
    if dated.earliest != dated.latest:
        raise InputError(f"'{letter.date}' is not one day; a letter has a day, such as 2026-05-04")
    own = {c.pk for c in visible_claims(author)}
    for claim in claims:
        _check_public(claim, own)
    if not claims:
        raise InputError("choose the confirmed claims that the annex is to give")
    with translation.override(language):
        notes = Notes()
        of = {"day": day(dated.earliest), "office": letter.office, "addressee": letter.addressee}
        title = _("Letter dated %(day)s from the %(office)s addressed to the %(addressee)s") % of
        head = tuple(_head(letter))
        blocks = (
            *head,
            *_cover(letter),
            PageBreak(),
            Heading(
                _("Annex to the letter dated %(day)s from the %(office)s addressed to the %(addressee)s") % of
            ),
            *_annex(author, letter, claims, notes),
        )
        return Report(
            Document.Kind.CIRCULATION,
            title,
            language,
            today(),
            blocks,
            tuple(notes.texts),
            public=True,
            notes_at_foot=True,
            title_after=len(head),
            about=resting_on(claims),
        )


def _head(letter: Letter) -> Iterator[Block]:
    yield paragraph(_("Symbol: ____________________ (left for the secretariat)"), role="right")
    yield paragraph(_("Distr.: ____________________"), role="right")
    yield paragraph(Span(letter.organ))
    if letter.session.strip():
        yield paragraph(letter.session)
    if letter.items:
        yield paragraph(_items(letter.items, capital=True))


def _items(items: tuple[int, ...], capital: bool = False) -> str:
    numbers = [str(i) for i in items]
    listed = numbers[0] if len(numbers) == 1 else _("%(most)s and %(last)s") % {
        "most": ", ".join(numbers[:-1]), "last": numbers[-1],
    }  # fmt: skip
    one, many = (
        (_("Agenda item %s"), _("Agenda items %s"))
        if capital
        else (_("agenda item %s"), _("agenda items %s"))
    )
    return (one if len(numbers) == 1 else many) % listed


def _cover(letter: Letter) -> Iterator[Block]:
    yield paragraph(
        _("I have the honour to transmit herewith an account of what sources say regarding %s (see annex).")
        % letter.subject,
        " " + _("Each statement names its source; none is a finding."),
    )
    under = _(", under %s") % _items(letter.items) if letter.items else ""
    asked = _(
        "I should be grateful if you would have the present letter and its annex circulated"
        " as a document of the %(organ)s%(under)s."
    )
    yield paragraph(asked % {"organ": letter.organ, "under": under})
    yield paragraph(_("(Signed) %s") % letter.signatory, role="right")
    yield paragraph(letter.office, role="right")


def _annex(author: Author, letter: Letter, claims: Sequence[Claim], notes: Notes) -> Iterator[Block]:
    yield Heading(letter.subject, 2)
    for number, claim in enumerate(_ordered(claims), start=1):
        yield paragraph(f"{number}. ", Span(told(claim), (notes.cite(of_claim(claim)),)))
    yield from _derived(author, claims, notes)


def _ordered(claims: Sequence[Claim]) -> list[Claim]:
    dated = sorted((c for c in claims if c.earliest), key=lambda c: (c.earliest, c.code))
    return dated + sorted((c for c in claims if not c.earliest), key=lambda c: c.code)


def _derived(author: Author, claims: Sequence[Claim], notes: Notes) -> Iterator[Block]:
    groups = dict.fromkeys(c.part.group for c in _ordered(claims) if c.part_id and c.kind == Claim.Kind.COUNT)
    for group in groups:
        found = account_of(author, group, [c.pk for c in claims])
        for code, finding in found.result.sources.items():
            for part, text in finding.derivations.items():
                cited = tuple(notes.cite(of_claim(c)) for c in found.claims.values() if f"({c.code})" in text)
                follows = _("From the counts according to %(whom)s follows, for “%(part)s”: %(n)s = %(how)s.")
                of = {
                    "whom": found.speakers(code),
                    "part": part,
                    "n": words(finding.bounds[part]),
                    "how": text,
                }
                said = follows % of
                yield paragraph(Span(said, cited))


def _check_public(claim: Claim, own: set[object]) -> None:
    if claim.pk not in own:
        raise InputError(f"{claim.code} does not stand, or you may not see its source")
    verdict = standing_assessment(claim)
    if verdict is None or verdict.verdict != Assessment.Verdict.CORROBORATED:
        said = verdict.get_verdict_display() if verdict else "not assessed"
        raise InputError(f"{claim.code} is {said}; only claims assessed as corroborated go into a letter")
    if stands(claim.passage) is None:
        raise InputError(f"the passage of {claim.code} no longer matches its source; mark it anew")
    source = claim.passage.source
    if Visibility.objects.standing().filter(source=source, who=Visibility.Who.NAMED).exists():
        raise InputError(f"{source.code} is seen by named readers only; {claim.code} cannot be made public")
    testimony = source.testimonies.standing().first()
    if testimony and testimony.consent != Testimony.Consent.PUBLIC:
        raise InputError(f"the witness of {source.code} did not agree that everybody may read {claim.code}")
