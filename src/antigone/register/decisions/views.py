"""The board's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.register.access.pages import (
    Entry,
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
from antigone.register.decisions.deciding import (
    SIGNATURES_NEEDED,
    open_joinings,
    open_proposals,
    part,
    propose,
    propose_joining,
    sign,
    sign_joining,
    valid_approvals,
)
from antigone.register.decisions.models import Joining, Proposal, Reassociation, Verdict
from antigone.register.identification.comparing import rows_of
from antigone.register.identification.models import Candidate, SamePerson
from antigone.register.identification.views import (
    comparison,
    named,
    names_of,
    shown_probability,
    side_by_side,
)


class ProposalForm(Entry):
    """Grounds."""

    grounds = forms.CharField(
        label=gettext_lazy("Grounds"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("The genetic result, what else agrees, and what differs and why it may."),
    )  # fmt: skip


class SignatureForm(Entry):
    """Verdict and reason."""

    reason_required = True
    verdict = forms.ChoiceField(
        label=gettext_lazy("Verdict"), choices=Verdict.choices, widget=forms.RadioSelect
    )


@page()
def proposals(visit: Visit) -> HttpResponse:
    """What is before the board, then what is decided."""
    own = visit.author.investigation
    rows = Proposal.objects.of(own).standing().select_related("remains", "person", "made_by")
    shown = paged(visit.request, rows.order_by("-code"))
    here = Proposal.objects.filter(pk__in=[p.pk for p in shown])
    waiting = set(open_proposals().filter(pk__in=here).values_list("pk", flat=True))
    decided = _outcomes(here)
    names = names_of(p.person for p in shown)
    listed = [
        (
            Link(p.code, visit.url("proposal", p.pk)),
            p.remains,
            names[p.person_id],
            made(p),
            Mark(_("waits for signatures"), "warn") if p.pk in waiting else decided.get(p.pk, _REFUSED()),
        )
        for p in shown
    ]
    header = (_("Number"), _("Remains"), _("Person"), _("Proposed by"), _("State"))
    empty = _("Nothing is before the board. Geneticists propose from the candidates of a run.")
    look = [
        Link(_("Candidates to review"), visit.url("candidates"), Right.PROPOSE),
        *files_of(visit, "proposals", _("Proposals")),
        *files_of(visit, "signatures", _("Signatures")),
    ]
    sections = [Section(_("Remains and persons"), header, listed, look, empty)]
    joinings = Joining.objects.of(own).standing().select_related("first", "second", "made_by")
    open_ones = set(open_joinings().of(own).values_list("pk", flat=True))
    joined = set(Reassociation.objects.of(own).standing().values_list("joining", flat=True))
    pairs = [
        (
            Link(j.code, visit.url("joining", j.pk)),
            j.first,
            j.second,
            made(j),
            Mark(_("waits for signatures"), "warn")
            if j.pk in open_ones
            else Mark(_("joined"), "good")
            if j.pk in joined
            else _REFUSED(),
        )
        for j in joinings.order_by("-code")[:100]
    ]
    if pairs:
        header = (_("Number"), _("First"), _("Second"), _("Proposed by"), _("State"))
        sections.append(Section(_("Remains of one person"), header, pairs))
    return visit.sheet(_("Proposals"), sections, page=shown)


def _REFUSED() -> Mark:
    return Mark(_("refused"), "bad")


def _outcomes(proposals: QuerySet[Proposal]) -> dict[Any, Mark]:
    rows = proposals.filter(identifications__isnull=False)
    standing = rows.filter(identifications__superseded_by__isnull=True, identifications__retracted=False)
    decided = {pk: Mark(_("withdrawn"), "bad") for pk in rows.values_list("pk", flat=True)}
    return decided | {pk: Mark(_("identified"), "good") for pk in standing.values_list("pk", flat=True)}


@page(Right.PROPOSE)
def propose_candidate(visit: Visit, key) -> HttpResponse:
    """From a candidate."""
    row = visit.get(Candidate, key)
    form = ProposalForm(visit.posted)
    return visit.enter(
        _("Propose that %(remains)s are %(person)s") % {"remains": row.remains, "person": named(row.person)},
        form,
        lambda author, said: propose(author, row.remains, row.person, said["grounds"], row),
        lambda p: visit.url("proposal", p.pk),
        _("It goes before the board. You cannot sign it yourself."),
        button=_("Propose"),
        cancel=visit.url("candidate", row.pk),
    )


@page()
def proposal(visit: Visit, key) -> HttpResponse:
    """Grounds, evidence, signatures."""
    row = visit.get(Proposal, key)
    waiting = open_proposals().filter(pk=row.pk).exists()
    facts: list[tuple[Any, Any]] = [
        (_("State"), _state_of(row, waiting)),
        (_("Remains"), Link(row.remains, visit.url("remains", row.remains_id))),
        (_("Person"), Link(named(row.person), visit.url("person", row.person_id))),
        (_("Grounds"), row.grounds),
        (_("Proposed by"), made(row)),
    ]
    if row.candidate is not None:
        shown = f"log10 LR {row.candidate.log10_lr:.2f}"
        facts.append((_("Genetic result"), Link(shown, visit.url("candidate", row.candidate_id))))
        facts.append((_("Joint posterior"), shown_probability(row.candidate.posterior)))
    facts += [
        (_("Identification"), Link(made(i), visit.url("identification", i.pk)))
        for i in row.identifications.standing()
    ]
    said = row.candidate.explanation if row.candidate else {}
    header = (_("Point"), _("Ante-mortem"), _("Post-mortem"), _("Verdict"), _("How"))
    compared = (
        comparison(visit, row.candidate)
        if row.candidate
        else Section(_("Before and after death"), header, rows_of(row.person, row.remains))
    )
    return visit.sheet(
        _("Proposal %(code)s: %(remains)s as %(person)s")
        % {"code": row, "remains": row.remains, "person": named(row.person)},
        [
            Section("", (), facts),
            Section(
                _("What the engine says"), template="identification/sentences.html",
                data=said,
            ) if said else None,
            compared,
            side_by_side(visit, row.remains, row.person),
            _signatures(visit, row, "sign" if waiting else ""),
        ],
        history=visit.url("ledger") + f"?row={row.pk}",
    )  # fmt: skip


def _state_of(row: Proposal, waiting: bool) -> Any:
    if waiting:
        valid = len(valid_approvals(row))
        text = _("%(n)d of %(of)d signatures") % {"n": valid, "of": SIGNATURES_NEEDED}
        return Mark(text, "warn")
    if row.identifications.standing().exists():
        return Mark(_("identified"), "good")
    return Mark(_("withdrawn"), "bad") if row.identifications.exists() else _REFUSED()


def _signatures(visit: Visit, row: Proposal | Joining, sign_name: str) -> Section:
    counts = {s.pk for s in valid_approvals(row)}
    signed = [
        (
            s.made_by,
            Mark(s.get_verdict_display(), "good" if s.verdict == Verdict.APPROVED else "bad"),
            s.reason,
            f"{s.made_at:%Y-%m-%d %H:%M}",
            ""
            if s.pk in counts or s.verdict == Verdict.REFUSED
            else _("has left the board since: does not count"),
        )
        for s in row.signatures.standing().select_related("made_by").order_by("made_at")
    ]
    own = row.made_by == visit.author.user or any(s[0] == visit.author.user for s in signed)
    acts = [Link(_("Sign or refuse"), visit.url(sign_name, row.pk), Right.SIGN, True)] if sign_name else []
    return Section(
        _("Signatures"),
        (_("Who"), _("Verdict"), _("Why"), _("When"), ""),
        signed,
        [] if own else acts,
        _("None yet. Two different reviewers must sign; who proposed it cannot."),
    )


@page(Right.SIGN)
def sign_proposal(visit: Visit, key) -> HttpResponse:
    """A verdict."""
    row = visit.get(Proposal, key)
    form = SignatureForm(visit.posted)
    return visit.enter(
        _("Sign proposal %(code)s: %(remains)s as %(person)s")
        % {"code": row, "remains": row.remains, "person": named(row.person)},
        form,
        lambda author, said: sign(author, row, said["verdict"]),
        visit.url("proposal", key),
        _("Your signature is final. Two approvals make the identification; one refusal closes the proposal."),
        button=_("Sign"),
    )


@page(Right.PROPOSE)
def propose_join(visit: Visit, key) -> HttpResponse:
    """From two remains that a run finds to be of one person."""
    row = visit.get(SamePerson, key)
    return visit.enter(
        _("Propose to join %(first)s and %(second)s") % {"first": row.first, "second": row.second},
        ProposalForm(visit.posted),
        lambda author, said: propose_joining(author, row.first, row.second, said["grounds"], row),
        lambda j: visit.url("joining", j.pk),
        _("It goes before the board. You cannot sign it yourself."),
        button=_("Propose"),
        cancel=visit.url("same_person", row.pk),
    )


@page()
def joining(visit: Visit, key) -> HttpResponse:
    """Two remains before the board."""
    row = visit.get(Joining, key)
    waiting = open_joinings().filter(pk=row.pk).exists()
    joined = row.reassociations.standing().first()
    facts: list[tuple[Any, Any]] = [
        (_("First"), Link(row.first, visit.url("remains", row.first_id))),
        (_("Second"), Link(row.second, visit.url("remains", row.second_id))),
        (_("Grounds"), row.grounds),
        (_("Proposed by"), made(row)),
    ]
    if row.match is not None:
        shown = f"log10 LR {row.match.log10_lr:.2f}"
        facts.append((_("Genetic result"), Link(shown, visit.url("same_person", row.match_id))))
    acts = []
    if joined is not None:
        facts.append((_("State"), Mark(_("joined"), "good")))
        acts = [Link(_("Part them again"), visit.url("part", joined.pk), Right.SIGN)]
    return visit.sheet(
        _("Proposal %(code)s: %(first)s and %(second)s are of one person")
        % {"code": row, "first": row.first, "second": row.second},
        [Section("", (), facts, acts), _signatures(visit, row, "sign_joining" if waiting else "")],
        history=visit.url("ledger") + f"?row={row.pk}",
    )


@page(Right.SIGN)
def sign_joining_(visit: Visit, key) -> HttpResponse:
    """A verdict on a joining."""
    row = visit.get(Joining, key)
    return visit.enter(
        _("Sign proposal %s") % row,
        SignatureForm(visit.posted),
        lambda author, said: sign_joining(author, row, said["verdict"]),
        visit.url("joining", key),
        _("Your signature is final. Two approvals join the remains; one refusal closes the proposal."),
        button=_("Sign"),
    )


@page(Right.SIGN)
def part_again(visit: Visit, key) -> HttpResponse:
    """A re-association taken back."""
    row = visit.standing(Reassociation, key)
    return visit.enter(
        _("Part %(first)s and %(second)s again") % {"first": row.first, "second": row.second},
        ReasonForm(visit.posted),
        lambda author, said: part(author, row),
        visit.url("joining", row.joining_id),
    )
