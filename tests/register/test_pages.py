"""One person's life through the pages by users of six roles, and what the pages refuse."""

from io import BytesIO

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from register.life import PASSWORD, invented_files, reported, two_profiled_sides

from antigone.register.access.models import Investigation, ProtectedIdentity
from antigone.register.decisions.deciding import propose
from antigone.register.decisions.models import Identification, Proposal
from antigone.register.field.models import Remains, Site
from antigone.register.identification.models import Candidate, Run
from antigone.register.identification.running import run_engine
from antigone.register.laboratory.models import FrequencyTable, Sample
from antigone.register.ledger.verify import findings
from antigone.register.people.models import Family, Person, Relative
from antigone.register.returns.models import HandOver
from antigone.register.work.worker import run_waiting

TODAY = timezone.localdate().isoformat()


@pytest.fixture
def browser(member):
    """A signed-in client with a second factor: browser("reviewer", "first")."""

    def make(role, name=None):
        author = member(role, name)
        TOTP.activate(author.user, generate_totp_secret())
        client = Client()
        client.force_login(author.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


def url(name, *args):
    return reverse(name, args=("valley", *args))


def send(client, name, /, *args, **values):
    """Sends a form; it must be accepted."""
    answer = client.post(url(name, *args), values)
    assert answer.status_code == 302, answer.content.decode()
    assert client.get(answer.url).status_code == 200
    return answer


def test_a_life_through_the_pages(browser, tmp_path):
    files = invented_files(tmp_path)
    interviewer, field, laboratory = browser("interviewer"), browser("field"), browser("laboratory")
    send(
        interviewer,
        "report_new",
        names="Ismene Orchard\nԻսմենե",
        sex="female",
        last_seen="spring 1993",
        place="Lower meadow",
    )
    person = Person.objects.get()
    send(
        interviewer, "describe", person.pk, sex="female", birth="1970", stature_min_cm=160, stature_max_cm=170
    )
    send(interviewer, "family_start", person.pk)
    her = Relative.objects.get()
    codes = {}
    for relation, source in (("father", "FA4"), ("mother", "MO4")):
        send(interviewer, "relative_add", her.pk, relation=relation, label=f"her {relation}")
        relative = Relative.objects.standing().get(label=f"her {relation}")
        send(interviewer, "consent", relative.pk, purpose="sample", given="on", on="2026-03-01")
        send(laboratory, "sample_of_relative", relative.pk, material="saliva", taken_on="2026-03-01")
        codes[source] = Sample.objects.get(relative=relative)
    send(field, "site_add", title="Lower cave", latitude="40.1", longitude="45.1", radius_m="20")
    send(field, "operation_add", Site.objects.get().pk, kind="recovery", planned_on="2026-03-01")
    send(field, "remains_add", Site.objects.get().pk, recovered_on="2026-03-02", description="a body")
    remains = Remains.objects.get()
    send(field, "bone_add", remains.pk, element="femur", side="left", count=1)
    examined = {"examiner": "Dr Invented", "on": "2026-03-05", "sex": "female", "age_min": 20, "age_max": 30}
    send(laboratory, "examination_add", remains.pk, **examined)
    send(field, "sample_of_remains", remains.pk, material="femur", taken_on="2026-03-02")
    codes["V4"] = Sample.objects.get(remains=remains)
    for sample in codes.values():
        send(
            laboratory, "custody_add", sample.pk, giver="field", receiver="laboratory",
            when="2026-03-03T10:00", place="here", seal=f"S-{sample.code}",
        )  # fmt: skip
    header, *rows = files["profiles.csv"].splitlines()
    kept = [",".join([codes[s].code, rest]) for s, _, rest in (r.partition(",") for r in rows) if s in codes]
    send(laboratory, "profiles_import", file=SimpleUploadedFile("p.csv", "\n".join([header, *kept]).encode()))
    table = SimpleUploadedFile("f.csv", files["frequencies.csv"].encode())
    send(laboratory, "frequencies_import", code="invented", file=table)
    geneticist = browser("geneticist")
    send(geneticist, "run_add", table=FrequencyTable.objects.get().pk, threshold_log10="4")
    run_waiting()
    candidate = Candidate.objects.get()
    shown = geneticist.get(url("candidate", candidate.pk)).content.decode()
    assert "agree" in shown and "M20" in shown
    send(geneticist, "propose", candidate.pk, grounds="parents and child")
    proposal = Proposal.objects.get()
    for name in ("first", "second"):
        reviewer = browser("reviewer", name)
        assert f"{proposal}: " in reviewer.get(url("dashboard")).content.decode()
        assert reviewer.post(url("sign", proposal.pk), {"verdict": "approved"}).status_code == 422
        send(reviewer, "sign", proposal.pk, verdict="approved", reason="all points agree")
    identification = Identification.objects.get()
    liaison = browser("liaison")
    handed = {
        "giver": "laboratory",
        "receiver": "her father",
        "on": TODAY,
        "place": "home",
        "receipt": "7",
        "final": "on",
    }
    early = liaison.post(url("hand_over", identification.pk), handed)
    assert early.status_code == 422 and "not been told" in early.content.decode()
    send(liaison, "notify", identification.pk, told="her father", by="visit", on=TODAY)
    send(liaison, "agree", identification.pk, given_by="her father", wishes="", on=TODAY)
    send(liaison, "hand_over", identification.pk, **handed)
    again = liaison.post(url("hand_over", identification.pk), {**handed, "receipt": "8"})
    assert again.status_code == 422 and HandOver.objects.count() == 1
    page = liaison.get(url("person", person.pk)).content.decode()
    assert "returned" in page and "Իսմենե" in page
    accounting = liaison.get(url("accounting"), {"by": "place"}).content.decode()
    assert "Lower meadow" in accounting
    assert "P-00001" in liaison.get(url("persons"), {"column": "returned"}).content.decode()
    assert "P-00001" not in liaison.get(url("persons"), {"column": "missing"}).content.decode()
    drawing = liaison.get(url("family_drawing", Family.objects.get().pk))
    assert drawing["Content-Type"] == "image/svg+xml" and b"her father" in drawing.content
    coordinator = browser("auditor")
    assert (
        "Lower meadow"
        in coordinator.get(url("ledger"), {"page": 2}).content.decode()
        + coordinator.get(url("ledger")).content.decode()
    )
    assert list(findings()) == []


PAGES = (
    "dashboard", "persons", "events", "accounting", "sites", "hazards", "all_remains", "samples", "runs",
    "proposals", "identifications", "identities", "members", "ledger",
)  # fmt: skip
FORMS = (
    "report_new", "event_add", "site_add", "hazard_import", "profiles_import", "frequencies_import",
    "run_add", "identity_add", "member_add", "list_import",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES + FORMS)
def test_pages_of_an_empty_record(browser, name):
    client = browser("coordinator", "another")
    answer = client.get(url(name))
    assert answer.status_code in (200, 403) and len(answer.content) < 100_000
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy
    assert "<script>" not in answer.content.decode() and "style=" not in answer.content.decode()


@pytest.mark.parametrize("name", PAGES + FORMS)
def test_strangers_see_nothing(browser, other, name, client):
    TOTP.activate(other.user, generate_totp_secret())
    assert client.get(url(name)).status_code in (302, 404)
    client.force_login(other.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(url(name)).status_code == 404


def test_objects_of_another_investigation_are_not_found(browser, other, member, tmp_path):
    """Every address with a key answers 404 for the key of another investigation's row, read or written."""
    from django.urls import get_resolver

    person, remains, table = two_profiled_sides(member, invented_files(tmp_path))
    geneticist = member("geneticist")
    run_engine(geneticist, table, 2.0)
    propose(geneticist, remains, person, "x")
    keys = [
        m.objects.first().pk
        for m in (Person, Remains, Run, Candidate, Proposal, Family, Relative, Sample, Site)
    ]
    for role in ("interviewer", "field", "laboratory", "geneticist", "reviewer", "liaison", "auditor"):
        from antigone.register.access.opening_up import add_member

        add_member(other, other.user, role)
    TOTP.activate(other.user, generate_totp_secret())
    client = Client()
    client.force_login(other.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    names = [n for n in get_resolver().reverse_dict if isinstance(n, str)]
    tried = 0
    for name in names:
        for key in keys:
            try:
                address = reverse(name, args=("hills", key))
            except Exception:  # noqa: BLE001, S112 - an address without a key
                continue
            if not address.startswith("/i/hills/"):
                continue
            tried += 1
            assert client.get(address).status_code == 404, address
            assert client.post(address, {}).status_code == 404, address
    assert tried > 200


def test_a_second_factor_is_asked_for(valley, client):
    assert client.login(username="coordinator", password=PASSWORD)
    assert client.get(url("dashboard")).url == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code in (200, 302)
    Investigation.objects.update(invented=True)
    assert client.get(url("dashboard")).status_code == 200


def test_signing_in_shows_our_frame_and_nobody_signs_up(valley, client):
    page = client.get(reverse("account_login"))
    assert page.status_code == 200 and b"record.css" in page.content
    answer = client.post(reverse("account_login"), {"login": "coordinator", "password": PASSWORD})
    assert answer.status_code == 302
    assert b'name="password1"' not in Client().get(reverse("account_signup")).content


def test_first_run(db, client):
    from antigone.register.project.home import secret

    assert client.get("/").url == reverse("setup")
    said = {"name": "first", "password": PASSWORD, "title": "Valley", "slug": "valley", "token": "guess"}
    assert b"not the token" in client.post(reverse("setup"), said).content
    said["token"] = secret("setup-token").decode()
    assert client.post(reverse("setup"), said).url == url("dashboard")
    assert client.get(reverse("setup")).status_code == 404
    assert list(findings()) == []


NASTY = [
    "<script>alert(1)</script>",
    "'; DROP TABLE people_person; --",
    "ا\u202eب",
    "e\u0301" * 50,
    "{{ 7*7 }}",
    "=1+1",
]


@pytest.mark.parametrize("text", NASTY)
def test_nothing_a_user_types_runs(browser, text):
    client = browser("coordinator", "another")
    send(client, "report_new", names=text, sex="unknown", place=text, circumstances=text, reporter=text)
    send(client, "event_add", title=text, place=text)
    for name, asked in (
        ("persons", {"q": text}),
        ("events", {}),
        ("accounting", {"by": "place", "at": text}),
        ("ledger", {}),
    ):
        page = client.get(url(name), asked)
        assert page.status_code == 200
        assert b"<script>alert" not in page.content and b">49<" not in page.content
    for kind in ("csv", "xlsx"):
        data = client.get(url("persons_export", kind)).content
        if kind == "csv":
            assert b"\n=1" not in data and b",=1" not in data
        else:
            cells = [c for row in load_workbook(BytesIO(data)).active.iter_rows() for c in row]
            assert all(c.data_type != "f" for c in cells)
    assert client.get(url("persons_export", "exe")).status_code == 404


@pytest.mark.parametrize(
    "asked, count",
    [
        ("Gasparyan", 1),
        ("гаспарян", 1),
        ("Գասպ", 1),
        ("nobody", 0),
        ("p-00001", 1),
        ("", 1),
        ("غاسباريان", 1),
        ("Qasparyan", 1),
        ("gasp orin", 1),
        ("Gasparyan nobody", 0),
        ("%", 1),
        ("~", 1),
        ("' OR 1=1", 0),
        ("Gáspáryan", 1),
        ("x" * 300, 0),
    ],  # fmt: skip
)
def test_search_in_any_script(browser, member, asked, count):
    reported(member("interviewer"), "Գասպարյան Օրինակ")
    page = browser("read-only").get(url("persons"), {"q": asked}, HTTP_HX_REQUEST="true").content.decode()
    assert page.count("P-00001") == count and "<html" not in page


def test_two_people_editing_meet_each_other(browser, member):
    person = reported(member("interviewer"))
    one, two = browser("interviewer", "one"), browser("interviewer", "two")
    page = one.get(url("describe", person.pk)).content.decode()
    version = page.split('name="version" value="')[1].split('"')[0]
    send(two, "describe", person.pk, sex="female", body="a scar", version=version)
    answer = one.post(url("describe", person.pk), {"sex": "female", "body": "two scars", "version": version})
    assert answer.status_code == 422
    assert "two changed this" in answer.content.decode() and "two scars" in answer.content.decode()


def test_openings_need_a_reason_and_are_limited(browser):
    client = browser("interviewer")
    send(client, "identity_add", pseudonym="Witness 7", name="Invented Name", reach="")
    row = ProtectedIdentity.objects.get()
    assert "Invented Name" not in client.get(url("identities")).content.decode()
    assert client.post(url("identity_open", row.pk), {"reason": "x"}).status_code == 200
    opened = client.post(url("identity_open", row.pk), {"reason": "to arrange an interview"})
    assert "Invented Name" in opened.content.decode() and opened["Cache-Control"] == "no-store"
    answers = [
        client.post(url("identity_open", row.pk), {"reason": "to arrange an interview"}) for _ in range(12)
    ]
    assert answers[-1].status_code == 429


def test_a_database_that_fails_is_said(browser, member):
    client = browser("coordinator", "another")
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_session")
    answer = client.get(url("persons"))
    assert answer.status_code == 503 and b"Nothing you sent was entered" in answer.content
