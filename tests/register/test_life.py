"""One person's life through all services: each state is derived, each refusal is met."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from register.life import invented_files, two_profiled_sides

from antigone.errors import InputError
from antigone.register.access.models import Membership
from antigone.register.access.opening_up import remove_member
from antigone.register.decisions.deciding import propose, sign
from antigone.register.decisions.models import Identification
from antigone.register.identification.running import rerun_differs, run_engine
from antigone.register.ledger.verify import findings
from antigone.register.people.accounting import account, account_by
from antigone.register.people.derived import contradictory
from antigone.register.people.models import Person
from antigone.register.people.reporting import locate_alive
from antigone.register.people.state import with_state
from antigone.register.returns.models import Notice
from antigone.register.returns.returning import agree, hand_over, notify, withdraw


def state_of(person, at=None):
    return with_state(Person.objects.filter(pk=person.pk), at).get().state


@pytest.fixture
def sides(member, tmp_path):
    return two_profiled_sides(member, invented_files(tmp_path))


@pytest.fixture
def proposal(sides, member):
    person, remains, table = sides
    geneticist = member("geneticist")
    run = run_engine(geneticist, table, 2.0)
    return propose(geneticist, remains, person, "parents and child", run.candidates.get())


@pytest.fixture
def identified(proposal, member):
    sign(member("reviewer", "first").because("agrees"), proposal, "approved")
    sign(member("reviewer", "second").because("agrees too"), proposal, "approved")
    return Identification.objects.get()


def test_from_report_to_hand_over(sides, member, valley):
    person, remains, table = sides
    assert state_of(person) == "profiled"
    geneticist = member("geneticist")
    run = run_engine(geneticist, table, 2.0)
    candidate = run.candidates.get()
    assert (candidate.remains, candidate.person) == (remains, person)
    assert candidate.log10_lr > 4 and len(candidate.markers) == 20 and candidate.posterior > 0.99
    assert not rerun_differs(run)
    proposal = propose(geneticist, remains, person, "parents and child", candidate)
    assert state_of(person) == "matched"
    first, second = member("reviewer", "first"), member("reviewer", "second")
    sign(first.because("points agree"), proposal, "approved")
    assert state_of(person) == "matched"
    sign(second.because("I agree"), proposal, "approved")
    identification = Identification.objects.get()
    assert state_of(person) == "identified"
    liaison, today = member("liaison"), timezone.localdate()
    with pytest.raises(InputError, match="not been told"):
        hand_over(liaison, identification, today, True, giver="a", receiver="b", place="c", receipt="1")
    notify(liaison, identification, "her father", "the liaison, at home", today)
    assert state_of(person) == "notified"
    with pytest.raises(InputError, match="not agreed"):
        hand_over(liaison, identification, today, True, giver="a", receiver="b", place="c", receipt="1")
    agree(liaison, identification, "her father", "in the village", today)
    before = timezone.now()
    hand_over(liaison, identification, today, True, giver="a", receiver="b", place="c", receipt="1")
    assert state_of(person) == "returned"
    assert state_of(person, before) == "notified"
    with pytest.raises(InputError, match="were handed over to b"):
        hand_over(liaison, identification, today, True, giver="a", receiver="b", place="c", receipt="2")
    line = account(valley)
    assert line.counts == {
        "reported": 1, "alive": 0, "recovered": 0, "identified": 1, "returned": 1, "missing": 0,
    }  # fmt: skip
    assert account(valley, before).counts["returned"] == 0
    assert account(valley, before - timedelta(days=1)).counts["reported"] == 0
    assert [x.title for x in account_by("place", valley)] == ["Lower meadow"]
    assert list(findings()) == []


def test_two_different_people_decide(proposal, member, coordinator):
    first = member("reviewer", "first").because("yes")
    with pytest.raises(PermissionDenied):
        sign(member("geneticist").because("mine"), proposal, "approved")
    both = member("reviewer", "geneticist").because("mine")
    with pytest.raises(InputError, match="who proposes"):
        sign(both, proposal, "approved")
    with pytest.raises(InputError, match="reason"):
        sign(first.because(""), proposal, "approved")
    sign(first, proposal, "approved")
    with pytest.raises(InputError, match="you have signed"):
        sign(first, proposal, "approved")
    remove_member(coordinator, Membership.objects.standing().get(user=first.user))
    sign(member("reviewer", "second").because("yes"), proposal, "approved")
    assert not Identification.objects.exists(), "a signature of somebody who left the board does not count"
    sign(member("reviewer", "third").because("yes"), proposal, "approved")
    assert Identification.objects.count() == 1


def test_one_refusal_closes_a_proposal(proposal, member, sides):
    sign(member("reviewer").because("the teeth differ"), proposal, "refused")
    assert state_of(sides[0]) == "profiled"
    with pytest.raises(InputError, match="decided"):
        sign(member("reviewer", "second").because("yes"), proposal, "approved")


def test_withdrawal_reopens_and_tells_all_who_acted(identified, member, sides):
    liaison, today = member("liaison"), timezone.localdate()
    with pytest.raises(InputError, match="nobody is told before"):
        notify(liaison, identified, "father", "visit", today - timedelta(days=1))
    notify(liaison, identified, "father", "visit", today)
    agree(liaison, identified, "father", "", today)
    hand_over(liaison, identified, today, True, giver="a", receiver="b", place="c", receipt="1")
    withdraw(member("reviewer", "first").because("a sample was exchanged"), identified)
    assert {n.to.username for n in Notice.objects.all()} == {"first", "second", "geneticist", "liaison"}
    assert state_of(sides[0]) == "profiled"
    with pytest.raises(InputError, match="withdrawn"):
        notify(liaison, identified, "father", "visit", today)
    again = propose(member("geneticist"), sides[1], sides[0], "typed anew")
    assert again.code != identified.proposal.code
    assert list(findings()) == []


def test_alive_and_identified_is_a_contradiction(identified, member, valley, sides):
    locate_alive(member("interviewer"), sides[0], "2026", "she called")
    assert contradictory(valley) == (sides[0].pk.hex,)
    with pytest.raises(InputError, match="located alive"):
        propose(member("geneticist"), sides[1], sides[0], "again")


def test_identified_remains_cannot_be_somebody_else(identified, member, sides):
    from register.life import reported

    other = reported(member("interviewer"), "Another Invented")
    with pytest.raises(InputError, match="are identified as"):
        propose(member("geneticist"), sides[1], other, "also like")


def test_identified_are_left_out_of_the_next_run(identified, member, sides):
    with pytest.raises(InputError, match="nothing to compare"):
        run_engine(member("geneticist"), sides[2], 2.0)


def test_nobody_acts_without_the_right(sides, member):
    reader = member("read-only")
    from register.life import reported

    with pytest.raises(PermissionDenied):
        reported(reader)
    with pytest.raises(PermissionDenied):
        run_engine(reader, sides[2], 2.0)
