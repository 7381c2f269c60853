"""The overview; identifications, and what follows from them."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from antigone.register.access.pages import Entry, FactForm, Link, Section, Visit, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.decisions.deciding import open_proposals
from antigone.register.decisions.models import Identification
from antigone.register.field.models import Remains
from antigone.register.laboratory.models import Profile, Sample
from antigone.register.people.accounting import account
from antigone.register.people.state import contradictions
from antigone.register.returns.models import FamilyConsent, HandOver, Notice, Notification
from antigone.register.returns.returning import agree, hand_over, notify, withdraw


class NotificationForm(FactForm):
    """Who was told."""

    class Meta:
        model = Notification
        fields = ("told", "by", "on")


class ConsentForm(FactForm):
    """Who agreed."""

    class Meta:
        model = FamilyConsent
        fields = ("given_by", "wishes", "on")


class HandOverForm(FactForm):
    """From whom to whom."""

    class Meta:
        model = HandOver
        fields = ("giver", "receiver", "on", "place", "receipt", "final")


class WithdrawalForm(Entry):
    """Why."""

    reason_required = True


@page()
def dashboard(visit: Visit) -> HttpResponse:
    """Counts, and the work that waits for this user's roles."""
    investigation, rights = visit.author.investigation, visit.author.rights
    counts = account(investigation).counts
    persons = visit.url("persons")
    cards = [
        (_("reported"), counts["reported"], persons),
        (_("located alive"), counts["alive"], persons + "?column=alive"),
        (_("identified"), counts["identified"], persons + "?column=identified"),
        (_("returned to their families"), counts["returned"], persons + "?column=returned"),
        (_("still missing"), counts["missing"], persons + "?column=missing"),
        (
            _("remains recovered"),
            Remains.objects.of(investigation).standing().count(),
            visit.url("all_remains"),
        ),
    ]
    notices = (
        Notice.objects.of(investigation).standing().filter(to=visit.author.user).order_by("-made_at")[:10]
    )
    return visit.render(
        "dashboard.html", title=investigation.title, cards=cards, work=_work(visit, rights), notices=notices,
        contradictions=[Link(p, visit.url("person", p.pk)) for p in contradictions(investigation)[:20]],
    )  # fmt: skip


def _work(visit: Visit, rights: frozenset[Right]) -> list[Link]:
    own = visit.author.investigation
    work = []
    if Right.LABORATORY in rights:
        waiting = (
            Sample.objects.of(own)
            .standing()
            .exclude(pk__in=Profile.objects.standing().values("sample"))
            .count()
        )
        work.append(
            Link(_("Samples that wait for a profile: %d") % waiting, visit.url("samples") + "?waiting=1")
        )
    if Right.SIGN in rights:
        mine = open_proposals().filter(investigation=own).exclude(made_by=visit.author.user)
        mine = mine.exclude(signatures__made_by=visit.author.user)
        work += [Link(_("Sign or refuse proposal %s") % p, visit.url("proposal", p.pk)) for p in mine[:20]]
    if Right.NOTIFY in rights:
        told = Notification.objects.standing().values("identification")
        waiting = Identification.objects.of(own).standing().exclude(pk__in=told).select_related("person")
        work += [
            Link(_("Tell the family of %s") % i.person, visit.url("identification", i.pk))
            for i in waiting[:20]
        ]
    if Right.HAND_OVER in rights:
        agreed = FamilyConsent.objects.standing().values("identification")
        handed = HandOver.objects.standing().filter(final=True).values("identification")
        ready = Identification.objects.of(own).standing().filter(pk__in=agreed).exclude(pk__in=handed)
        work += [
            Link(_("Hand over %s") % i.remains, visit.url("identification", i.pk))
            for i in ready.select_related("remains")[:20]
        ]
    if Right.REPORT in rights:
        work.append(Link(_("Report a missing person"), visit.url("report_new")))
    return work


@page()
def identifications(visit: Visit) -> HttpResponse:
    """All that stand."""
    own = Identification.objects.of(visit.author.investigation).standing()
    shown = paged(visit.request, own.select_related("remains", "person", "made_by").order_by("-made_at"))
    rows = [
        (Link(f"{i.remains} – {i.person}", visit.url("identification", i.pk)), made(i),
         _("yes") if i.notifications.standing().exists() else _("no"),
         _("yes") if i.handovers.standing().filter(final=True).exists() else _("no"))
        for i in shown
    ]  # fmt: skip
    header = (_("Identification"), _("Decided"), _("Family told"), _("Returned"))
    return visit.sheet(
        _("Returns"), [Section("", header, rows, (), _("No identifications yet."))], page=shown
    )


@page()
def identification(visit: Visit, key) -> HttpResponse:
    """A decision and what was done on its strength, in order."""
    row = visit.get(Identification, key)
    stands = Identification.objects.standing().filter(pk=row.pk).exists()
    act = lambda text, name, right: [Link(text, visit.url(name, row.pk), right)] if stands else []  # noqa: E731
    told, agreed = (
        list(rows.standing().select_related("made_by")) for rows in (row.notifications, row.consents)
    )
    sections = [
        Section("", ("", ""), [
            (_("Remains"), Link(row.remains, visit.url("remains", row.remains_id))),
            (_("Person"), Link(row.person, visit.url("person", row.person_id))),
            (_("Proposal"), Link(row.proposal, visit.url("proposal", row.proposal_id)))],
            act(_("Withdraw"), "withdraw", Right.SIGN)),
        Section(_("The family is told"), (_("Who"), _("By"), _("On")), [(n.told, n.by, n.on) for n in told],
                act(_("Record the notification"), "notify", Right.NOTIFY)),
        Section(_("The family agrees"), (_("Who decides"), _("Wishes"), _("On")),
                [(c.given_by, c.wishes, c.on) for c in agreed],
                act(_("Record the consent"), "agree", Right.NOTIFY) if told else []),
        Section(_("Hand-overs"), (_("From"), _("To"), _("On"), _("Where"), _("Receipt"), _("To the family")),
                [(h.giver, h.receiver, h.on, h.place, h.receipt, _("yes") if h.final else _("no"))
                 for h in row.handovers.standing().order_by("made_at")],
                act(_("Hand over"), "hand_over", Right.HAND_OVER) if agreed else []),
    ]  # fmt: skip
    lead = "" if stands else _("This identification was withdrawn; nothing here stands any more.")
    title = _("%(remains)s are %(person)s") % {"remains": row.remains, "person": row.person}
    return visit.sheet(title, sections, lead, history=visit.url("ledger") + f"?row={row.pk}")


def _after(visit: Visit, key, title, form, service) -> HttpResponse:
    row = visit.get(Identification, key)
    return visit.enter(
        title, form(visit.posted), lambda author, said: service(author, row, **said),
        visit.url("identification", key),
    )  # fmt: skip


@page(Right.NOTIFY)
def notify_family(visit: Visit, key) -> HttpResponse:
    """The family was told."""
    return _after(visit, key, _("Record the notification"), NotificationForm, notify)


@page(Right.NOTIFY)
def family_agrees(visit: Visit, key) -> HttpResponse:
    """The family agrees."""
    return _after(visit, key, _("Record the consent"), ConsentForm, agree)


@page(Right.HAND_OVER)
def hand_over_remains(visit: Visit, key) -> HttpResponse:
    """The remains go on."""
    return _after(visit, key, _("Hand over"), HandOverForm, hand_over)


@page(Right.SIGN)
def withdraw_identification(visit: Visit, key) -> HttpResponse:
    """Taken back."""
    return _after(visit, key, _("Withdraw"), WithdrawalForm, withdraw)
