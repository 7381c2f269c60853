"""The case file of a person: all stages, each line with where it comes from, and the ledger's proof."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from antigone.formats.ledger_proof import read_proof
from antigone.register.access.author import Author
from antigone.register.access.roles import Right
from antigone.register.decisions.models import Proposal
from antigone.register.field.models import Remains
from antigone.register.identification.models import Candidate
from antigone.register.identification.pictures import markers_svg, pedigree_svg
from antigone.register.laboratory.models import Sample
from antigone.register.ledger.facts import Fact
from antigone.register.ledger.models import Entry
from antigone.register.people.date_words import date_in_words
from antigone.register.people.models import Person
from antigone.register.people.state import State, with_state
from antigone.register.reports.citing import of_claim, of_row
from antigone.register.reports.content import (
    Block,
    Heading,
    Notes,
    Picture,
    Report,
    Span,
    paragraph,
    table,
)
from antigone.register.reports.contents.identified import day, today
from antigone.register.reports.models import Document
from antigone.register.reports.proving import proof_of
from antigone.register.reports.standing import require_own, resting_on
from antigone.register.sources.models import Claim
from antigone.register.sources.seeing import visible_claims
from antigone.register.sources.wording import told
from antigone.report.words import probability

AM = ("sex", "birth", "stature_min_cm", "stature_max_cm", "body", "teeth", "effects")
PM = ("examiner", "on", "sex", "age_min", "age_max", "stature_min_cm", "stature_max_cm", "trauma", "cause",
      "teeth", "effects")  # fmt: skip


class _Writer:
    """Collects notes and the rows that were used, so that the ledger's entries of each can be listed."""

    def __init__(self) -> None:
        self.notes = Notes()
        self.used: list[Fact] = []

    def said(self, text: Any, row: Fact) -> Span:
        self.used.append(row)
        return Span(str(text), (self.notes.cite(of_row(row)),))

    def claimed(self, claim: Claim) -> Span:
        self.used.append(claim)
        return Span(told(claim), (self.notes.cite(of_claim(claim)),))


def case_file(author: Author, person: Person, language: str = "en") -> Report:
    """Everything the author may see of a person."""
    author.require(Right.PUBLISH)
    require_own(author, person)
    with translation.override(language):
        w = _Writer()
        state = State(with_state(Person.objects.filter(pk=person.pk)).get().state)
        blocks: list[Block] = [
            paragraph(_("Investigation: %s") % author.investigation.title),
            paragraph(_("State of the search, derived from the rows below: %s") % state.label),
            *_ante_mortem(w, person),
            *_claims(w, author, person),
            *_post_mortem(w, person),
            *_genetics(w, person),
            *_decisions(w, person),
        ]
        title = _("Case file %s") % person.code
        entries = list(Entry.objects.filter(row__in=[str(row.pk) for row in w.used]).order_by("sequence"))
        proof = proof_of(author, entries, title)
        blocks += _ledger(entries, proof)
        return Report(
            Document.Kind.CASE_FILE, title, language, today(), tuple(blocks), tuple(w.notes.texts),
            about=resting_on(w.used), proof=proof,
        )  # fmt: skip


def _ante_mortem(w: _Writer, person: Person) -> Iterator[Block]:
    yield Heading(_("Who is missed"))
    names = person.names.standing().select_related("made_by").order_by("made_at")
    yield table((_("Name"), _("Script"), _("Note")), [(w.said(n.text, n), n.script, n.note) for n in names])
    for report in person.reports.standing().select_related("made_by", "protected_reporter", "event"):
        who = report.protected_reporter or report.reporter or _("a reporter not named")
        seen = _("According to %(who)s, last seen %(when)s, %(place)s.") % {
            "who": who, "when": date_in_words(report.last_seen) or _("at a time not known"),
            "place": report.place or _("at a place not known"),
        }  # fmt: skip
        yield paragraph(w.said(f"{seen} {report.circumstances}".strip(), report))
    for row in person.descriptions.standing().select_related("made_by"):
        yield from _fields(w, row, AM, _("Ante-mortem data"))


def _fields(w: _Writer, row: Fact, names: tuple[str, ...], title: str) -> Iterator[Block]:
    given = [f for f in row._meta.fields if f.name in names and getattr(row, f.name) not in (None, "")]
    if given:
        yield Heading(title, 2)
        yield table(("", ""), [(str(f.verbose_name), w.said(_value(row, f.name), row)) for f in given])


def _value(row: Fact, name: str) -> str:
    if name == "sex":
        return str(row.get_sex_display())
    value = str(getattr(row, name))
    return date_in_words(value) if name in ("birth", "on") else value


def _claims(w: _Writer, author: Author, person: Person) -> Iterator[Block]:
    claims = visible_claims(author).filter(person=person)
    if claims:
        yield Heading(_("What sources claim"))
        for claim in claims:
            yield paragraph(w.claimed(claim))


def _remains(person: Person) -> list[Remains]:
    ids = {p.remains_id for p in person.presumptions.standing()} | {
        p.remains_id for p in person.proposals.standing()
    }
    return list(Remains.objects.filter(pk__in=ids).select_related("made_by", "site").order_by("code"))


def _post_mortem(w: _Writer, person: Person) -> Iterator[Block]:
    for remains in _remains(person):
        yield Heading(_("Remains %s") % remains)
        found = _("Recovered on %(day)s at %(site)s. %(what)s") % {
            "day": day(remains.recovered_on), "site": remains.site, "what": remains.description,
        }  # fmt: skip
        yield paragraph(w.said(found.strip(), remains))
        for p in person.presumptions.standing().filter(remains=remains).select_related("made_by"):
            yield paragraph(w.said(_("Presumed to be this person: %s") % p.grounds, p))
        bones = remains.bones.standing().select_related("made_by")
        if bones:
            inventory = [(w.said(b.element, b), b.get_side_display(), str(b.count)) for b in bones]
            yield table((_("Bone"), _("Side"), _("How many")), inventory)
        for row in remains.examinations.standing().select_related("made_by"):
            yield from _fields(w, row, PM, _("Examination: an opinion of %s") % row.examiner)


def _genetics(w: _Writer, person: Person) -> Iterator[Block]:
    remains = _remains(person)
    families = {p.family_id for p in person.places.standing()}
    samples = (Sample.objects.standing().filter(remains__in=remains)
               | Sample.objects.standing().filter(owner=person)
               | Sample.objects.standing().filter(relative__family__in=families))  # fmt: skip
    if samples:
        yield Heading(_("Samples and custody"))
    for sample in samples.select_related("made_by").order_by("code"):
        taken = _("%(code)s, %(material)s, taken on %(day)s") % {
            "code": sample.code, "material": sample.material, "day": day(sample.taken_on),
        }  # fmt: skip
        profiles = [_("profile of %(n)s markers, file %(file)s") % {"n": len(p.genotypes), "file": p.file}
                    for p in sample.profiles.standing()]  # fmt: skip
        yield paragraph(w.said("; ".join([taken, *profiles]), sample))
        steps = sample.custody.standing().select_related("made_by").order_by("step")
        if steps:
            header = (_("Handed over by"), _("Received by"), _("When"), _("Where"), _("Seal"))
            yield table(header, [(w.said(s.giver, s), s.receiver, _moment(s.when), s.place, s.seal)
                                 for s in steps])  # fmt: skip
    found = person.candidates.standing().select_related("run", "remains", "made_by").order_by("-log10_lr")
    if found:
        yield Heading(_("Comparison"))
        header = (_("Remains"), "log10 LR", _("Markers"), _("Joint posterior"), _("Run"))
        rows = [
            (w.said(c.remains, c), f"{c.log10_lr:.3f}", str(len(c.markers)),
             "–" if c.posterior is None else probability(c.posterior), str(c.run))
            for c in found
        ]  # fmt: skip
        yield table(header, rows)
        proposed = set(person.proposals.standing().values_list("candidate", flat=True))
        for c in [c for c in found if c.pk in proposed] or found[:1]:
            yield from _by_marker(w, c)
        for run in dict.fromkeys(c.run for c in found):
            of = {"run": run, "version": run.version, "hash": run.sha256}
            text = _("%(run)s: engine %(version)s on inputs with the SHA-256 %(hash)s") % of
            yield paragraph(w.said(text, run), role="small")


def _moment(at: datetime) -> str:
    return f"{day(timezone.localdate(at))}, {timezone.localtime(at):%H:%M}"


def _by_marker(w: _Writer, c: Candidate) -> Iterator[Block]:
    yield Heading(_("%(remains)s as this person, marker by marker") % {"remains": c.remains}, 2)
    told = [
        (m, f"{lr:.6g}", f"{math.log10(lr):.3f}" if lr > 0 else _("excludes")) for m, lr in c.markers.items()
    ]
    half = (len(told) + 1) // 2
    rows = itertools.zip_longest(told[:half], told[half:], fillvalue=("", "", ""))
    yield table((_("Marker"), "LR", "log10 LR") * 2, [(*left, *right) for left, right in rows])
    total = _("Product of all markers: log10 LR %(sum)s, against an unrelated person of the population.")
    yield paragraph(w.said(total % {"sum": f"{c.log10_lr:.3f}"}, c), role="small")
    yield Picture(markers_svg(c), _("Likelihood ratio by marker; diamonds are the nearest rival's."))
    yield Picture(pedigree_svg(c), _("The family as it was frozen for the run, the remains in their place."))


def _decisions(w: _Writer, person: Person) -> Iterator[Block]:
    proposals = Proposal.objects.filter(person=person, supersedes__isnull=True).select_related(
        "made_by", "remains"
    )
    if proposals:
        yield Heading(_("Decisions"))
    for proposal in proposals.order_by("code"):
        yield paragraph(w.said(_("%(code)s: %(remains)s proposed. Grounds: %(why)s") % {
            "code": proposal, "remains": proposal.remains, "why": proposal.grounds}, proposal))  # fmt: skip
        for s in proposal.signatures.standing().select_related("made_by").order_by("made_at"):
            yield paragraph(w.said(f"{s.made_by}: {s.get_verdict_display()}. {s.reason}", s))
        for i in proposal.identifications.all().select_related("made_by").order_by("made_at"):
            text = _("Identification withdrawn: %s") % i.reason if i.retracted else _("Identified.")
            yield paragraph(w.said(text, i))
            for n in i.notifications.standing().select_related("made_by"):
                yield paragraph(w.said(_("%(who)s told on %(day)s: %(how)s") % {
                    "who": n.told, "day": day(n.on), "how": n.by}, n))  # fmt: skip
            for h in i.handovers.standing().select_related("made_by"):
                passed = _("Handed over by %(a)s to %(b)s on %(day)s, %(where)s, receipt %(n)s") % {
                    "a": h.giver, "b": h.receiver, "day": day(h.on), "where": h.place, "n": h.receipt,
                }  # fmt: skip
                yield paragraph(w.said(passed, h))


def _ledger(entries: Sequence[Entry], proof: str) -> Iterator[Block]:
    yield Heading(_("The ledger's proof"))
    signed = read_proof(proof).checkpoint
    said = _(
        "Each line above stands in the record's ledger under the number below. Root of its %(size)s"
        " entries at %(at)s: %(root)s; signature %(signature)s; key %(key)s. The file with the way of each"
        " entry to this root was made with this paper; “antigone verify-proof” checks it without the record."
    )
    of = {n: getattr(signed, n) for n in ("size", "at", "root", "signature", "key")}
    yield paragraph(said % of, role="small")
    yield table((_("Entry"), _("Table"), _("SHA-256 of the entry")),
                [(str(e.sequence), e.table, e.leaf) for e in entries])  # fmt: skip
