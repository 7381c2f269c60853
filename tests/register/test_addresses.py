"""Every address of every stage: nothing for strangers, nothing across investigations, no inline script."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from register.addresses import patterns
from register.one_of_each import KEY, enter_one_of_each

from antigone.register.access.author import author_of
from antigone.register.access.models import Investigation
from antigone.register.access.opening_up import add_member
from antigone.register.access.roles import Role
from antigone.register.ledger.models import Entry

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(user):
    Investigation.objects.update(invented=True)
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


def with_every_role(author):
    for role in Role.values:
        add_member(author, author.user, role)
    return author_of(author.user, author.investigation)


@pytest.fixture
def valley_rows(valley, coordinator):
    """The valley with one row of each table; constraints are looked at now rather than at the end."""
    kinds = enter_one_of_each(valley, coordinator.user)
    connection.check_constraints()
    return kinds


def test_every_stage_has_addresses(valley):
    found = list(patterns("valley", KEY))
    assert len(found) > 80 and sum(keyed for *_, keyed in found) > 50
    assert {"person", "remains", "sample", "candidate", "proposal", "hand_over", "source"} <= {
        n for n, *_ in found
    }


def test_an_anonymous_visitor_is_sent_to_sign_in(valley_rows):
    client = Client()
    for name, address, _ in patterns("valley", KEY):
        for ask in (client.get, client.post):
            answer = ask(address)
            assert answer.status_code == 302, (name, answer.status_code)
            assert answer.url.startswith(reverse("account_login") + "?next=/i/valley/"), name
    assert client.get("/").url.startswith(reverse("account_login"))
    assert client.get("/i/nowhere/").status_code == 302


def test_another_investigation_s_objects_are_not_found(valley_rows, other):
    """A stranger with every role in their own investigation, and the valley's keys under their address."""
    client = signed_in(with_every_role(other).user)
    before = Entry.objects.count()
    for name, address, keyed in patterns("hills", KEY):
        if keyed:
            for ask in (client.get, client.post):
                assert ask(address).status_code == 404, (name, ask.__name__)
    for name, address, _ in patterns("valley", KEY):
        assert client.get(address).status_code == 404, name
        assert client.post(address).status_code == 404, name
    assert Entry.objects.count() == before


def test_the_same_addresses_are_found_by_members(valley_rows, coordinator):
    """Shows that the keys above name something: else 404 would prove nothing."""
    client = signed_in(with_every_role(coordinator).user)
    lost = {
        n for n, address, keyed in patterns("valley", KEY) if keyed and client.get(address).status_code == 404
    }
    assert lost <= ONLY_SENT, lost


# Answered to forms only, or about bytes and sums that a made-up row does not have.
ONLY_SENT = {
    "source_original", "source_extract", "particular_accept", "proposal_aside", "count_accept", "elapsed_add",
    "group_picture", "item_photograph", "photograph", "reading", "link_decide", "look", "source_picture",
    "source_media", "account_add",
}  # fmt: skip


def test_forms_offer_and_take_nothing_of_another_investigation(valley_rows, other):
    client = signed_in(with_every_role(other).user)
    before = Entry.objects.count()
    for name, address, keyed in patterns("hills", KEY):
        if keyed:
            continue
        page = client.get(address)
        assert str(KEY).encode() not in page.content, name
        form = page.context and page.context.get("form")
        if form is not None:
            chosen = [n for n, f in form.fields.items() if hasattr(f, "queryset")]
            sent = client.post(address, dict.fromkeys(form.fields, "1993") | dict.fromkeys(chosen, str(KEY)))
            if chosen:
                assert sent.status_code == 422 and sent.context["form"].errors.keys() >= set(chosen), name
    assert not Entry.objects.filter(sequence__gte=before, content__contains=str(KEY)).exists()


def test_pages_carry_a_policy_without_inline_script(valley_rows, coordinator):
    client = signed_in(with_every_role(coordinator).user)
    pages = [(n, a) for n, a, keyed in patterns("valley", KEY) if not keyed]
    pages += [(n, reverse(n)) for n in ("account_login", "account_logout", "mfa_index", "investigations")]
    for name, address in pages:
        answer = client.get(address, follow=True)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy, name
        assert "unsafe" not in policy and "frame-ancestors 'none'" in policy, name
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY", name
        if answer["Content-Type"].startswith("text/html"):
            text = answer.content.decode()
            assert "<script>" not in text and " style=" not in text and " onclick=" not in text, name
            assert len(answer.content) < 100_000
