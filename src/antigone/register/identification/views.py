"""Runs of the engine and the candidates to review."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.register.access.pages import Link, Mark, ReasonForm, Section, Visit, files_of, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.field.models import Remains
from antigone.register.identification.case_import import Sent
from antigone.register.identification.case_job import ask_for_import, ask_for_look
from antigone.register.identification.comparing import rows_of
from antigone.register.identification.forms import CaseForm, JudgementForm, RunForm, question_of
from antigone.register.identification.job import ask_for_rerun, ask_for_run
from antigone.register.identification.joining import joined_remains
from antigone.register.identification.models import Candidate, Run, SamePerson
from antigone.register.identification.pictures import markers_svg, pedigree_svg
from antigone.register.identification.reviewing import (
    judge,
    newest_run,
    set_aside,
    waiting_candidates,
    waiting_pairs,
)
from antigone.register.identification.run_difference import difference
from antigone.register.identification.running import case_zip
from antigone.register.people.models import Name, Person
from antigone.register.people.photographs import pictures
from antigone.report.words import probability, ratio

# Below this a posterior is not worth a line of its own.
WORTH_NAMING = 1e-4


def named(person: Person) -> str:
    """The person's number and first name."""
    name = person.names.standing().order_by("made_at").first()
    return f"{person} {name}" if name else str(person)


def names_of(persons: Iterable[Person]) -> dict[Any, str]:
    """Key of each person → number and first name, in one query."""
    numbers = {p.pk: str(p) for p in persons}
    first: dict[Any, str] = {}
    for key, text in (
        Name.objects.standing()
        .filter(person__in=list(numbers))
        .order_by("made_at")
        .values_list("person", "text")
    ):
        first.setdefault(key, text)
    return {key: f"{number} {first[key]}" if key in first else number for key, number in numbers.items()}


def shown_probability(value: float | None) -> str:
    """A posterior for a table; never rounded to 0 or 1."""
    return "–" if value is None else probability(value)


@page()
def runs(visit: Visit) -> HttpResponse:
    """All runs."""
    own = Run.objects.of(visit.author.investigation).standing()
    shown = paged(visit.request, own.select_related("made_by").order_by("-code"))
    rows = [
        (
            Link(r.code, visit.url("run", r.pk)),
            made(r),
            f"{r.pairs:,}",
            r.threshold_log10,
            r.candidates.count(),
            r.sha256[:12],
        )
        for r in shown
    ]
    acts = [
        Link(_("Run the engine"), visit.url("run_add"), Right.RUN, True),
        Link(_("Check the quality first"), visit.url("check_add"), Right.RUN),
        Link(_("Import a case"), visit.url("case_add"), Right.IMPORT),
        *files_of(visit, "runs", _("Runs")),
        *files_of(visit, "candidates", _("Candidates")),
    ]
    header = (
        _("Number"),
        _("By"),
        _("Pairs compared"),
        _("From log10 LR"),
        _("Candidates"),
        _("SHA-256 of the inputs"),
    )
    empty = _("No runs yet: import profiles and allele frequencies, then run the engine.")
    return visit.sheet(_("Runs of the engine"), [Section("", header, rows, acts, empty)], page=shown)


@page(Right.RUN)
def run_add(visit: Visit) -> HttpResponse:
    """Compares every profile of remains with every family, as long work."""
    form = RunForm(visit.author.investigation, visit.posted)
    return visit.enter(
        _("Run the engine"),
        form,
        lambda author, said: ask_for_run(author, question_of(said), joined_remains(author.investigation)),
        lambda asked: visit.url("job", asked.pk),
        _("The inputs are frozen under their hash first: the same inputs give the same bits."),
        button=_("Run"),
        cancel=visit.url("runs"),
    )


@page()
def run(visit: Visit, key) -> HttpResponse:
    """A run's candidates, notes and inputs."""
    row = visit.get(Run, key)
    shown = paged(
        visit.request, row.candidates.select_related("remains", "person").order_by("-log10_lr", "pk")
    )
    outcome = row.outcome
    kept: list[tuple[Any, Any]] = [
        (_("version of the engine"), row.version),
        (_("threshold, log10"), row.threshold_log10),
        (_("pairs compared"), f"{row.pairs:,}"),
        (_("joint answer"), _method(outcome)),
        (_("SHA-256 of the inputs"), row.sha256),
        (_("by"), made(row)),
    ]
    again = [Link(_("Run again, compare the bits"), visit.url("run_again", row.pk), Right.RUN)]
    if visit.author.rights & {Right.EXPORT, Right.RUN}:
        again.append(Link(_("Case folder (ZIP)"), visit.url("run_case", row.pk)))
    others = Run.objects.of(visit.author.investigation).standing().exclude(pk=row.pk).order_by("-code")[:5]
    compared = [Link(_("with %s") % o, visit.url("run_compare", o.pk, row.pk)) for o in others]
    groups = [(", ".join(g["remains"]), ", ".join(g["persons"])) for g in outcome.get("groups", ())]
    settings = [
        tuple(line.split(" = ", 1))
        for line in row.inputs["case.toml"].splitlines()
        if " = " in line and not line.startswith(("format", "title"))
    ]
    same = row.same_persons.select_related("first", "second").order_by("-log10_lr")
    files = [(n, f"{max(0, t.count(chr(10)) - 1):,}") for n, t in row.inputs.items() if n.endswith(".csv")]
    return visit.sheet(
        _("Run %s") % row,
        [
            Section(
                _("Candidates"),
                _CANDIDATES(),
                _candidate_rows(visit, list(shown)),
                (),
                _("No pair reached the threshold. Lower it, or take samples of closer relatives."),
            ),
            Section(
                _("Persons that cannot be told apart"),
                (_("Remains"), _("Persons")),
                groups,
                note=_("The profiles say that these remains are these persons, but not which is which."),
            )
            if groups
            else None,
            Section(
                _("Remains of one person"),
                (_("First"), _("Second"), _("log10 LR"), ""),
                [
                    (s.first, s.second, f"{s.log10_lr:.2f}", Link(_("look"), visit.url("same_person", s.pk)))
                    for s in same[:200]
                ],
            )
            if same
            else None,
            Section(_("How it was made"), (), kept, again),
            Section(_("Settings"), ("", ""), settings, empty=_("All as the engine has them by default.")),
            Section(_("Frozen inputs"), (_("File"), _("Rows")), files),
            Section(_("Compare this run"), ("",), [(c,) for c in compared]) if compared else None,
            Section(_("Notes"), (_("Note"),), [(n,) for n in row.notes[:100]]) if row.notes else None,
        ],
        page=shown if shown.paginator.num_pages > 1 else None,
        history=visit.url("ledger") + f"?row={row.pk}",
    )


def _method(outcome: dict[str, Any]) -> str:
    words = {
        "exact": _("exact"),
        "bounded": _("exact but for an error of at most %s") % f"{outcome.get('error', 0):.2g}",
        "sampled": _("sampled, seed %s") % outcome.get("seed"),
        "none": _("none: see the notes"),
    }
    name, _comma, approximation = outcome.get("method", "").partition(", ")
    said = words.get(name, "–")
    return f"{said}; {approximation}" if approximation else said


def _CANDIDATES() -> tuple[Any, ...]:
    return (_("Pair"), _("Person"), _("log10 LR"), _("Joint posterior"), _("What it is"), "")


def _candidate_rows(visit: Visit, found: Sequence[Candidate]) -> list[tuple[Any, ...]]:
    names = names_of(c.person for c in found)
    return [_candidate_row(visit, c, names[c.person_id]) for c in found]


def _candidate_row(visit: Visit, c: Candidate, name: str) -> tuple[Any, ...]:
    said = c.explanation
    if said.get("group"):
        kind = Mark(_("one of a group"), "warn")
    elif said.get("status") == "supported":
        kind = Mark(_("supported"), "good")
    elif said.get("best"):
        kind = Mark(_("most probable"), "info")
    else:
        kind = Mark(_("another is more probable"), "plain") if "best" in said else ""
    return (
        Link(c, visit.url("candidate", c.pk)),
        name,
        f"{c.log10_lr:.2f}",
        shown_probability(c.posterior),
        kind,
        Mark(_("own effect"), "info") if said.get("direct") else "",
    )


@page()
def candidates(visit: Visit) -> HttpResponse:
    """What waits for a geneticist: candidates of the newest run, and remains of one person."""
    own = visit.author.investigation
    shown = paged(visit.request, waiting_candidates(own))
    run_ = newest_run(own)
    pairs = list(waiting_pairs(own)[:50])
    sections = [
        Section(
            _("Remains and persons"),
            _CANDIDATES(),
            _candidate_rows(visit, list(shown)),
            (),
            _("No candidate waits. New ones come from a run of the engine."),
            note=_("From run %s, the newest. What was proposed, set aside or decided is left out.") % run_
            if run_
            else "",
        )
    ]
    if pairs:
        sections.append(
            Section(
                _("Remains of one person"),
                (_("First"), _("Second"), _("log10 LR"), ""),
                [
                    (s.first, s.second, f"{s.log10_lr:.2f}", Link(_("look"), visit.url("same_person", s.pk)))
                    for s in pairs
                ],
            )
        )
    return visit.sheet(_("Candidates to review"), sections, page=shown)


@page()
def candidate(visit: Visit, key) -> HttpResponse:
    """Why: in sentences, point by point, and marker by marker."""
    row = visit.get(Candidate, key)
    said = row.explanation
    sentences = [s for s in (*said.get("sentences", ()), said.get("group_sentence", "")) if s]
    sections = [
        Section(
            "",
            (),
            [
                (_("Remains"), Link(row.remains, visit.url("remains", row.remains_id))),
                (_("Person"), Link(named(row.person), visit.url("person", row.person_id))),
                (_("Run"), Link(f"{row.run}, {made(row.run)}", visit.url("run", row.run_id))),
                (_("log10 LR"), f"{row.log10_lr:.2f}"),
                (_("Joint posterior"), shown_probability(row.posterior)),
            ],
            _acts(visit, row),
            template="identification/sentences.html",
            data={**said, "sentences": sentences},
        ),
        comparison(visit, row),
        side_by_side(visit, row.remains, row.person),
        *_others(visit, row),
        Section(
            _("The family"),
            template="identification/picture.html",
            data={
                "url": visit.url("candidate_pedigree", row.pk),
                "alt": _("The family's pedigree with these remains in the place of the missing person"),
            },
        ),
        Section(
            _("Marker by marker"),
            template="identification/markers.html",
            note=_("Bars to the right speak for it, to the left against it; diamonds: the nearest rival."),
            data={
                "url": visit.url("candidate_markers", row.pk),
                "alt": _("Bars of the likelihood ratio of each marker; the numbers stand in the table below"),
                "header": (_("Marker"), _("LR"), _("log10")),
                "rows": [(m, ratio(_log(lr)), f"{_log(lr):+.3f}") for m, lr in row.markers.items()],
            },
        ),
    ]
    title = _("%(remains)s as %(person)s") % {"remains": row.remains, "person": named(row.person)}
    return visit.sheet(title, sections, history=visit.url("ledger") + f"?row={row.pk}")


def comparison(visit: Visit, row: Candidate) -> Section:
    """The points before and after death, with the verdict on each."""
    judge_ = visit.url("judge", row.pk)
    acts = [Link(_("Judge a point"), judge_, r) for r in (Right.PROPOSE, Right.SIGN, Right.EXAMINE)]
    return Section(
        _("Before and after death"),
        (_("Point"), _("Ante-mortem"), _("Post-mortem"), _("Verdict"), _("How")),
        rows_of(row.person, row.remains),
        [a for a in acts if a.right in visit.author.rights][:1],
    )


def side_by_side(visit: Visit, remains: Remains, person: Person) -> Section | None:
    """Photographs of the person beside those of what was found with the remains."""
    found = [
        {"url": visit.url("item_photograph", i.pk), "text": f"{i.code}: {i.description}", "about": "",
         "links": [Link(_("Item %s") % i, visit.url("item", i.pk))]}
        for i in remains.items.standing().exclude(photograph="").order_by("code")[:6]
    ]  # fmt: skip
    shown = [*pictures(visit, person), *found]
    if not shown:
        return None
    return Section(_("Photographs, before and after"), template="photographs.html", data=shown)


def _acts(visit: Visit, row: Candidate) -> list[Link]:
    proposed = list(row.remains.proposals.standing().filter(person=row.person))
    if proposed:
        return [Link(_("Proposal %s") % p, visit.url("proposal", p.pk), Right.READ, True) for p in proposed]
    return [
        Link(_("Propose this identification"), visit.url("propose", row.pk), Right.PROPOSE, True),
        Link(_("Set aside"), visit.url("set_aside", row.pk), Right.PROPOSE),
    ]


def _others(visit: Visit, row: Candidate) -> list[Section]:
    """Who else these remains may be, and which other remains this person may be, by the same run."""
    said, sections = row.explanation, []
    same_run = Candidate.objects.filter(run=row.run).exclude(pk=row.pk).select_related("remains", "person")
    known = {c.person.code: c for c in same_run.filter(remains=row.remains)}
    rivals = [
        (
            Link(r["person"], visit.url("candidate", known[r["person"]].pk))
            if r["person"] in known
            else r["person"],
            "–" if r.get("log10_lr") is None else f"{r['log10_lr']:.2f}",
            shown_probability(r["posterior"]),
        )
        for r in said.get("rivals", ())
        if r.get("log10_lr") is not None or r["posterior"] >= WORTH_NAMING
    ]
    if "none" in said:
        rivals.append((_("none of the missing"), "–", shown_probability(said["none"])))
    header = (_("Person"), _("log10 LR"), _("Joint posterior"))
    if rivals:
        sections.append(Section(_("Who else these remains may be"), header, rivals))
    bodies = [
        (Link(c.remains, visit.url("candidate", c.pk)), f"{c.log10_lr:.2f}", shown_probability(c.posterior))
        for c in same_run.filter(person=row.person).order_by("-log10_lr")[:10]
    ]
    if bodies:
        sections.append(
            Section(_("Which other remains may be this person"), (_("Remains"), *header[1:]), bodies)
        )
    return sections


def _log(value: float) -> float:
    return math.log10(value) if value > 0 else -math.inf


@page()
def candidate_markers(visit: Visit, key) -> HttpResponse:
    """The bars as SVG."""
    return _svg(markers_svg(visit.get(Candidate, key)))


@page()
def candidate_pedigree(visit: Visit, key) -> HttpResponse:
    """The pedigree as SVG."""
    return _svg(pedigree_svg(visit.get(Candidate, key)))


def _svg(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="image/svg+xml; charset=utf-8")


@page()
def judge_point(visit: Visit, key) -> HttpResponse:
    """A reader's word on teeth, injuries or effects."""
    row = visit.get(Candidate, key)
    return visit.enter(
        _("Judge a point of %s") % row,
        JudgementForm(visit.posted),
        lambda author, said: judge(author, row.remains, row.person, **said),
        visit.url("candidate", row.pk),
        _("Your name and your reason stand beside the point."),
    )


@page(Right.PROPOSE)
def candidate_aside(visit: Visit, key) -> HttpResponse:
    """Not proposed, and why."""
    row = visit.get(Candidate, key)
    return visit.enter(
        _("Set %s aside") % row,
        ReasonForm(visit.posted),
        lambda author, said: set_aside(author, row),
        visit.url("candidates"),
        _("It leaves the list of candidates to review. Later evidence brings it back with a new result."),
    )


@page()
def same_person(visit: Visit, key) -> HttpResponse:
    """Two remains that a run finds to be of one person."""
    row = visit.get(SamePerson, key)
    markers = [(m, f"{log:+.3f}") for m, log in row.markers.items()]
    title = _("%(first)s and %(second)s: one person?") % {"first": row.first, "second": row.second}
    facts = [
        (_("First"), Link(row.first, visit.url("remains", row.first_id))),
        (_("Second"), Link(row.second, visit.url("remains", row.second_id))),
        (_("log10 LR"), f"{row.log10_lr:.2f}"),
        (_("Run"), Link(row.run, visit.url("run", row.run_id))),
    ]
    times = _("The profiles are %s times more probable if both are of one person than of two unrelated.")
    bones = [
        (r, b.bag, b.element, b.get_side_display(), b.count)
        for r in (row.first, row.second)
        for b in r.bones.standing()
    ]
    return visit.sheet(
        title,
        [
            Section(
                "",
                (),
                facts,
                [Link(_("Propose to join them"), visit.url("join", row.pk), Right.PROPOSE, True)],
            ),
            Section(
                _("Bones of both"),
                (_("Remains"), _("Bag"), _("Bone"), _("Side"), _("How many")),
                bones,
                (),
                _("No inventory yet. A bone that both have speaks against one person."),
            ),
            Section(_("Marker by marker"), (_("Marker"), _("log10 LR")), markers),
        ],
        times % ratio(row.log10_lr),
    )


@page(Right.RUN)
def run_again(visit: Visit, key) -> HttpResponse:
    """The same inputs, the same bits?"""
    row = visit.get(Run, key)
    if visit.request.method != "POST":
        return visit.render(
            "form.html",
            title=_("Run %s again") % row,
            form=forms.Form(),
            help=_("The frozen inputs go through the engine of this version; nothing is entered."),
            button=_("Run again"),
            cancel=visit.url("run", row.pk),
        )
    return redirect(visit.url("job", ask_for_rerun(visit.author, row).pk))


@page()
def run_case(visit: Visit, key) -> HttpResponse:
    """The frozen inputs as a case folder for the command line and other laboratories."""
    row = visit.get(Run, key)
    return case_response(visit, row.code, row.inputs)


def case_response(visit: Visit, code: str, inputs: dict[str, str]) -> HttpResponse:
    """Frozen inputs as a case folder, for those who run the engine or export."""
    visit.author.require(Right.RUN, Right.EXPORT)
    response = HttpResponse(case_zip(inputs), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{code}-case.zip"'
    return response


@page()
def run_compare(visit: Visit, key, other) -> HttpResponse:
    """Two runs side by side."""
    first, second = visit.get(Run, key), visit.get(Run, other)
    found = difference(first, second)
    number = lambda c: "–" if c is None else f"{c.log10_lr:.2f} · {shown_probability(c.posterior)}"  # noqa: E731
    pairs = [
        (Link(x or y, visit.url("candidate", (y or x).pk)), number(x), number(y), _change(x, y))
        for x, y in found.pairs[:300]
    ]
    return visit.sheet(
        _("%(first)s and %(second)s") % {"first": first, "second": second},
        [
            Section(
                _("Candidates that differ"),
                (_("Pair"), str(first), str(second), _("What changed")),
                pairs,
                (),
                _("None: both runs hold the same candidates with the same numbers."),
            ),
            Section(
                _("Inputs"),
                (_("File"), _("Rows only in %s") % first, _("Rows only in %s") % second),
                [r for r in found.inputs if r[1] or r[2]],
                (),
                _("The same, byte by byte."),
            ),
            Section(_("Settings that differ"), ("",), [(s,) for s in found.settings])
            if found.settings
            else None,
        ],
    )


def _change(one: Candidate | None, two: Candidate | None) -> Mark:
    if one is None:
        return Mark(_("new"), "good")
    return Mark(_("gone"), "bad") if two is None else Mark(_("other numbers"), "warn")


@page(Right.IMPORT)
def case_add(visit: Visit) -> HttpResponse:
    """A case of another laboratory: a dry run or the import, as long work."""
    form = CaseForm(visit.posted, visit.files)

    def act(author, said):
        sent = Sent(said["title"], said["by"], said["receiver"], said["on"])
        ask = ask_for_import if said["enter"] else ask_for_look
        return ask(author, said["file"].name[:200], said["file"].chunks(), sent)

    return visit.enter(
        _("Import a case"),
        form,
        act,
        lambda asked: visit.url("job", asked.pk),
        _("Families, profiles, remains and frequencies come in whole or not at all."),
        cancel=visit.url("runs"),
        button=_("Go on"),
    )
