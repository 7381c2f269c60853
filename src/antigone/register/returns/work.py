"""What waits for a user: the work of each role, derived from the rows of all stages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from antigone.register.access.pages import Link, Visit
from antigone.register.access.roles import Right
from antigone.register.decisions.deciding import open_joinings, open_proposals
from antigone.register.decisions.models import Identification
from antigone.register.field.hazards import hazards_near
from antigone.register.field.models import Operation, Remains, Site
from antigone.register.identification.reviewing import newest_run, waiting_candidates, waiting_pairs
from antigone.register.identification.views import named
from antigone.register.laboratory.models import FrequencyTable, Profile, Sample
from antigone.register.people.duplicates import last_search, undecided
from antigone.register.people.models import Consent, Relative
from antigone.register.returns.models import FamilyConsent, HandOver, Notification

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Task:
    """Work of one kind: how many wait, the first of them, and the page that has them all."""

    count: int
    title: Any
    first: Sequence[Link] = ()
    all: str = ""


def tasks_of(visit: Visit) -> list[Task]:
    """The user's tasks, those with nothing waiting left out."""
    kinds: Sequence[tuple[Right, Callable[[Visit], Iterator[Task]]]] = (
        (Right.IMPORT, _doubles),
        (Right.FIELD, _field),
        (Right.LABORATORY, _laboratory),
        (Right.RUN, _engine),
        (Right.PROPOSE, _review),
        (Right.SIGN, _board),
        (Right.NOTIFY, _families),
        (Right.HAND_OVER, _hand_overs),
    )
    rights = visit.author.rights
    return [t for right, tasks in kinds if right in rights for t in tasks(visit) if t.count]


def _listed(rows: QuerySet, title: Any, link: Callable[[Any], Link], every: str = "") -> Task:
    return Task(rows.count(), title, [link(r) for r in rows[:SHOWN]], every)


def _doubles(visit: Visit) -> Iterator[Task]:
    last = last_search(visit.author.investigation)
    if last is not None:
        pairs = undecided(last).select_related("first", "second")
        link = lambda p: Link(f"{named(p.first)} – {named(p.second)}", visit.url("duplicate", p.pk))  # noqa: E731
        title = _("Pairs of persons that may be one")
        yield Task(pairs.count(), title, [link(p) for p in pairs[:4]], visit.url("duplicates"))


def _field(visit: Visit) -> Iterator[Task]:
    own = visit.author.investigation
    blocked = [s for s in _sites_at_work(own) if _is_blocked(s, own.hazard_distance_m)]
    yield Task(
        len(blocked),
        _("Sites with work planned beside ground that is not cleared"),
        [Link(s, visit.url("site", s.pk)) for s in blocked[:SHOWN]],
        visit.url("hazards"),
    )
    unsampled = Remains.objects.of(own).standing().filter(samples__isnull=True).order_by("code")
    yield _listed(
        unsampled,
        _("Remains without a sample"),
        lambda r: Link(r, visit.url("remains", r.pk)),
        visit.url("all_remains"),
    )


def _sites_at_work(own: Any) -> list[Site]:
    planned = Operation.objects.of(own).standing().values("site")
    return list(Site.objects.of(own).standing().filter(pk__in=planned).order_by("code")[:100])


def _is_blocked(site: Site, distance_m: int) -> bool:
    place = site.locations.standing().first()
    return place is not None and bool(hazards_near(place, distance_m))


def _laboratory(visit: Visit) -> Iterator[Task]:
    own = visit.author.investigation
    waiting = Sample.objects.of(own).standing().exclude(pk__in=Profile.objects.standing().values("sample"))
    link = lambda s: Link(s, visit.url("sample", s.pk))  # noqa: E731
    every = visit.url("samples") + "?waiting=1"
    of_families = waiting.filter(relative__isnull=False).order_by("taken_on", "code")
    of_remains = waiting.filter(relative__isnull=True).order_by("taken_on", "code")
    yield _listed(of_families, _("Samples of relatives that wait for a profile"), link, every)
    yield _listed(of_remains, _("Samples of remains and effects that wait for a profile"), link, every)
    agreed = Consent.objects.standing().of(own).filter(purpose=Consent.Purpose.SAMPLE, given=True)
    untaken = (
        Relative.objects.of(own).standing().filter(consents__in=agreed, samples__isnull=True).order_by("code")
    )
    yield _listed(
        untaken,
        _("Relatives who agreed and were not sampled yet"),
        lambda r: Link(r, visit.url("family", r.family_id)),
    )


def _engine(visit: Visit) -> Iterator[Task]:
    own = visit.author.investigation
    last = newest_run(own)
    fresh = Profile.objects.of(own).standing()
    if last is not None:
        fresh = fresh.filter(made_at__gt=last.made_at)
    if fresh.exists() and FrequencyTable.objects.of(own).standing().exists():
        yield Task(
            fresh.count(),
            _("Profiles that no run has compared"),
            [Link(_("Run the engine"), visit.url("run_add"))],
            visit.url("runs"),
        )


def _review(visit: Visit) -> Iterator[Task]:
    own = visit.author.investigation
    yield _listed(
        waiting_candidates(own),
        _("Candidates to review"),
        lambda c: Link(f"{c.remains} – {named(c.person)}", visit.url("candidate", c.pk)),
        visit.url("candidates"),
    )
    yield _listed(
        waiting_pairs(own),
        _("Remains that may be of one person"),
        lambda s: Link(s, visit.url("same_person", s.pk)),
        visit.url("candidates"),
    )


def _board(visit: Visit) -> Iterator[Task]:
    own, me = visit.author.investigation, visit.author.user
    mine = open_proposals().of(own).exclude(made_by=me)
    signed = mine.model.objects.filter(signatures__made_by=me).values("pk")
    mine = mine.exclude(pk__in=signed).select_related("remains", "person").order_by("code")
    yield _listed(
        mine,
        _("Proposals that wait for your signature"),
        lambda p: Link(f"{p}: {p.remains} – {named(p.person)}", visit.url("proposal", p.pk)),
        visit.url("proposals"),
    )
    pairs = open_joinings().of(own).exclude(made_by=me)
    pairs = pairs.exclude(pk__in=pairs.model.objects.filter(signatures__made_by=me).values("pk"))
    yield _listed(
        pairs.select_related("first", "second").order_by("code"),
        _("Remains to join that wait for your signature"),
        lambda j: Link(f"{j}: {j.first} – {j.second}", visit.url("joining", j.pk)),
        visit.url("proposals"),
    )


def _link(visit: Visit) -> Callable[[Identification], Link]:
    return lambda i: Link(f"{named(i.person)}, {i.remains}", visit.url("identification", i.pk))


def _families(visit: Visit) -> Iterator[Task]:
    own = visit.author.investigation
    standing = (
        Identification.objects.of(own).standing().select_related("person", "remains").order_by("made_at")
    )
    told = Notification.objects.standing().values("identification")
    agreed = FamilyConsent.objects.standing().values("identification")
    every = visit.url("identifications")
    yield _listed(standing.exclude(pk__in=told), _("Families to be told"), _link(visit), every)
    yield _listed(
        standing.filter(pk__in=told).exclude(pk__in=agreed),
        _("Families to be asked for their wishes"),
        _link(visit),
        every,
    )
    yield _listed(
        withdrawn_untold(own),
        _("Families to be told that an identification is withdrawn"),
        _link(visit),
        every,
    )


def withdrawn(own: Any) -> QuerySet[Identification]:
    """Identifications that were taken back: the rows that stood, not those that say so."""
    return Identification.objects.of(own).filter(retracted=False, superseded_by__retracted=True)


def withdrawn_untold(own: Any) -> QuerySet[Identification]:
    """Those of which the family was told, but not of the withdrawal."""
    told = Notification.objects.standing().filter(about=Notification.About.DECISION)
    again = Notification.objects.standing().filter(about=Notification.About.WITHDRAWAL)
    rows = withdrawn(own).filter(pk__in=told.values("identification"))
    return rows.exclude(pk__in=again.values("identification")).select_related("person", "remains")


def _hand_overs(visit: Visit) -> Iterator[Task]:
    own = visit.author.investigation
    agreed = FamilyConsent.objects.standing().values("identification")
    handed = HandOver.objects.standing().filter(final=True).values("identification")
    ready = Identification.objects.of(own).standing().filter(pk__in=agreed).exclude(pk__in=handed)
    every = visit.url("identifications")
    yield _listed(
        ready.select_related("person", "remains").order_by("made_at"),
        _("Hand-overs to arrange"),
        _link(visit),
        every,
    )
    back = HandOver.objects.standing().filter(final=False).values("identification")
    recall = withdrawn(own).filter(pk__in=handed).exclude(pk__in=back).select_related("person", "remains")
    yield _listed(
        recall, _("Remains to be taken back: their identification is withdrawn"), _link(visit), every
    )
