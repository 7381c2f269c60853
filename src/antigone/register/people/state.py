"""Where the search for each person stands: derived from the rows of all stages, never typed in."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db.models import Case, CharField, Model, Q, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from antigone.register.people.models import LocatedAlive, Merge, Person, Relative

Rows = tuple[QuerySet, str]


class State(TextChoices):
    """In the order in which they are reached."""

    REPORTED = "reported", _("reported")
    ALIVE = "alive", _("located alive")
    RECOVERED = "recovered", _("recovered")
    PROFILED = "profiled", _("profiled")
    MATCHED = "matched", _("matched")
    IDENTIFIED = "identified", _("identified")
    NOTIFIED = "notified", _("notified")
    RETURNED = "returned", _("returned")


STILL_MISSING = (State.REPORTED, State.RECOVERED, State.PROFILED, State.MATCHED)
# The highest a person has reached counts; whoever is alive is alive.
PRECEDENCE = (
    State.ALIVE, State.RETURNED, State.NOTIFIED, State.IDENTIFIED, State.MATCHED, State.PROFILED,
    State.RECOVERED,
)  # fmt: skip


def counted(investigation: object, at: datetime | None = None) -> QuerySet[Person]:
    """The persons of an investigation, each human being once: merged rows are left out."""
    merged = Merge.objects.standing(at).filter(investigation=investigation).values("merged")
    return Person.objects.standing(at).filter(investigation=investigation).exclude(pk__in=merged)


def with_state(persons: QuerySet[Person], at: datetime | None = None) -> QuerySet[Person]:
    """The same persons, each with `state` as the record stood at a moment."""
    return persons.annotate(state=state_case(at))


def state_case(at: datetime | None = None, person: str = "pk") -> Case:
    """The SQL expression of the state; `person` is the path to the person from the queried table."""
    whens = [When(Q(**{f"{person}__in": reached(s, at)}), then=Value(s.value)) for s in PRECEDENCE]
    return Case(*whens, default=Value(State.REPORTED.value), output_field=CharField())


def reached(state: State, at: datetime | None = None) -> QuerySet:
    """Keys of the persons who have reached a state, themselves or through one merged into them."""
    first, *others = (rows.values(column) for rows, column in rows_of(state, at))
    rows = first.union(*others) if others else first
    return rows.union(Merge.objects.standing(at).filter(merged__in=rows).values("kept"))


def tables() -> tuple[type[Model], ...]:
    """The tables whose rows decide the states."""
    names = (
        "people.LocatedAlive", "people.Relative", "field.Presumption", "laboratory.Sample",
        "laboratory.Profile", "decisions.Proposal", "decisions.Signature", "decisions.Identification",
        "returns.Notification", "returns.HandOver",
    )  # fmt: skip
    return tuple(apps.get_model(name) for name in names)


def rows_of(state: State, at: datetime | None = None) -> tuple[Rows, ...]:
    """The facts by which a state is reached: rows, and the path from each to its person."""
    return _ROWS[state](at)


def _alive(at: datetime | None) -> tuple[Rows, ...]:
    return ((LocatedAlive.objects.standing(at), "person"),)


def _recovered(at: datetime | None) -> tuple[Rows, ...]:
    return ((apps.get_model("field", "Presumption").objects.standing(at), "person"),)


def _profiled(at: datetime | None) -> tuple[Rows, ...]:
    """Those whose family, effects or presumed remains have a profile to compare."""
    profiles = apps.get_model("laboratory", "Profile").objects.standing(at)
    presumptions = apps.get_model("field", "Presumption").objects.standing(at)
    families = profiles.filter(sample__relative__isnull=False).values("sample__relative__family")
    remains = profiles.filter(sample__remains__isnull=False).values("sample__remains")
    by_family = Relative.objects.standing(at).filter(family__in=families, person__isnull=False)
    by_effect = profiles.filter(sample__owner__isnull=False)
    by_remains = presumptions.filter(remains__in=remains)
    # Small lists; OR over all persons would look at each of them.
    return (by_family, "person"), (by_effect, "sample__owner"), (by_remains, "person")


def _matched(at: datetime | None) -> tuple[Rows, ...]:
    signatures = apps.get_model("decisions", "Signature").objects.standing(at)
    refused = signatures.filter(verdict="refused").values("proposal")
    proposals = apps.get_model("decisions", "Proposal").objects.standing(at)
    # A proposal that was decided counts as identified, or, after a withdrawal, no more.
    decided = apps.get_model("decisions", "Identification").objects.filter(supersedes__isnull=True)
    if at is not None:
        decided = decided.filter(made_at__lte=at)
    return ((proposals.exclude(pk__in=refused).exclude(pk__in=decided.values("proposal")), "person"),)


def _identified(at: datetime | None) -> tuple[Rows, ...]:
    return ((_identifications(at), "person"),)


def _notified(at: datetime | None) -> tuple[Rows, ...]:
    told = apps.get_model("returns", "Notification").objects.standing(at)
    return ((told.filter(identification__in=_identifications(at)), "person"),)


def _returned(at: datetime | None) -> tuple[Rows, ...]:
    handed = apps.get_model("returns", "HandOver").objects.standing(at)
    return ((handed.filter(final=True, identification__in=_identifications(at)), "person"),)


def _identifications(at: datetime | None) -> QuerySet:
    return apps.get_model("decisions", "Identification").objects.standing(at)


_ROWS = {
    State.ALIVE: _alive, State.RECOVERED: _recovered, State.PROFILED: _profiled, State.MATCHED: _matched,
    State.IDENTIFIED: _identified, State.NOTIFIED: _notified, State.RETURNED: _returned,
}  # fmt: skip
