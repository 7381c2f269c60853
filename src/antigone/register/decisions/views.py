"""The board's pages."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.register.access.pages import Entry, Link, Section, Visit, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.decisions.deciding import open_proposals, propose, sign
from antigone.register.decisions.models import Proposal, Signature
from antigone.register.identification.comparing import points
from antigone.register.identification.models import Candidate


class ProposalForm(Entry):
    """Grounds."""

    grounds = forms.CharField(label=gettext_lazy("Grounds"), widget=forms.Textarea(attrs={"rows": 5}))


class SignatureForm(Entry):
    """Verdict and reason."""

    reason_required = True
    verdict = forms.ChoiceField(
        label=gettext_lazy("Verdict"), choices=Signature.Verdict.choices, widget=forms.RadioSelect
    )


@page()
def proposals(visit: Visit) -> HttpResponse:
    """What is before the board, then what is decided."""
    own = (
        Proposal.objects.of(visit.author.investigation)
        .standing()
        .select_related("remains", "person", "made_by")
    )
    waiting = set(open_proposals().values_list("pk", flat=True))
    shown = paged(visit.request, own.order_by("-code"))
    rows = [
        (
            Link(p.code, visit.url("proposal", p.pk)),
            p.remains,
            p.person,
            made(p),
            _("waits for signatures") if p.pk in waiting else _("decided"),
        )
        for p in shown
    ]
    header = (_("Number"), _("Remains"), _("Person"), _("Proposed by"), "")
    empty = _("Nothing is before the board. Geneticists propose from the candidates of a run.")
    return visit.sheet(_("Board"), [Section("", header, rows, (), empty)], page=shown)


@page(Right.PROPOSE)
def propose_candidate(visit: Visit, key) -> HttpResponse:
    """From a candidate."""
    row = visit.get(Candidate, key)
    form = ProposalForm(visit.posted)
    return visit.enter(
        _("Propose this identification"),
        form,
        lambda author, said: propose(author, row.remains, row.person, said["grounds"], row),
        lambda p: visit.url("proposal", p.pk),
    )


@page()
def proposal(visit: Visit, key) -> HttpResponse:
    """Grounds, evidence, signatures."""
    row = visit.get(Proposal, key)
    signed = [
        (s.made_by, s.get_verdict_display(), s.reason, f"{s.made_at:%Y-%m-%d %H:%M}")
        for s in row.signatures.standing().select_related("made_by")
    ]
    waiting = open_proposals().filter(pk=row.pk).exists()
    actions = [Link(_("Sign"), visit.url("sign", row.pk), Right.SIGN)] if waiting else []
    links = [
        (_("Remains"), Link(row.remains, visit.url("remains", row.remains_id))),
        (_("Person"), Link(row.person, visit.url("person", row.person_id))),
        (_("Grounds"), row.grounds),
        (_("Proposed by"), made(row)),
    ]
    if row.candidate_id:
        links.append(
            (
                _("Genetic result"),
                Link(f"log10 LR {row.candidate.log10_lr:.2f}", visit.url("candidate", row.candidate_id)),
            )
        )
    links += [
        (_("Identification"), Link(made(i), visit.url("identification", i.pk)))
        for i in row.identifications.standing()
    ]
    verdicts = {"agree": _("agree"), "differ": _("differ"), "unknown": _("unknown"), "": ""}
    compared = [(p.what, p.before, p.after, verdicts[p.verdict]) for p in points(row.person, row.remains)]
    return visit.sheet(
        _("Proposal %(code)s: %(remains)s as %(person)s")
        % {"code": row, "remains": row.remains, "person": row.person},
        [
            Section("", ("", ""), links),
            Section(
                _("Before and after death"),
                (_("Point"), _("Ante-mortem"), _("Post-mortem"), _("Verdict")),
                compared,
            ),
            Section(
                _("Signatures"),
                (_("Who"), _("Verdict"), _("Why"), _("When")),
                signed,
                actions,
                _("Two different reviewers must sign; the proposer cannot."),
            ),
        ],
        history=visit.url("ledger") + f"?row={row.pk}",
    )


@page(Right.SIGN)
def sign_proposal(visit: Visit, key) -> HttpResponse:
    """A verdict."""
    row = visit.get(Proposal, key)
    form = SignatureForm(visit.posted)
    return visit.enter(
        _("Sign proposal %s") % row,
        form,
        lambda author, said: sign(author, row, said["verdict"]),
        visit.url("proposal", key),
        _("Your signature is final. Two approvals make the identification; one refusal closes the proposal."),
    )
