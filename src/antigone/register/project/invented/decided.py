"""Proposals, signatures, notifications and hand-overs of the invented case, at every step of their way."""

from __future__ import annotations

from antigone.register.access.author import Author
from antigone.register.access.roles import Role
from antigone.register.decisions.deciding import propose, propose_joining, sign, sign_joining
from antigone.register.decisions.models import Identification, Proposal
from antigone.register.identification.models import Candidate
from antigone.register.identification.reviewing import judge, set_aside
from antigone.register.project.invented.story import VILLAGES, at, day
from antigone.register.project.invented.typed import Typed
from antigone.register.returns.returning import agree, hand_over, notify, withdraw

PROPOSED, REFUSED, WAITING, DECIDED, TOLD, RETURNED = 31, 30, 27, 25, 20, 16
WITHDRAWN = 3


def decide(by: dict[str, Author], typed: Typed) -> None:
    """The best candidates go their way, the first of them the whole way."""
    best = list(typed.run.candidates.select_related("remains", "person").order_by("-log10_lr", "pk").all())
    sure = [c for c in best if c.explanation.get("status") == "supported"]
    for number, candidate in enumerate(sure[:PROPOSED]):
        proposal = _propose(by, number, candidate)
        if number == PROPOSED - 1:
            sign(
                at(by[Role.REVIEWER], 1800).because("the mother's tube had no seal (invented)"),
                proposal,
                "refused",
            )
        elif number < WAITING:
            _decide(by, number, proposal)
    set_aside(
        at(by[Role.GENETICIST], 1900).because("the bones are a child's; typed anew first (invented)"),
        sure[PROPOSED + 1],
    )
    _join(by, typed)
    withdrawn = Identification.objects.of(typed.run.investigation).get(
        proposal__remains=sure[WITHDRAWN].remains
    )
    withdraw(
        at(by[Role.REVIEWER], 2000).because("two samples were exchanged in the laboratory (invented)"),
        withdrawn,
    )


def _propose(by: dict[str, Author], number: int, candidate: Candidate) -> Proposal:
    start = 1000 + 20 * number
    geneticist = at(by[Role.GENETICIST], start)
    if number % 2 == 0:
        for point in _on_both_sides(candidate):
            judge(
                geneticist.because("the same on both sides (invented)"), candidate.remains, candidate.person,
                point, "agree",
            )  # fmt: skip
    return propose(geneticist, candidate.remains, candidate.person, "parents and child (invented)", candidate)


def _on_both_sides(candidate: Candidate) -> list[str]:
    """Of teeth and effects, those of which something is known before and after death."""
    known, seen = candidate.person.descriptions.get(), candidate.remains.examinations.get()
    return [
        p for p in ("teeth", "effects") if getattr(known, p) not in ("", "none known") and getattr(seen, p)
    ]


def _decide(by: dict[str, Author], number: int, proposal: Proposal) -> None:
    start = 1000 + 20 * number
    first = at(by[Role.REVIEWER], start + 5).because("I looked at every point (invented)")
    sign(first, proposal, "approved")
    if number >= DECIDED:
        return
    sign(
        at(by["second"], start + 6).because("I agree with the first reviewer (invented)"),
        proposal,
        "approved",
    )
    row = Identification.objects.get(proposal=proposal)
    liaison, told = at(by[Role.LIAISON], start + 12), day(start + 12)
    if number < TOLD:
        notify(liaison, row, "the parents", "a visit", told)
    if number < TOLD - 2:
        agree(liaison, row, "the parents", "a quiet burial (invented)", told)
    if number < RETURNED:
        _bring_home(at(by[Role.LIAISON], start + 15), row, number)


def _bring_home(liaison: Author, row: Identification, number: int) -> None:
    on = liaison.at.date()
    place = {"place": VILLAGES[number % len(VILLAGES)]}
    giver = "laboratory"
    if number % 4 == 1:
        hand_over(liaison, row, on, False, giver=giver, receiver="the neighbouring commission (invented)",
                  receipt=f"REC-{number + 1}a", **place)  # fmt: skip
        giver = "the neighbouring commission (invented)"
    part = "skull and arms" if number == RETURNED - 1 else ""
    hand_over(
        liaison, row, on, True, giver=giver, receiver="the parents", receipt=f"REC-{number + 1}", part=part,
        **place,
    )  # fmt: skip


def _join(by: dict[str, Author], typed: Typed) -> None:
    """Remains in two bags: one pair joined, one before the board, one still to be proposed."""
    pairs = list(typed.run.same_persons.order_by("first__code"))
    for number, pair in enumerate(pairs[:2]):
        row = propose_joining(
            at(by[Role.GENETICIST], 1850), pair.first, pair.second, "all markers alike (invented)", pair
        )
        if number == 0:
            for who in (Role.REVIEWER, "second"):
                sign_joining(at(by[who], 1860).because("no bone twice (invented)"), row, "approved")
