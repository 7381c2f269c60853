"""Each count of the accounting is the number of persons its link lists, on any day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from antigone.register.access.author import Author
from antigone.register.access.models import Investigation
from antigone.register.people.accounting import COLUMNS, account, account_by, in_column
from antigone.register.people.merging import merge
from antigone.register.people.models import Person
from antigone.register.people.reporting import Reported, locate_alive, report_many
from antigone.register.people.state import counted, with_state
from antigone.register.project.invented import SLUG, fill

pytestmark = pytest.mark.django_db


def test_counts_are_their_lists(monkeypatch):
    from antigone.register.project import invented

    monkeypatch.setattr(invented, "REPORTED", 300)
    monkeypatch.setattr(invented, "RECOVERED", 120)
    fill(2)
    investigation = Investigation.objects.get(slug=SLUG)
    for at in (None, invented.FIRST_DAY + timedelta(days=1100), invented.FIRST_DAY + timedelta(days=300)):
        persons = list(with_state(counted(investigation, at), at))
        total = account(investigation, at).counts
        for column, states in COLUMNS.items():
            expected = sum(p.state in states for p in persons)
            assert total[column] == expected == in_column(counted(investigation, at), column, at).count()
        lines = account_by("event", investigation, at)
        assert sum(line.counts["missing"] for line in lines) == total["missing"]


def test_what_is_known_of_a_merged_person_counts_for_the_kept(coordinator, valley):
    one, two = report_many(coordinator, [Reported(["A"], {"place": "X"}), Reported(["B"], {"place": "X"})])
    locate_alive(coordinator, two, "", "she called")
    assert account(valley).counts["missing"] == 1
    merge(coordinator, one, two)
    assert account(valley).counts == dict.fromkeys(COLUMNS, 0) | {"reported": 1, "alive": 1}
    assert [p.state for p in with_state(counted(valley))] == ["alive"]
    assert isinstance(coordinator, Author) and Person.objects.count() == 2
    assert account(valley, timezone.now() - timedelta(days=1)).counts["reported"] == 0
