"""Where the search for each person stands: derived from the rows of all stages, never typed in."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db.models import Case, CharField, Q, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from antigone.register.people.models import LocatedAlive, Merge, Person, Relative


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


def contradictions(investigation: object, at: datetime | None = None) -> QuerySet[Person]:
    """Persons both located alive and identified among the dead: somebody must look at once."""
    own = counted(investigation, at).filter(pk__in=reached(State.ALIVE, at))
    return own.filter(pk__in=reached(State.IDENTIFIED, at))


def reached(state: State, at: datetime | None = None) -> QuerySet:
    """Keys of the persons who have reached a state, themselves or through one merged into them."""
    rows = _ROWS[state](at)
    return rows.union(Merge.objects.standing(at).filter(merged__in=rows).values("kept"))


def beyond_report(at: datetime | None = None) -> QuerySet:
    """Keys of all persons of whom more is known than the report: few beside all."""
    first, *others = (reached(state, at) for state in PRECEDENCE)
    return first.union(*others)


def _alive(at: datetime | None) -> QuerySet:
    return LocatedAlive.objects.standing(at).values("person")


def _recovered(at: datetime | None) -> QuerySet:
    return apps.get_model("field", "Presumption").objects.standing(at).values("person")


def _profiled(at: datetime | None) -> QuerySet:
    """Those whose family, effects or presumed remains have a profile to compare."""
    profiles = apps.get_model("laboratory", "Profile").objects.standing(at)
    presumptions = apps.get_model("field", "Presumption").objects.standing(at)
    families = profiles.filter(sample__relative__isnull=False).values("sample__relative__family")
    remains = profiles.filter(sample__remains__isnull=False).values("sample__remains")
    by_family = Relative.objects.standing(at).filter(family__in=families, person__isnull=False)
    by_effect = profiles.filter(sample__owner__isnull=False)
    by_remains = presumptions.filter(remains__in=remains)
    # A union of small lists; OR over all persons would look at each of them.
    return by_family.values("person").union(by_effect.values("sample__owner"), by_remains.values("person"))


def _matched(at: datetime | None) -> QuerySet:
    signatures = apps.get_model("decisions", "Signature").objects.standing(at)
    refused = signatures.filter(verdict="refused").values("proposal")
    proposals = apps.get_model("decisions", "Proposal").objects.standing(at)
    # A proposal that was decided counts as identified, or, after a withdrawal, no more.
    decided = apps.get_model("decisions", "Identification").objects.filter(supersedes__isnull=True)
    if at is not None:
        decided = decided.filter(made_at__lte=at)
    return proposals.exclude(pk__in=refused).exclude(pk__in=decided.values("proposal")).values("person")


def _identified(at: datetime | None) -> QuerySet:
    return _identifications(at).values("person")


def _notified(at: datetime | None) -> QuerySet:
    told = apps.get_model("returns", "Notification").objects.standing(at)
    return told.filter(identification__in=_identifications(at)).values("person")


def _returned(at: datetime | None) -> QuerySet:
    handed = apps.get_model("returns", "HandOver").objects.standing(at)
    return handed.filter(final=True, identification__in=_identifications(at)).values("person")


def _identifications(at: datetime | None) -> QuerySet:
    return apps.get_model("decisions", "Identification").objects.standing(at)


_ROWS = {
    State.ALIVE: _alive, State.RECOVERED: _recovered, State.PROFILED: _profiled, State.MATCHED: _matched,
    State.IDENTIFIED: _identified, State.NOTIFIED: _notified, State.RETURNED: _returned,
}  # fmt: skip
