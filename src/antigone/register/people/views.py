"""Persons, families, the accounting."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.errors import InputError
from antigone.pedigrees.drawing import Marks, draw_pedigree
from antigone.register.access.corrected import all_before, take_back_page
from antigone.register.access.exports import table_response
from antigone.register.access.pages import Link, Section, Visit, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.ledger.record import alone
from antigone.register.people import forms
from antigone.register.people.accounting import account, account_by
from antigone.register.people.date_words import date_in_words
from antigone.register.people.derived import GROUPINGS, contradictory, state_of, states_beyond
from antigone.register.people.families import (
    Member,
    add_relative,
    consent,
    correct_relative,
    members,
    name_missing,
    pedigree_of,
    remove_relative,
    say_twins,
    start_family,
)
from antigone.register.people.finding import found_persons
from antigone.register.people.merging import merge, undo_merge
from antigone.register.people.models import (
    Couple,
    Description,
    Family,
    Merge,
    Person,
    Relative,
    Report,
    Twins,
)
from antigone.register.people.names import side_by_side
from antigone.register.people.photographs import pictures
from antigone.register.people.reporting import (
    Reported,
    add_name,
    describe,
    locate_alive,
    report_missing,
)
from antigone.register.people.state import State, with_state

SHOWN_LINES = 150


def asked_moment(request: HttpRequest) -> datetime | None:
    """The end of the day that ?at= names; None for now."""
    try:
        day = parse_date(request.GET.get("at", ""))
    except ValueError:
        day = None
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None


@page()
def persons(visit: Visit) -> HttpResponse:
    """The list, with search as one types."""
    at = asked_moment(visit.request)
    found = found_persons(visit.author.investigation, visit.request.GET, at)
    shown = paged(visit.request, found)
    labels, states = dict(State.choices), states_beyond(visit.author.investigation, at)
    rows = [
        (
            Link(p.code, visit.url("person", p.pk)),
            _names(p),
            labels[state_of(p, states)],
            date_in_words(_last(p, "last_seen")),
            _last(p, "place"),
        )
        for p in shown
    ]
    header = (_("Number"), _("Names"), _("State"), _("Last seen"), _("Where"))
    context = {"header": header, "rows": rows, "page": shown, "asked": visit.request.GET}
    if visit.request.htmx:
        return visit.render("table.html", **context)
    return visit.render("persons.html", title=_("Persons"), narrowed=_narrowed(visit.request.GET), **context)


def _narrowed(asked: Any) -> str:
    """What the list is narrowed to besides the words searched, "" for nothing."""
    words = [str(COLUMN_WORDS[asked["column"]])] if asked.get("column") in COLUMN_WORDS else []
    for group, title in GROUPING_WORDS.items():
        if group in asked:
            words.append(f"{title}: {asked[group] or _('none')}")
    if asked.get("at"):
        words.append(_("at the end of %s") % asked["at"])
    return side_by_side(words)


def _names(person: Person) -> str:
    return side_by_side(
        n.text for n in person.names.all() if not n.retracted and not hasattr(n, "superseded_by")
    )


def _last(person: Person, field: str) -> str:
    standing = [r for r in person.reports.all() if not r.retracted and not hasattr(r, "superseded_by")]
    return next((getattr(r, field) for r in standing if getattr(r, field)), "")


@page()
def person(visit: Visit, key) -> HttpResponse:
    """All that is known of a person, and what can be done."""
    row = visit.get(Person, key)
    state = with_state(Person.objects.filter(pk=row.pk)).get().state
    names = row.names.standing().select_related("made_by").order_by("made_at")
    reports = row.reports.standing().select_related("made_by", "event", "protected_reporter")
    description = row.descriptions.standing().select_related("made_by").first()
    places = Relative.objects.standing().filter(person=row).select_related("family")
    act = lambda text, name, right=Right.REPORT, *more: Link(text, visit.url(name, row.pk, *more), right)  # noqa: E731
    mend = lambda fact, name, text: Link(text, visit.url(name, fact.pk), Right.REPORT)  # noqa: E731
    sections = [
        Section(
            _("Names"),
            (_("Name"), _("Script"), _("Note"), _("Stated by"), ""),
            [(n.text, n.script, n.note, made(n), mend(n, "name_correct", _("correct"))) for n in names],
            [
                act(_("Add a name"), "name_add"),
                Link(_("Case file"), f"{visit.url('case_file')}?code={row.code}", Right.PUBLISH),
            ],
        ),
        _photographs(visit, row),
        Section(
            _("Reports"),
            (
                _("Last seen"),
                _("Where"),
                _("Circumstances"),
                _("Event"),
                _("Reported by"),
                _("Stated by"),
                "",
            ),
            [
                (
                    date_in_words(r.last_seen),
                    _where(r),
                    r.circumstances,
                    r.event or "",
                    r.protected_reporter or r.reporter,
                    made(r),
                    mend(r, "report_correct", _("correct")),
                )
                for r in reports
            ],
        ),
        Section(
            _("Ante-mortem data"),
            ("", ""),
            [
                (f.verbose_name, _described(description, f.name))
                for f in description._meta.fields
                if f.name in forms.DESCRIPTION and getattr(description, f.name) not in (None, "")
            ]
            if description
            else [],
            [act(_("Describe"), "describe")],
            _("Ask the family for sex, age, stature, teeth, effects."),
        ),
        Section(
            _("Family"),
            (_("Family"),),
            [(Link(p.family, visit.url("family", p.family_id)),) for p in places],
            [] if places else [act(_("Start the family"), "family_start")],
            _("Without relatives there is nobody whose profile can be compared."),
        ),
        Section(
            _("Found and compared"),
            (_("What"), _("Which"), _("Stated by")),
            _course(visit, row),
            empty=_("No remains are presumed or proposed to be this person's yet."),
        ),
        Section(
            _("Located alive"),
            (_("When"), _("How it is known"), _("Stated by"), ""),
            [
                (date_in_words(a.when), a.source, made(a), mend(a, "alive_retract", _("take back")))
                for a in row.located_alive.standing().select_related("made_by")
            ],
            [act(_("Located alive"), "alive")],
            _("Nobody says so."),
        ),
        Section(
            _("Same person as"),
            (_("Person"), _("Why"), ""),
            [
                (
                    Link(m.merged, visit.url("person", m.merged_id)),
                    m.reason,
                    Link(_("undo"), visit.url("merge_undo", m.pk), Right.IMPORT),
                )
                for m in row.merges.standing().select_related("merged")
            ]
            + [
                (Link(m.kept, visit.url("person", m.kept_id)), m.reason, "")
                for m in row.merged_into.standing().select_related("kept")
            ],
            [act(_("Merge with another person"), "merge", Right.IMPORT)],
            _("No other person of the record, as far as is known."),
        ),
    ]
    lead = State(state).label
    if row.pk.hex in contradictory(visit.author.investigation):
        lead = _("Located alive and identified among the dead: both cannot be. Look into it at once.")
    title = f"{row.code} {next((n.text for n in names), '')}"
    return visit.sheet(title, sections, lead, history=visit.url("ledger") + f"?row={row.pk}")


def _photographs(visit: Visit, row: Person) -> Section:
    add = Link(_("Add a photograph"), visit.url("photograph_add", row.pk), Right.REPORT)
    shown = pictures(visit, row)
    if shown:
        return Section(_("Photographs"), template="photographs.html", data=shown, actions=[add])
    empty = _("None yet. A photograph with a smile shows teeth; ask for the original, not a copy of it.")
    return Section(_("Photographs"), actions=[add], empty=empty)


def _described(description: Description, name: str) -> Any:
    if name == "birth":
        return date_in_words(description.birth)
    return description.get_sex_display() if name == "sex" else getattr(description, name)


def _where(report: Report) -> str:
    """The place as stated, with its point and how certain that is."""
    if report.latitude is None:
        return report.place
    point = f"{report.latitude:.5f}, {report.longitude:.5f}"
    if report.radius_m:
        point += " " + _("within %(metres)d m") % {"metres": report.radius_m}
    return f"{report.place} ({point})" if report.place else point


def _course(visit: Visit, row: Person) -> list:
    course = [
        (_("Presumed to be"), Link(p.remains, visit.url("remains", p.remains_id)), made(p))
        for p in row.presumptions.standing().select_related("remains", "made_by")
    ]
    for p in row.proposals.standing().select_related("remains", "made_by"):
        course.append((_("Proposed: %s") % p.remains, Link(p, visit.url("proposal", p.pk)), made(p)))
    for i in row.identifications.standing().select_related("remains", "made_by"):
        course.append((_("Identified"), Link(i.remains, visit.url("identification", i.pk)), made(i)))
    return course


@page(Right.REPORT)
def report_new(visit: Visit) -> HttpResponse:
    """A report of somebody new."""

    def act(author, said):
        names = [line for line in said.pop("names").splitlines() if line.strip()]
        described = {k: said.pop(k) for k in ("sex", "birth")}
        return report_missing(author, Reported(names, said, described))

    form = forms.NewPersonForm(visit.author.investigation, visit.posted)
    return visit.enter(_("Report a missing person"), form, act, lambda p: visit.url("person", p.pk))


@page(Right.REPORT)
def name_add(visit: Visit, key) -> HttpResponse:
    """Another name."""
    row = visit.get(Person, key)
    form = forms.NameForm(visit.posted)
    return visit.enter(
        _("Add a name"), form, lambda author, said: add_name(author, row, **said), visit.url("person", key)
    )


@page(Right.REPORT)
def describe_person(visit: Visit, key) -> HttpResponse:
    """Ante-mortem data. The version shown travels with the form, so that a change meanwhile is seen."""
    row = visit.get(Person, key)
    shown = visit.request.POST.get("version")
    old = row.descriptions.filter(pk=shown).first() if shown else row.descriptions.standing().first()
    form = forms.DescriptionForm(visit.posted, instance=old)
    form.version = old.pk if old else ""
    return visit.enter(
        _("Describe"), form, lambda author, said: describe(author, row, old, said), visit.url("person", key)
    )


@page(Right.REPORT)
def alive(visit: Visit, key) -> HttpResponse:
    """Located alive."""
    row = visit.get(Person, key)
    form = forms.AliveForm(visit.posted)
    return visit.enter(
        _("Located alive"),
        form,
        lambda author, said: locate_alive(author, row, **said),
        visit.url("person", key),
    )


@page(Right.IMPORT)
def merge_person(visit: Visit, key) -> HttpResponse:
    """Two persons are one."""
    row = visit.get(Person, key)

    def act(author, said):
        other = get_object_or_404(Person.objects.of(author.investigation), code__iexact=said["code"].strip())
        return merge(author, row, other)

    form = forms.MergeForm(visit.posted)
    return visit.enter(_("Merge with another person"), form, act, visit.url("person", key))


@page(Right.IMPORT)
def merge_undo(visit: Visit, key) -> HttpResponse:
    """They are two after all."""
    row = visit.standing(Merge, key)
    form = forms.Entry(visit.posted)
    return visit.enter(
        _("Undo the merge"),
        form,
        lambda author, said: undo_merge(author, row),
        visit.url("person", row.kept_id),
    )


@page(Right.REPORT)
def family_start(visit: Visit, key) -> HttpResponse:
    """A family for a person."""
    row = visit.get(Person, key)
    form = forms.Entry(visit.posted)
    return visit.enter(
        _("Start the family"),
        form,
        lambda author, said: start_family(author, row),
        lambda family: visit.url("family", family.pk),
    )


@page()
def family(visit: Visit, key) -> HttpResponse:
    """The members, what they are to each other, and the drawing."""
    row = visit.get(Family, key)
    own = members(row)
    header = (_("Who"), _("Sex"), _("Father"), _("Mother"), _("Agrees to"), "", "", "")
    drawing = Link(_("Drawing of the family"), visit.url("family_drawing", row.pk))
    missing = [m.relative for m in own if m.relative.person_id]
    lead = _("Missing in this family: %s") % ", ".join(f"{r.code} {r.label}" for r in missing)
    note = _('Add a relative from the row of whom they are related to: "mother\'s brother", "wife".')
    pairs = [
        (
            words,
            Link(p.first, visit.url("relative", p.first_id)),
            Link(p.second, visit.url("relative", p.second_id)),
            made(p),
        )
        for words, p in _pairs(row)
    ]
    sections = [
        Section("", header, [_member(visit, m) for m in own], image=drawing, note=note),
        Section(_("Couples and twins"), (_("What"), "", "", _("Stated by")), pairs) if pairs else None,
    ]
    return visit.sheet(_("Family %s") % row, sections, lead)


def _pairs(row: Family) -> list:
    twins = Twins.objects.standing().filter(first__family=row).select_related("first", "second", "made_by")
    couples = Couple.objects.standing().filter(first__family=row).select_related("first", "second", "made_by")
    return [(_("identical twins") if t.identical else _("twins"), t) for t in twins] + [
        (_("couple"), c) for c in couples
    ]


def _member(visit: Visit, m: Member) -> tuple:
    r = m.relative
    agreed = ", ".join(c.get_purpose_display() for c in r.consents.standing().filter(given=True))
    sample = Link(_("sample"), visit.url("sample_of_relative", r.pk)) if not r.person_id and r.label else ""
    return (
        Link(r.label or _("%s, not named") % r.code, visit.url("relative", r.pk)),
        r.get_sex_display(),
        (m.father.label or m.father.code) if m.father else "",
        (m.mother.label or m.mother.code) if m.mother else "",
        agreed,
        Link(_("add a relative"), visit.url("relative_add", r.pk), Right.REPORT),
        Link(_("consent"), visit.url("consent", r.pk), Right.REPORT) if not r.person_id and r.label else "",
        sample,
    )


@page()
def relative(visit: Visit, key) -> HttpResponse:
    """A relative, what they agreed to, and what can be mended."""
    row = visit.standing(Relative, key)
    member = next(m for m in members(row.family) if m.relative.pk == row.pk)
    agreed = [
        (c.get_purpose_display(), _("agrees") if c.given else _("took it back"), c.on, made(c),
         Link(_("was not asked"), visit.url("answer_retract", c.pk), Right.REPORT))
        for c in row.consents.standing().select_related("made_by")
    ]  # fmt: skip
    act = lambda text, name: Link(text, visit.url(name, row.pk), Right.REPORT)  # noqa: E731
    facts = [
        (_("Number"), row.code),
        (_("Family"), Link(row.family, visit.url("family", row.family_id))),
        (_("Sex"), row.get_sex_display()),
        (_("Father"), member.father or ""),
        (_("Mother"), member.mother or ""),
        (
            _("Reported missing"),
            Link(row.person, visit.url("person", row.person_id)) if row.person_id else _("no"),
        ),
        (_("Stated by"), made(row)),
    ]
    actions = [
        act(_("Add a relative"), "relative_add"),
        act(_("Correct"), "relative_correct"),
        act(_("Say whose twin"), "relative_twin"),
        act(_("Remove"), "relative_remove"),
    ]
    if not row.person_id:
        actions.insert(2, act(_("Is reported missing too"), "relative_missing"))
    header = (_("To what"), _("Answer"), _("On"), _("Stated by"), "")
    consents = [act(_("Enter consent"), "consent")]
    sections = [
        Section("", ("", ""), facts, actions),
        Section(_("Consent"), header, agreed, consents, _("Not asked yet.")),
        all_before(row.consents.filter(superseded_by__isnull=True), ("purpose", "given", "on")),
    ]
    return visit.sheet(row.label or row.code, sections)


@page()
def family_drawing(visit: Visit, key) -> HttpResponse:
    """The pedigree as the engine draws it."""
    row = visit.get(Family, key)
    own = members(row)
    marks = Marks(
        typed=frozenset(
            m.relative.code for m in own if m.relative.samples.filter(profiles__isnull=False).exists()
        ),
        missing=frozenset(m.relative.code for m in own if m.relative.person_id),
        names={m.relative.code: m.relative.label for m in own if m.relative.label},
    )
    return HttpResponse(draw_pedigree(pedigree_of(row), marks, legend=True), content_type="image/svg+xml")


@page(Right.REPORT)
def relative_add(visit: Visit, key) -> HttpResponse:
    """A relative, by relation."""
    start = visit.standing(Relative, key)
    title = _("Add a relative of %s") % (start.label or start.code)
    form = forms.RelativeForm(_others(start), visit.posted)

    def act(author, said):
        code = said.pop("person").strip()
        with alone():
            added = add_relative(author, start, **said)
            return name_missing(author, added, _person_of(author, code)) if code else added

    return visit.enter(title, form, act, visit.url("family", start.family_id))


def _others(row: Relative) -> list[Relative]:
    return [m.relative for m in members(row.family) if m.relative.pk != row.pk]


def _person_of(author, code: str) -> Person:
    found = Person.objects.of(author.investigation).standing().filter(code__iexact=code.strip()).first()
    if found is None:
        raise InputError(f"there is no person {code}; numbers are like P-00001")
    return found


@page(Right.REPORT)
def relative_correct(visit: Visit, key) -> HttpResponse:
    """Name, sex, parents."""
    row = visit.standing(Relative, key)
    member = next(m for m in members(row.family) if m.relative.pk == row.pk)
    initial = {"label": row.label, "sex": row.sex, "father": member.father and member.father.pk,
               "mother": member.mother and member.mother.pk}  # fmt: skip
    form = forms.RelativeCorrectForm(_others(row), visit.posted, initial=initial)
    return visit.enter(
        _("Correct %s") % (row.label or row.code),
        form,
        lambda author, said: correct_relative(author, row, **said),
        visit.url("family", row.family_id),
    )


@page(Right.REPORT)
def relative_missing(visit: Visit, key) -> HttpResponse:
    """The relative is a person of the record too."""
    row = visit.standing(Relative, key)
    return visit.enter(
        _("%s is reported missing too") % (row.label or row.code),
        forms.NumberForm(visit.posted),
        lambda author, said: name_missing(author, row, _person_of(author, said["code"])),
        visit.url("family", row.family_id),
    )


@page(Right.REPORT)
def relative_twin(visit: Visit, key) -> HttpResponse:
    """Whose twin."""
    row = visit.standing(Relative, key)
    return visit.enter(
        _("Twin of %s") % (row.label or row.code),
        forms.TwinForm(_others(row), visit.posted),
        lambda author, said: say_twins(author, row, said["twin"], said["identical"]),
        visit.url("family", row.family_id),
    )


@page(Right.REPORT)
def relative_remove(visit: Visit, key) -> HttpResponse:
    """Entered by mistake."""
    row = visit.standing(Relative, key)
    title = _("Remove %s from the family") % (row.label or row.code)
    back = visit.url("family", row.family_id)
    return take_back_page(visit, title, lambda author: remove_relative(author, row), back)


@page(Right.REPORT)
def consent_add(visit: Visit, key) -> HttpResponse:
    """What a relative agrees to."""
    row = visit.standing(Relative, key)
    form = forms.ConsentForm(visit.posted)
    return visit.enter(
        _("Consent of %s") % row,
        form,
        lambda author, said: consent(author, row, **said),
        visit.url("family", row.family_id),
    )


GROUPING_WORDS = {
    "event": gettext_lazy("event"), "place": gettext_lazy("place"), "list": gettext_lazy("list"),
}  # fmt: skip
COLUMN_WORDS = {
    "reported": gettext_lazy("reported"),
    "alive": gettext_lazy("located alive"),
    "recovered": gettext_lazy("recovered, not identified"),
    "identified": gettext_lazy("identified"),
    "returned": gettext_lazy("of these returned"),
    "missing": gettext_lazy("still missing"),
}


def _grouping(request: HttpRequest) -> str:
    by = request.GET.get("by", "event")
    return by if by in GROUPINGS else "event"


@page()
def accounting(visit: Visit) -> HttpResponse:
    """How many, at any date, by event, place or list; each count leads to its persons."""
    at, by = asked_moment(visit.request), _grouping(visit.request)
    investigation = visit.author.investigation
    lines = account_by(by, investigation, at)
    return visit.render(
        "accounting.html",
        title=_("Accounting"),
        columns=COLUMN_WORDS,
        total=account(investigation, at),
        lines=lines[:SHOWN_LINES],
        left_out=max(0, len(lines) - SHOWN_LINES),
        by=by,
        at=visit.request.GET.get("at", "") if at else "",
        groupings=GROUPING_WORDS,
    )


@page(Right.EXPORT)
def accounting_export(visit: Visit, kind: str) -> HttpResponse:
    """The same as a file, with every line."""
    at, by = asked_moment(visit.request), _grouping(visit.request)
    investigation = visit.author.investigation
    lines = [account(investigation, at), *account_by(by, investigation, at)]
    rows = ((line.title or ("–" if i else _("All")), *line.counts.values()) for i, line in enumerate(lines))
    return table_response(kind, f"accounting-by-{by}", (by, *COLUMN_WORDS), rows)
