"""The report as one self-contained HTML text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from antigone.cases.case import Case
from antigone.cases.family_marks import family_marks
from antigone.identify.joint import JointPosterior, Watch, unwatched
from antigone.pedigrees.drawing import draw_pedigree
from antigone.pedigrees.relationships import relationship
from antigone.report.assumptions import assumptions
from antigone.report.chart import lr_chart
from antigone.report.comparisons import EXCLUSIONS, comparisons
from antigone.report.findings import PersonFinding, RemainsFinding, person_findings, remains_findings
from antigone.report.sentences import group_sentence
from antigone.report.words import probability, ratio

MOST_PAGES = 10000
Page = TypeVar("Page")
STATUSES = {
    "supported": "supported",
    "group": "one of a group",
    "none": "none of the missing",
    "undecided": "undecided",
}


@dataclass(frozen=True, slots=True)
class RemainsPage:
    """A page on one remains: the finding with its pictures."""

    finding: RemainsFinding
    pedigree: Markup
    chart: Markup
    chart_other: str
    relatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A page on a missing person to whom no remains are assigned."""

    finding: PersonFinding
    pedigree: Markup
    relatives: tuple[str, ...]


def render_report(
    case: Case,
    result: JointPosterior,
    provenance: Mapping[str, Any],
    notes: Sequence[str] = (),
    cautions: Sequence[str] = (),
    watch: Watch = unwatched,
) -> str:
    """HTML without script, style sheet or picture from elsewhere; every name is escaped.

    `notes` and `cautions` are sentences on the case and on how the posterior was reached; `watch(stage,
    done, all)` is told of progress. Pages of their own go to the first MOST_PAGES remains and persons; the
    tables have all.
    """
    named = comparisons(case, result, partial(watch, "Taking pairs apart"))
    remains = remains_findings(case, result, named.pairs, named.excluded)
    persons = person_findings(case, result, remains)
    unclaimed = [p for p in persons if not p.claimed_by]
    pages = len(remains[:MOST_PAGES]) + len(unclaimed[:MOST_PAGES])
    drawn = partial(watch, "Drawing pages")
    remains_pages = list(_watched((_remains_page(case, f) for f in remains[:MOST_PAGES]), drawn, 0, pages))
    person_pages = list(
        _watched((_person_page(case, p) for p in unclaimed[:MOST_PAGES]), drawn, len(remains_pages), pages)
    )
    environment = Environment(
        loader=PackageLoader("antigone.report", "."), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"probability": probability, "ratio": ratio}
    return environment.get_template("report.html.j2").render(
        case=case,
        result=result,
        remains=remains,
        persons=persons,
        statuses=STATUSES,
        exclusions=EXCLUSIONS,
        groups=[group_sentence(g) for g in result.groups],
        remains_pages=remains_pages,
        person_pages=person_pages,
        left_out=max(0, len(remains) - MOST_PAGES) + max(0, len(unclaimed) - MOST_PAGES),
        assumptions=assumptions(case, result.method),
        provenance=provenance,
        notes=notes,
        cautions=cautions,
        settings=_flat(provenance.get("settings", {})),
    )


def _watched(
    pages: Iterable[Page], watch: Callable[[int, int], None], before: int, everything: int
) -> Iterator[Page]:
    for done, page in enumerate(pages, start=before + 1):
        yield page
        watch(done, everything)


def _remains_page(case: Case, finding: RemainsFinding) -> RemainsPage:
    pair = finding.shown
    if pair is None:
        return RemainsPage(finding, Markup(), Markup(), "", ())
    family = case.missing[pair.missing]
    marks = family_marks(case, family, {pair.missing: pair.remains})
    title = f"Family {family} with {pair.remains} in the place of {pair.missing}"
    runner_up = finding.runner_up.pair if finding.runner_up is not None else None
    other = runner_up if runner_up is not None and runner_up.missing != pair.missing else None
    chart = lr_chart(
        pair.lr,
        f"Likelihood ratio by marker: {pair.remains} as {pair.missing}",
        other.lr if other is not None else None,
    )
    return RemainsPage(
        finding,
        # Both SVG texts are made by XML serialisers that escape what they are given.
        Markup(draw_pedigree(case.families[family], marks, title)),  # nosec
        Markup(chart) if pair.lr else Markup(),  # nosec
        other.missing if other is not None else "",
        _relatives(case, pair.missing),
    )


def _person_page(case: Case, finding: PersonFinding) -> PersonPage:
    marks = family_marks(case, finding.family)
    drawing = draw_pedigree(case.families[finding.family], marks, f"Family {finding.family}")
    return PersonPage(finding, Markup(drawing), _relatives(case, finding.person))  # nosec


def _relatives(case: Case, person: str) -> tuple[str, ...]:
    """Typed members of the family and what they are to the missing person."""
    pedigree = case.families[case.missing[person]]
    typed = [p.id for p in pedigree.people if p.id in case.references]
    return tuple(
        f"{t} ({'own effect or sample' if t == person else relationship(pedigree, t, person)})" for t in typed
    )


def _flat(settings: Mapping[str, Any], before: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in settings.items():
        if isinstance(value, Mapping) and value:
            rows += _flat(value, f"{before}{key}.")
        elif not isinstance(value, Mapping) and value is not None:
            rows.append((before + key, str(value)))
    return rows
