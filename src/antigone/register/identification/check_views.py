"""Checks of the quality of families and profiles, before a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.quality.limits import Limits
from antigone.register.access.exports import table_response
from antigone.register.access.pages import Link, Links, Mark, Section, Visit, exports, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.field.models import Remains
from antigone.register.identification.checking import ask_for_check
from antigone.register.identification.forms import CheckForm, question_of
from antigone.register.identification.joining import joined_remains
from antigone.register.identification.models import QualityCheck
from antigone.register.identification.views import case_response
from antigone.register.laboratory.models import Sample
from antigone.register.people.models import Family, Person, Relative

SEVERITIES = {
    "error": (gettext_lazy("error"), "bad"),
    "warning": (gettext_lazy("warning"), "warn"),
    "note": (gettext_lazy("note"), "plain"),
}
KINDS = {
    "mendelian": gettext_lazy("genotypes that cannot be inherited so"),
    "silent_allele": gettext_lazy("a silent allele, perhaps"),
    "relationship": gettext_lazy("another relationship fits better"),
    "swap": gettext_lazy("two samples exchanged, perhaps"),
    "misplaced": gettext_lazy("fits another family better"),
    "same_remains": gettext_lazy("remains of one person, perhaps"),
    "direct_match": gettext_lazy("one person may have left both"),
    "duplicate": gettext_lazy("references that match each other"),
    "sex": gettext_lazy("amelogenin and the stated sex"),
    "few_markers": gettext_lazy("few markers"),
    "homozygote_excess": gettext_lazy("too many homozygotes"),
    "degradation": gettext_lazy("degraded"),
    "dropout": gettext_lazy("a marker that often fails"),
    "off_ladder": gettext_lazy("an allele off the ladder"),
    "empty_profile": gettext_lazy("an empty profile"),
    "no_profile": gettext_lazy("no profile"),
    "untyped_marker": gettext_lazy("a marker nobody is typed at"),
    "no_typed_relative": gettext_lazy("no typed relative"),
    "uninformed_missing": gettext_lazy("the relatives tell nothing of the missing person"),
    "not_checked": gettext_lazy("not all could be checked"),
    "case_note": gettext_lazy("read from the case"),
}


@page()
def checks(visit: Visit) -> HttpResponse:
    """All checks."""
    own = QualityCheck.objects.of(visit.author.investigation).standing().defer("inputs")
    shown = paged(visit.request, own.select_related("made_by").order_by("-code"))
    rows = []
    for row in shown:
        counted = Counter(f["severity"] for f in row.findings)
        counts = [counted[s] for s in SEVERITIES]
        rows.append((Link(row.code, visit.url("check", row.pk)), made(row), *counts, row.sha256[:12]))
    header = (
        _("Number"), _("By"), _("Errors"), _("Warnings"), _("Notes"), _("SHA-256 of the inputs"),
    )  # fmt: skip
    actions = [Link(_("Check the quality"), visit.url("check_add"), Right.RUN, True)]
    empty = _("No checks yet. Check families and profiles before a run: one exchanged tube spoils many.")
    return visit.sheet(_("Quality of profiles"), [Section("", header, rows, actions, empty)], page=shown)


@page(Right.RUN)
def check_add(visit: Visit) -> HttpResponse:
    """Looks for what is wrong or odd, as long work."""
    form = CheckForm(visit.author.investigation, visit.posted)

    def act(author: Any, said: dict[str, Any]) -> Any:
        limits = Limits(relationship_log10=said["relationship_log10"], match_log10=said["match_log10"])
        return ask_for_check(author, question_of(said), limits, joined_remains(author.investigation))

    return visit.enter(
        _("Check the quality"),
        form,
        act,
        lambda asked: visit.url("job", asked.pk),
        _("Mendelian conflicts, wrong relationships, exchanged samples, duplicates, odd alleles. It changes "
          "nothing: what is wrong is corrected where it was entered."),
        button=_("Check"),
        cancel=visit.url("checks"),
    )  # fmt: skip


@page()
def check(visit: Visit, key) -> HttpResponse:
    """What was found, gravest first, each with whom it is about."""
    row = visit.get(QualityCheck, key)
    asked = visit.request.GET
    chosen = [
        f
        for f in row.findings
        if asked.get("kind") in (None, f["kind"]) and asked.get("severity") in (None, f["severity"])
    ]
    shown = paged(visit.request, chosen)
    known = _Known(visit, shown)
    header = (_("Weight"), _("What"), _("Finding"), _("Who"), _("Samples"), _("log10 LR"))
    lines = [
        (
            _weight(f["severity"]),
            KINDS.get(f["kind"], f["kind"]),
            f["text"],
            Links(known.who(f)),
            Links(known.samples(f)),
            "" if f["log10_lr"] is None else f"{f['log10_lr']:.1f}",
        )
        for f in shown
    ]
    files = exports(visit, "check_export", row.pk)
    again = [Link(_("Check the quality"), visit.url("check_add"), Right.RUN)]
    if visit.author.rights & {Right.EXPORT, Right.RUN}:
        again.append(Link(_("Case folder (ZIP)"), visit.url("check_case", row.pk)))
    limits = row.limits
    kept = [
        (_("version of the engine"), row.version),
        (_("another relationship from log10 LR"), limits.get("relationship_log10", "–")),
        (_("two profiles of one person from log10 LR"), limits.get("match_log10", "–")),
        (_("SHA-256 of the inputs"), row.sha256),
        (_("by"), made(row)),
    ]
    title = _("Findings") if len(chosen) == len(row.findings) else _("Findings of the kind chosen")
    return visit.sheet(
        _("Check %s") % row,
        [
            _summary(visit, row),
            Section(title, header, lines, files, _("Nothing was found: the profiles fit their families.")),
            Section(_("How it was made"), (), kept, again),
            Section(_("Notes"), (_("Note"),), [(n,) for n in row.notes[:100]]) if row.notes else None,
        ],
        page=shown if shown.paginator.num_pages > 1 else None,
        history=visit.url("ledger") + f"?row={row.pk}",
    )


def _weight(severity: str) -> Mark:
    word, tone = SEVERITIES.get(severity, (severity, "plain"))
    return Mark(word, tone)


def _summary(visit: Visit, row: QualityCheck) -> Section | None:
    counted = Counter((f["kind"], f["severity"]) for f in row.findings)
    gravest = list(SEVERITIES)
    url = visit.url("check", row.pk)
    rows = [
        (_weight(severity), KINDS.get(kind, kind),
         Link(n, f"{url}?{urlencode({'kind': kind, 'severity': severity})}"))
        for (kind, severity), n in sorted(counted.items(), key=lambda c: (gravest.index(c[0][1]), -c[1]))
    ]  # fmt: skip
    if not rows:
        return None
    every = [Link(_("All %d") % len(row.findings), url)]
    return Section(_("How many"), (_("Weight"), _("What"), _("How many")), rows, every)


class _Known:
    """The rows of the record that the numbers in some findings stand for, in five queries."""

    def __init__(self, visit: Visit, found: Iterable[dict[str, Any]]) -> None:
        own, self.visit = visit.author.investigation, visit
        numbers = {n for f in found for n in f["subjects"]}
        families = {f["family"] for f in found if f["family"]}
        standing = lambda model: model.objects.of(own).standing()  # noqa: E731
        self.families = {f.code: f.pk for f in standing(Family).filter(code__in=families)}
        self.relatives = {r.code: r for r in standing(Relative).filter(code__in=numbers)}
        self.remains = {r.code: r.pk for r in standing(Remains).filter(code__in=numbers)}
        self.persons = {p.code: p.pk for p in standing(Person).filter(code__in=numbers)}
        self.typed: dict[str, list[Sample]] = {}
        for column in ("remains", "relative", "owner"):
            rows = standing(Sample).filter(**{f"{column}__code__in": numbers}).select_related(column)
            for sample in rows.order_by("code"):
                self.typed.setdefault(getattr(sample, column).code, []).append(sample)

    def who(self, finding: dict[str, Any]) -> Sequence[Link]:
        """The family and the persons or remains."""
        url, links = self.visit.url, []
        if finding["family"] in self.families:
            title = _("family %s") % finding["family"]
            links.append(Link(title, url("family", self.families[finding["family"]])))
        for number in finding["subjects"]:
            if number in self.remains:
                links.append(Link(number, url("remains", self.remains[number])))
            elif number in self.persons:
                links.append(Link(number, url("person", self.persons[number])))
            elif number in self.relatives:
                row = self.relatives[number]
                links.append(Link(f"{number} {row.label}".strip(), url("relative", row.pk)))
        return links

    def samples(self, finding: dict[str, Any]) -> Sequence[Link]:
        """The samples of these persons and remains."""
        found = [s for n in finding["subjects"] for s in self.typed.get(n, ())]
        return [Link(s.code, self.visit.url("sample", s.pk)) for s in found]


@page()
def check_case(visit: Visit, key) -> HttpResponse:
    """The inputs as a case folder: `antigone check` says the same of it."""
    row = visit.get(QualityCheck, key)
    return case_response(visit, row.code, row.inputs)


@page(Right.EXPORT)
def check_export(visit: Visit, key, kind: str) -> HttpResponse:
    """All findings as a file."""
    row = visit.get(QualityCheck, key)
    rows = (
        (
            f["severity"],
            f["kind"],
            f["family"],
            " ".join(f["subjects"]),
            f["marker"],
            f["log10_lr"],
            f["text"],
        )
        for f in row.findings
    )
    header = ("severity", "kind", "family", "subjects", "marker", "log10_lr", "text")
    return table_response(kind, f"{row.code}-findings", header, rows)
