"""The overview; identifications, and what follows from them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.register.access.corrected import all_before
from antigone.register.access.models import CorrectionNotice
from antigone.register.access.pages import (
    Link,
    Mark,
    ReasonForm,
    Section,
    Visit,
    files_of,
    made,
    page,
    paged,
)
from antigone.register.access.roles import Right
from antigone.register.access.telling import read_correction, unread_corrections
from antigone.register.decisions.models import Identification
from antigone.register.field.models import Remains
from antigone.register.identification.views import named, names_of
from antigone.register.people.accounting import account
from antigone.register.people.derived import contradictory
from antigone.register.people.models import Person
from antigone.register.returns.course import courses
from antigone.register.returns.forms import ConsentForm, HandOverForm, NotificationForm, TakeBackForm
from antigone.register.returns.models import HandOver, Notice, Notification
from antigone.register.returns.receipts import scan_response, with_scan_kept
from antigone.register.returns.returning import (
    acknowledge,
    agree,
    hand_over,
    in_order,
    last_change,
    last_step,
    notify,
    take_back,
    tell_withdrawn,
    unread,
    withdraw,
)
from antigone.register.returns.work import tasks_of


@page()
def dashboard(visit: Visit) -> HttpResponse:
    """Counts, and the work that waits for this user's roles."""
    investigation = visit.author.investigation
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
    rights = visit.author.rights
    starts = [
        Link(_("Report a missing person"), visit.url("report_new"), Right.REPORT),
        Link(_("Import a list"), visit.url("list_import"), Right.IMPORT),
        Link(_("Add a site"), visit.url("site_add"), Right.FIELD),
        Link(_("Import profiles"), visit.url("profiles_import"), Right.LABORATORY),
        Link(_("Run the engine"), visit.url("run_add"), Right.RUN),
    ]
    return visit.render(
        "returns/dashboard.html",
        title=investigation.title,
        cards=cards,
        tasks=tasks_of(visit),
        notices=unread(visit.author)[:10],
        corrections=[(c, visit.url(c.page, c.key)) for c in unread_corrections(visit.author)[:10]],
        starts=[s for s in starts if s.right in rights],
        contradictions=[
            Link(named(p), visit.url("person", p.pk))
            for p in Person.objects.filter(pk__in=contradictory(investigation)[:20]).order_by("code")
        ],
        new=not counts["reported"],
    )


@page()
def notice_read(visit: Visit, key) -> HttpResponse:
    """The user has read a notice."""
    row = visit.get(Notice, key)
    if visit.request.method == "POST":
        acknowledge(visit.author, row)
    return redirect(visit.url("dashboard"))


@page()
def correction_read(visit: Visit, key) -> HttpResponse:
    """The user has read that somebody else corrected what they acted on."""
    row = visit.get(CorrectionNotice, key)
    if visit.request.method == "POST":
        read_correction(visit.author, row)
    return redirect(visit.url("dashboard"))


@page()
def identifications(visit: Visit) -> HttpResponse:
    """All, those withdrawn too, with how far each has come."""
    own = Identification.objects.of(visit.author.investigation).filter(retracted=False)
    shown = paged(
        visit.request, own.select_related("remains", "person", "made_by").order_by("-made_at", "-pk")
    )
    course = courses(list(shown))
    names = names_of(i.person for i in shown)
    rows = [
        (
            Link(f"{i.remains} – {names[i.person_id]}", visit.url("identification", i.pk)),
            f"{i.made_at:%Y-%m-%d}",
            course[i.pk].mark,
            course[i.pk].last,
        )
        for i in shown
    ]
    header = (_("Identification"), _("Decided"), _("State"), _("Last step"))
    empty = _("No identifications yet. They come from proposals that two reviewers have signed.")
    title = _("Families and hand-overs")
    look = [
        Link(_("Proposals"), visit.url("proposals")),
        *files_of(visit, "identifications", _("Identifications")),
        *files_of(visit, "hand-overs", _("Hand-overs")),
    ]
    return visit.sheet(title, [Section("", header, rows, look, empty)], page=shown)


@page()
def identification(visit: Visit, key) -> HttpResponse:
    """A decision and what was done on its strength, in order."""
    row = visit.get(Identification, key)
    stands = Identification.objects.standing().filter(pk=row.pk).exists()
    told, agreed, steps = (
        in_order(rows.standing()) for rows in (row.notifications, row.consents, row.handovers)
    )
    correct = lambda name, fact, right: Link(_("correct"), visit.url(name, fact.pk), right)  # noqa: E731
    act = lambda text, name, right, main=False: [Link(text, visit.url(name, row.pk), right, main)]  # noqa: E731
    done = any(s.final and not s.part for s in steps)
    tell = act(_("Record the notification"), "notify", Right.NOTIFY, not told) if stands else []
    if not stands and any(n.about == Notification.About.DECISION for n in told):
        tell = act(_("The family was told of the withdrawal"), "tell_withdrawn", Right.NOTIFY, True)
    hand = act(_("Hand over"), "hand_over", Right.HAND_OVER, True) if stands and agreed and not done else []
    last = last_step(row.remains)
    if not stands and last is not None and last.final:
        hand = act(_("Take the remains back"), "take_back", Right.HAND_OVER, True)
    facts = [
        (_("State"), courses([row])[row.pk].mark),
        (_("Remains"), Link(row.remains, visit.url("remains", row.remains_id))),
        (_("Person"), Link(named(row.person), visit.url("person", row.person_id))),
        (_("Decided"), made(row)),
        (_("Proposal"), Link(row.proposal, visit.url("proposal", row.proposal_id))),
    ]
    if not stands:
        taken_back = Identification.objects.filter(supersedes=row).select_related("made_by").get()
        facts.append((_("Withdrawn"), f"{made(taken_back)}: {taken_back.reason}"))
    papers = [
        Link(text, f"{visit.url(name)}?identification={row.pk}", Right.NOTIFY)
        for text, name in ((_("Certificate"), "certificate"), (_("Letter to the family"), "family_letter"))
    ]
    sections = [
        Section("", (), facts, [*act(_("Withdraw"), "withdraw", Right.SIGN), *papers] if stands else []),
        Section(
            _("The family is told"),
            (_("Who"), _("By"), _("On"), _("Of what"), ""),
            [
                (n.told, n.by, n.on, n.get_about_display(), correct("notification_correct", n, Right.NOTIFY))
                for n in told
            ],
            tell,
            _("Nobody was told yet. The family hears of it in person, before anybody else."),
        ),
        Section(
            _("The family agrees"),
            (_("Who decides"), _("Wishes"), _("On"), ""),
            [(c.given_by, c.wishes, c.on, correct("consent_correct", c, Right.NOTIFY)) for c in agreed],
            act(_("Record the consent"), "agree", Right.NOTIFY, not agreed) if stands and told else [],
            _("The family is asked how and by whom the remains are to be received, after it was told."),
        ),
        Section(
            _("Hand-overs"),
            (_("From"), _("To"), _("On"), _("Where"), _("What"), _("Receipt"), _("To the family"), ""),
            [
                (
                    s.giver,
                    s.receiver,
                    s.on,
                    s.place,
                    s.part or _("all"),
                    _receipt(visit, s),
                    Mark(_("yes"), "good") if s.final else _("no"),
                    correct("hand_over_correct", s, Right.HAND_OVER),
                )
                for s in steps
            ],
            hand,
            _("Remains go from party to party, each time against a receipt, after the family has agreed."),
        ),
    ]
    for rows, names in (
        (row.notifications, ("told", "by", "on")),
        (row.consents, ("given_by", "wishes", "on")),
        (row.handovers, ("giver", "receiver", "on", "place", "receipt", "part", "scan_name")),
    ):
        sections.append(all_before(rows.filter(superseded_by__isnull=True).order_by("on", "made_at"), names))
    lead = "" if stands else _("This identification was withdrawn; nothing here stands any more.")
    title = _("%(remains)s are %(person)s") % {"remains": row.remains, "person": named(row.person)}
    return visit.sheet(title, sections, lead, history=visit.url("ledger") + f"?row={row.pk}")


def _receipt(visit: Visit, step: HandOver) -> Any:
    return Link(step.receipt, visit.url("receipt", step.pk)) if step.scan_sha256 else step.receipt


@page()
def receipt(visit: Visit, key) -> HttpResponse:
    """The scanned receipt as it was received; never shown inside a page."""
    row = visit.get(HandOver, key)
    return scan_response(row)


def _after(visit: Visit, key, title, form, service, help="", **context: Any) -> HttpResponse:
    row = visit.get(Identification, key)
    return visit.enter(
        title,
        form(visit.posted, **context),
        lambda author, said: service(author, row, **said),
        visit.url("identification", key),
        help,
    )


@page(Right.NOTIFY)
def notify_family(visit: Visit, key) -> HttpResponse:
    """The family was told."""
    return _after(visit, key, _("Record the notification"), NotificationForm, notify)


@page(Right.NOTIFY)
def family_told_withdrawn(visit: Visit, key) -> HttpResponse:
    """The family was told that it was withdrawn."""
    return _after(visit, key, _("The family was told of the withdrawal"), NotificationForm, tell_withdrawn)


@page(Right.NOTIFY)
def family_agrees(visit: Visit, key) -> HttpResponse:
    """The family agrees."""
    return _after(visit, key, _("Record the consent"), ConsentForm, agree)


@page(Right.HAND_OVER)
def hand_over_remains(visit: Visit, key) -> HttpResponse:
    """The remains go on."""
    row = visit.get(Identification, key)
    last = last_change(row.remains)
    form = HandOverForm(visit.posted, visit.files, initial={"giver": last.receiver} if last else None)
    act = lambda author, said: hand_over(author, row, **with_scan_kept(said))  # noqa: E731
    title = _("Hand over %(remains)s, %(person)s") % {"remains": row.remains, "person": named(row.person)}
    return visit.enter(title, form, act, visit.url("identification", key), button=_("Record the hand-over"))


@page(Right.HAND_OVER)
def take_remains_back(visit: Visit, key) -> HttpResponse:
    """The remains come back."""
    last = last_step(visit.get(Identification, key).remains)
    initial = {"giver": last.receiver} if last else None
    return _after(visit, key, _("Take the remains back"), TakeBackForm, take_back, initial=initial)


@page(Right.SIGN)
def withdraw_identification(visit: Visit, key) -> HttpResponse:
    """Taken back."""
    return _after(
        visit,
        key,
        _("Withdraw"),
        ReasonForm,
        withdraw,
        _("Everybody who acted on it is told, and what stood on it is open again."),
    )
