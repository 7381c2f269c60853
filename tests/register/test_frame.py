"""The frame of all pages: the menu, the way up, the language, and errors at their field."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from antigone.register.project.navigation import MENU

NAMES = [name for _stage, _title, entries in MENU for name, _text, _right in entries]


@pytest.fixture
def client_of(member):
    """A signed-in client with a second factor."""

    def make(role):
        author = member(role)
        TOTP.activate(author.user, generate_totp_secret())
        client = Client()
        client.force_login(author.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


@pytest.mark.parametrize("name", NAMES)
def test_menu_marks_the_page(client_of, name):
    client = client_of("auditor")
    own = reverse(name, args=("valley",))
    page = client.get(own).content.decode()
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', page) == [own]
    assert 'aria-current="true"' not in page
    above = [m for m in re.findall(r"<h(\d)", page)]
    assert above[0] == "1" and above.count("1") == 1


def test_pages_below_name_the_way_up(client_of):
    page = client_of("interviewer").get(reverse("report_new", args=("valley",))).content.decode()
    trail = re.search(r'<nav class="trail".*?</nav>', page, re.S)[0]
    assert re.findall(r'href="([^"]+)"', trail) == ["/i/valley/", "/i/valley/persons/"]
    assert '<a href="/i/valley/persons/" aria-current="true"' in page


def test_menu_leaves_out_what_may_not_be_seen(client_of):
    assert "/i/valley/ledger/" not in client_of("read-only").get("/i/valley/").content.decode()
    assert "/i/valley/ledger/" in client_of("auditor").get("/i/valley/").content.decode()


def test_language_turns_the_page(client_of):
    client = client_of("read-only")
    assert '<html lang="en" dir="ltr">' in client.get("/i/valley/").content.decode()
    client.post("/i18n/setlang/", {"language": "ar", "next": "/i/valley/"})
    assert '<html lang="ar" dir="rtl">' in client.get("/i/valley/").content.decode()


def test_errors_stand_at_their_field(client_of):
    client = client_of("interviewer")
    answer = client.post(reverse("report_new", args=("valley",)), {"names": "", "sex": "unknown"})
    page = answer.content.decode()
    assert answer.status_code == 422
    field = re.search(r"<textarea[^>]*name=\"names\"[^>]*>", page)[0]
    assert 'aria-invalid="true"' in field
    described = re.search(r'aria-describedby="([^"]+)"', field)[1].split()
    assert all(f'id="{d}"' in page for d in described) and any("error" in d for d in described)
    assert '<a href="#id_names">' in page
