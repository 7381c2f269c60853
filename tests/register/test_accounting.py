"""Each count of the accounting is the number of persons its link lists, on any day."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from register.life import reported
from register.test_addresses import signed_in

from antigone.register.access.author import Author
from antigone.register.access.models import Investigation
from antigone.register.people.accounting import COLUMNS, account, account_by, in_column
from antigone.register.people.merging import merge
from antigone.register.people.models import Person
from antigone.register.people.reporting import Reported, locate_alive, report_many
from antigone.register.people.state import counted, with_state
from antigone.register.project.invented import SLUG, fill
from antigone.register.project.invented.story import FIRST_DAY

pytestmark = pytest.mark.django_db


def test_counts_are_their_lists():
    fill(2)
    investigation = Investigation.objects.get(slug=SLUG)
    for at in (None, FIRST_DAY + timedelta(days=1100), FIRST_DAY + timedelta(days=300)):
        persons = list(with_state(counted(investigation, at), at))
        total = account(investigation, at).counts
        for column, states in COLUMNS.items():
            expected = sum(p.state in states for p in persons)
            assert total[column] == expected == len(in_column(column, investigation, at))
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


def test_the_accounting_as_a_file(coordinator):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.test import Client
    from django.urls import reverse

    reported(coordinator, place="=2+2")
    reported(coordinator, "Polyneikes Orchard", place="Meadow")
    TOTP.activate(coordinator.user, generate_totp_secret())
    client = Client()
    client.force_login(coordinator.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("accounting_export", args=("valley", "csv"))
    rows = client.get(address, {"by": "place"}).content.decode("utf-8-sig").splitlines()
    assert rows[0] == "place,reported,alive,recovered,identified,returned,missing"
    assert rows[1] == "All,2,0,0,0,0,2"
    assert sorted(rows[2:]) == ["'=2+2,1,0,0,0,0,1", "Meadow,1,0,0,0,0,1"]
    before = client.get(address, {"by": "place", "at": "2001-01-01"}).content.decode("utf-8-sig").splitlines()
    assert before[1:] == ["All,0,0,0,0,0,0"]


def test_every_count_of_the_page_leads_to_as_many_persons_those_of_no_place_too(coordinator):
    reported(coordinator, place="Meadow")
    nowhere = reported(coordinator, "Polyneikes Orchard")
    locate_alive(coordinator, nowhere, "", "a letter")
    client = signed_in(coordinator.user)
    lines = re.findall(
        r"<th scope=\"row\"[^>]*>(.*?)</th>(.*?)</tr>",
        client.get("/i/valley/accounting/", {"by": "place"}).content.decode(), re.S,
    )  # fmt: skip
    assert [title for title, _cells in lines] == ["All", "Meadow", "none"]
    for title, cells in lines:
        counts = re.findall(r'href="([^"]+)">(\d+)</a>', cells)
        assert len(counts) == len(COLUMNS)
        for address, count in counts:
            answer = client.get(html.unescape(address))
            assert len(answer.context["rows"]) == int(count), (title, address)
            assert title == "All" or f"place: {title}" in answer.content.decode()
