"""What is remembered of the rows is what the rows say, whatever happens between two looks."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from register.life import reported

from antigone.register.ledger.touched import touched
from antigone.register.people import derived
from antigone.register.people.derived import GROUPINGS, groups, in_order, state_of, states_beyond
from antigone.register.people.finding import found_persons
from antigone.register.people.merging import merge, undo_merge
from antigone.register.people.models import Listing, Merge, Name, Person, Report
from antigone.register.people.reporting import add_name, locate_alive
from antigone.register.people.state import counted, tables, with_state

pytestmark = pytest.mark.django_db


def states(investigation, at=None):
    known = states_beyond(investigation, at)
    return {p.pk: state_of(p, known) for p in counted(investigation, at)}


def by_sql(investigation, at=None):
    return {p.pk: p.state for p in with_state(counted(investigation, at), at)}


def test_each_change_is_seen_at_once(coordinator, valley):
    one, two = reported(coordinator, "One Invented"), reported(coordinator, "Two Invented")
    assert states(valley) == by_sql(valley) == {one.pk: "reported", two.pk: "reported"}
    locate_alive(coordinator, two, "", "she called")
    assert states(valley) == by_sql(valley) == {one.pk: "reported", two.pk: "alive"}
    row = merge(coordinator, one, two)
    assert states(valley) == by_sql(valley) == {one.pk: "alive"}
    undo_merge(coordinator, row)
    assert states(valley) == by_sql(valley) == {one.pk: "reported", two.pk: "alive"}


@pytest.mark.django_db(transaction=True)
def test_a_transaction_taken_back_leaves_no_trace(coordinator, valley):
    one = reported(coordinator, "One Invented")
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            locate_alive(coordinator, one, "", "she called")
            assert states(valley) == {one.pk: "alive"}
            raise KeyboardInterrupt
        assert states(valley) == {one.pk: "reported"}
    before = touched(Person)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        reported(coordinator, "Two Invented")
        inside = touched(Person)
        raise KeyboardInterrupt
    reported(coordinator, "Three Invented")
    assert len({before, inside, touched(Person)}) == 3
    assert states(valley) == by_sql(valley)


def test_only_the_tables_touched_are_read_again(coordinator, valley):
    one = reported(coordinator, "One Invented")
    before = touched(Person), touched(Name), touched(Person, Merge)
    add_name(coordinator, one, "Another Invented")
    assert (touched(Person), touched(Person, Merge)) == (before[0], before[2])
    assert touched(Name) != before[1]


def test_all_tables_read_are_watched(coordinator, valley):
    """A table that decides a state or a group and is not named would be remembered too long."""
    reported(coordinator, "One Invented")
    base = {"access_investigation", "ledger_entry", "ledger_head", "people_person", "people_merge"}
    watched = base | {t._meta.db_table for t in tables()}
    for remembered in (derived._in_order, derived._states, derived._contradictory, derived._groups):
        remembered.cache_clear()
    with CaptureQueriesContext(connection) as asked:
        in_order(valley), states_beyond(valley), derived.contradictory(valley, timezone.now())
    assert _tables(asked) == watched - {"access_investigation"}
    for grouping, (model, _column) in GROUPINGS.items():
        derived._groups.cache_clear()
        with CaptureQueriesContext(connection) as asked:
            groups(grouping, valley)
        more = {"event": "people_event", "place": model._meta.db_table, "list": "people_personlist"}
        assert _tables(asked) <= base | {model._meta.db_table, more[grouping]}


def _tables(asked):
    return {t for q in asked for t in re.findall(r'(?:FROM|JOIN) "(\w+)"', q["sql"])}


def test_words_may_stand_in_several_names(coordinator, valley):
    one = reported(coordinator, "Ismene Orchard")
    add_name(coordinator, one, "Исмена Садовая")
    reported(coordinator, "Ismene Meadow")
    codes = lambda words: [p.code for p in found_persons(valley, {"q": words})[:]]  # noqa: E731
    assert codes("Orchard Sadovaia") == codes("orchard ISMENE") == [one.code]
    assert len(codes("Ismene")) == 2 and codes("Ismene Orchard Meadow") == []
    assert Report.objects.count() == 2 and not Listing.objects.exists()
