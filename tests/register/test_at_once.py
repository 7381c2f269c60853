"""Users who act at the same moment: each rule holds as if one had come after the other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from register.life import custody, invented_files, reported, two_profiled_sides

from antigone.errors import InputError
from antigone.register.access.models import Membership
from antigone.register.access.opening_up import remove_member
from antigone.register.decisions.deciding import propose, sign
from antigone.register.decisions.models import Identification, Proposal
from antigone.register.field.models import Remains
from antigone.register.field.recovering import add_site, recover
from antigone.register.laboratory.custody import take_sample
from antigone.register.laboratory.models import Custody, Sample
from antigone.register.ledger.verify import findings
from antigone.register.people.models import Person
from antigone.register.returns.models import HandOver
from antigone.register.returns.returning import agree, hand_over, notify

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Runs the acts in threads that start together; how many were refused."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            act()
        except InputError:
            return 1
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(len(acts)) as threads:
        return sum(threads.map(run, acts))


def test_numbers_are_given_once(member):
    author = member("interviewer")
    assert at_once(*[lambda: reported(author) for _ in range(6)]) == 0
    assert sorted(Person.objects.values_list("code", flat=True)) == [f"P-{i:05}" for i in range(1, 7)]
    assert list(findings()) == []


def test_one_seal_goes_on_one_sample(member):
    field, laboratory = member("field"), member("laboratory")
    site = add_site(field, "Lower cave", 40.0, 45.0)
    samples = [
        take_sample(laboratory, "femur", date(2026, 3, 1), remains=recover(field, site, date(2026, 3, 1)))
        for _ in range(3)
    ]
    assert at_once(*[lambda s=s: custody(laboratory, s, "S-1") for s in samples]) == 2
    assert (Custody.objects.count(), Sample.objects.count(), Remains.objects.count()) == (1, 3, 3)


def test_a_decision_is_made_once_and_remains_return_once(member, tmp_path):
    person, remains, _ = two_profiled_sides(member, invented_files(tmp_path))
    proposer = member("geneticist")
    assert at_once(*[lambda: propose(proposer, remains, person, "parents") for _ in range(3)]) == 2
    proposal = Proposal.objects.get()
    reviewers = [member("reviewer", name).because("agrees") for name in ("one", "two", "three")]
    at_once(*[lambda r=r: sign(r, proposal, "approved") for r in reviewers])
    identification = Identification.objects.get()
    liaison, today = member("liaison"), timezone.localdate()
    notify(liaison, identification, "her father", "visit", today)
    agree(liaison, identification, "her father", "", today)
    handed = {"giver": "laboratory", "receiver": "her father", "place": "home"}
    acts = [
        lambda n=n: hand_over(liaison, identification, today, True, receipt=str(n), **handed)
        for n in range(3)
    ]
    assert at_once(*acts) == 2
    assert HandOver.objects.count() == 1
    assert list(findings()) == []


def test_the_last_coordinator_stays(member, coordinator):
    second = member("coordinator", "second")
    held = Membership.objects.filter(role="coordinator")
    acts = [lambda row=row: remove_member(second, row) for row in held]
    assert at_once(*acts) == 1
    assert Membership.objects.standing().filter(role="coordinator").count() == 1
