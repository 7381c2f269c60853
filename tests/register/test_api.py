"""The API on a running server: the same rights and rules as the pages, and its description holds."""

import hashlib
import json
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
import schemathesis
from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from register.one_of_each import KEY, enter_one_of_each
from schemathesis.checks import CHECKS

from antigone.errors import InputError
from antigone.register.access.models import Token
from antigone.register.access.opening_up import deactivate_user, remove_member
from antigone.register.access.tokens import bearer, make_token, revoke
from antigone.register.api.api import REQUESTS, WRONG_TOKENS, api
from antigone.register.api.resources import NAMES, WITHHELD, resources
from antigone.register.ledger.facts import Fact
from antigone.register.ledger.models import Entry
from antigone.register.ledger.verify import findings

SCHEMA = json.loads(json.dumps(api.get_openapi_schema(), cls=DjangoJSONEncoder))


def token(author, enters=False, days=30):
    return make_token(author, "a test", timezone.localdate() + timedelta(days=days), enters)


def ask(secret, path, body=None, method=None):
    """(status, answer) of the API through Django's own client."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    client = Client(raise_request_exception=False)
    if body is None:
        answer = client.get(f"/api/v1{path}", headers=headers)
    else:
        answer = client.post(f"/api/v1{path}", json.dumps(body), "application/json", headers=headers)
    return answer.status_code, answer.json()


def test_every_table_is_offered_or_withheld_on_purpose():
    tables = {m._meta.label for m in apps.get_models() if issubclass(m, Fact)}
    assert tables == NAMES.keys() | WITHHELD and not NAMES.keys() & WITHHELD
    assert len(set(NAMES.values())) == len(NAMES)


def test_a_person_goes_in_and_comes_out(coordinator):
    _row, secret = token(coordinator, enters=True)
    said = {"names": ["Ada Brook", "\u0410\u0434\u0430"], "sex": "female", "last_seen": "spring 1993",
            "place": "Ford", "latitude": 1.5, "longitude": 2.5, "reason": "told by phone"}  # fmt: skip
    status, made = ask(secret, "/persons", said)
    assert status == 201 and made["code"] == "P-00001"
    _status, names = ask(secret, f"/names?of={made['id']}")
    assert {n["text"] for n in names["items"]} == {"Ada Brook", "\u0410\u0434\u0430"} and names["count"] == 2
    _status, reports = ask(secret, f"/reports?of={made['id']}")
    assert reports["items"][0]["last_seen"] == "1993-21" and reports["items"][0]["reason"] == "told by phone"
    assert ask(secret, f"/states/{made['id']}")[1]["state"] == "reported"
    assert ask(secret, "/accounting")[1][0]["counts"]["reported"] == 1
    assert ask(secret, "/accounting?by=place&on=1999-01-01")[1][0]["counts"]["reported"] == 0
    assert ask(secret, f"/persons/{made['id']}/located-alive", {"source": "a letter"})[0] == 201
    assert ask(secret, f"/states/{made['id']}")[1]["state"] == "alive"
    assert list(findings()) == []


def test_the_rules_of_the_pages_hold(coordinator, member):
    _row, secret = token(coordinator, enters=True)
    assert ask(secret, "/persons", {"names": ["Ada"], "last_seen": "2999"})[0] == 422
    assert ask(secret, "/sites", {"title": "x", "latitude": 91, "longitude": 0})[0] == 422
    _row, field = token(member("field"), enters=True)
    site = ask(field, "/sites", {"title": "Cave", "latitude": 1, "longitude": 2})[1]["id"]
    remains = ask(field, "/remains", {"site": site, "recovered_on": "2024-05-01"})[1]["id"]
    sample = ask(field, "/samples", {"remains": remains, "material": "femur", "taken_on": "2024-05-02"})[1][
        "id"
    ]
    passing = {"giver": "Field", "receiver": "Laboratory", "when": "2024-05-03T10:00", "seal": "A1"}
    assert ask(field, f"/samples/{sample}/custody", passing)[0] == 201
    status, why = ask(field, f"/samples/{sample}/custody", {**passing, "giver": "Somebody", "seal": "A2"})
    assert status == 422 and "gap" in why["detail"]
    assert ask(field, "/persons", {"names": ["Ada"]})[0] == 403
    assert ask(field, "/ledger")[0] == 403


def test_a_token_that_only_reads_enters_nothing(coordinator):
    _row, secret = token(coordinator)
    before = Entry.objects.count()
    assert ask(secret, "/persons", {"names": ["Ada"]})[0] == 403
    assert Entry.objects.count() == before


def test_a_database_out_of_reach_is_said_in_the_form_that_programs_read(coordinator):
    _row, secret = token(coordinator, enters=True)

    def gone(*_asked):
        raise OperationalError("the server is gone")

    for body in (None, {"names": ["Ada"]}):
        with connection.execute_wrapper(gone):
            status, why = ask(secret, "/persons", body)
        assert status == 503 and "cannot be reached" in why["detail"]
    assert ask(secret, "/persons")[0] == 200


def test_tokens_end(coordinator, member):
    reader = member("read-only")
    row, secret = token(reader)
    assert bearer(secret) and not bearer(secret + "x") and ask("", "/persons")[0] == 401
    assert hashlib.sha256(secret.encode()).hexdigest() == Token.objects.get().sha256
    assert not Entry.objects.filter(content__contains=secret).exists()
    revoke(reader, row)
    assert ask(secret, "/persons")[0] == 401
    with pytest.raises(InputError, match="at most a year"):
        token(reader, days=400)
    with pytest.raises(InputError, match="at most a year"):
        token(reader, days=-1)
    row, secret = token(coordinator)
    with pytest.raises(PermissionDenied):
        revoke(reader, row)
    own, second = token(reader)
    remove_member(coordinator, reader.user.memberships.standing().get())
    assert ask(second, "/persons")[0] == 401, "who is no member has no token"
    revoke(coordinator, own)
    other, third = token(member("auditor"))
    deactivate_user(coordinator, other.made_by)
    assert ask(third, "/persons")[0] == 401


def test_programs_are_slowed_down(coordinator, monkeypatch):
    """Guessing tokens ends; so does a program that asks without pause. Others go on."""
    _row, secret = token(coordinator)
    monkeypatch.setattr(REQUESTS, "num_requests", 3)
    monkeypatch.setattr(WRONG_TOKENS, "num_requests", 2)
    cache.clear()
    assert [ask("wrong", "/persons")[0] for _ in range(3)] == [401, 401, 429]
    assert [ask(secret, "/persons")[0] for _ in range(4)] == [200, 200, 200, 429]
    cache.clear()
    assert ask(secret, "/persons")[0] == 200


def test_another_investigation_s_rows_are_not_there(valley, coordinator, other):
    enter_one_of_each(valley, coordinator.user)
    _row, own = token(coordinator)
    _row, secret = token(other, enters=True)
    for resource in resources():
        assert ask(own, f"/{resource.name}?of={KEY}")[0] == 200
        status, rows = ask(secret, f"/{resource.name}")
        assert status == 200 and str(KEY) not in json.dumps(rows), resource.name
        assert ask(secret, f"/{resource.name}/{KEY}")[0] == 404, resource.name
    entered = {
        "text": "x",
        "source": "x",
        "giver": "a",
        "receiver": "b",
        "when": "2024-01-01T00:00",
        "seal": "s",
    }
    for path in (f"/persons/{KEY}/names", f"/persons/{KEY}/located-alive", f"/samples/{KEY}/custody"):
        assert ask(secret, path, entered)[0] == 404
    for key in ("remains", "relative", "owner"):
        assert ask(secret, "/samples", {key: str(KEY), "material": "x", "taken_on": "2024-01-01"})[0] == 404
    assert ask(secret, "/remains", {"site": str(KEY), "recovered_on": "2024-01-01"})[0] == 404


def test_sources_stay_with_their_readers(coordinator, member):
    from register.invented_sources import take

    from antigone.register.sources.seeing import set_visibility

    source = take(coordinator)
    _row, secret = token(member("read-only"))
    assert len(ask(secret, "/sources")[1]["items"]) == 1 and ask(secret, "/extractions")[1]["count"] == 1
    set_visibility(coordinator, source, "readers")
    for name in ("sources", "receipts", "extractions", "source-metadata"):
        assert ask(secret, f"/{name}")[1]["items"] == [], name


def test_the_description_asks_for_sign_in_and_needs_nothing_from_elsewhere(coordinator):
    client = Client()
    assert (
        client.get("/api/v1/docs").status_code == 302
        and client.get("/api/v1/openapi.json").status_code == 302
    )
    client.force_login(coordinator.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    coordinator.investigation.__class__.objects.update(invented=True)
    page = client.get("/api/v1/docs")
    assert page.status_code == 200 and b"https://" not in page.content.replace(b"https://www.w3.org", b"")
    assert "unsafe" not in page["Content-Security-Policy"]


@pytest.fixture
def running(transactional_db, live_server, coordinator):
    """A server with an invented person, and a secret that may enter facts."""
    settings_ = __import__("django.conf").conf.settings
    settings_.ALLOWED_HOSTS = ["*"]
    _row, secret = token(coordinator, enters=True)
    made = ask(secret, "/persons", {"names": ["Ada Brook"]})[1]
    return live_server.url, secret, made["id"]


def test_whatever_is_sent_the_answer_is_as_described(running):
    """Schemathesis: no error of the server, each answer of the shape that the description states."""
    url, secret, _person = running
    schema = schemathesis.openapi.from_dict(SCHEMA)
    # Rules of the record refuse what the schema allows; one token is sent with every request.
    own = CHECKS.get_by_names(["ignored_auth", "positive_data_acceptance"])
    tried = 0
    for operation in schema.get_all_operations():
        operation = operation.ok()

        @settings(max_examples=2, deadline=None, database=None, derandomize=True,
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @schemathesis_given(operation)
        def holds(case):
            answer = case.call(base_url=url, headers={"Authorization": f"Bearer {secret}"})
            assert answer.status_code < 500, (case.method, case.formatted_path, answer.text[:500])
            case.validate_response(answer, excluded_checks=own)

        holds()
        tried += 1
    assert tried > 130
    with urllib.request.urlopen(
        urllib.request.Request(f"{url}/api/v1/persons", headers={"Authorization": f"Bearer {secret}"})
    ) as answer:
        assert json.load(answer)["count"] >= 1


def schemathesis_given(operation):
    from hypothesis import given

    return given(case=operation.as_strategy())
