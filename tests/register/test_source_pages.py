"""The pages of the sources: a paper taken in by clicks, and what they refuse."""

import io
import re
from html import unescape

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from register.invented_sources import LETTER, jpeg, take, turned_jpeg
from register.test_group_accounts import OPPOSING, SEED

from antigone.register.access.models import ProtectedIdentity
from antigone.register.ledger.models import Entry
from antigone.register.ledger.verify import findings as ledger_findings
from antigone.register.people.models import Event
from antigone.register.sources.extracting import standing_extraction
from antigone.register.sources.models import (
    Assessment,
    Claim,
    CountedGroup,
    EventLink,
    Part,
    Particular,
    Source,
)
from antigone.register.sources.proposals import findings
from antigone.register.sources.seeing import set_visibility


@pytest.fixture
def browser(member):
    """A signed-in client with a second factor."""

    def make(role, name=None):
        author = member(role, name)
        TOTP.activate(author.user, generate_totp_secret())
        client = Client()
        client.force_login(author.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


def url(name, *args):
    return reverse(name, args=("valley", *args))


def text(answer):
    return unescape(answer.content.decode())


def send(client, where, **values):
    answer = client.post(where, values)
    assert answer.status_code == 302, text(answer)
    shown = client.get(answer.url.partition("#")[0])
    assert shown.status_code == 200
    return text(shown)


def upload(client, data, name="letter.txt", kind="document"):
    said = {"kind": kind, "title": name, "received_from": "an archive", "who": "members"}
    send(client, url("source_add"), file=SimpleUploadedFile(name, data), **said)
    return Source.objects.standing().order_by("-made_at").first()


def count(client, source, number, **whom):
    """Opens the form of the first proposal of that number, and sends it with whom it counts."""
    page = client.get(url("reading", source.pk))
    form = next(p["form"] for p in page.context["proposals"] if p["found"].least == number and p["form"])
    start = next(p["found"].start for p in page.context["proposals"] if p["form"] is form)
    values = {k: v for k, v in form.initial.items() if v is not None}
    send(client, url("count_accept", source.pk), start=start, page=1, **values, **whom)
    return Part.objects.order_by("-made_at").first()


def record_caves(client, source):
    """The numbers of the caves' account, each by one form; the steps that the ten minutes are for."""
    root = count(client, source, 62, new_part="fled to the caves")
    killed = count(client, source, 12, part=root.pk, new_part="killed in the caves")
    taken = count(client, source, 14, part=root.pk, new_part="taken")
    died = count(client, source, 9, part=taken.pk, new_part="died in custody")
    group = CountedGroup.objects.get()
    send(client, url("part_add", group.pk), of=root.pk, title="the rest")
    rest = Part.objects.get(title="the rest")
    send(client, url("whole_add", group.pk), of=root.pk, parts=[killed.pk, taken.pk, rest.pk])
    return group, send(client, url("ask_add", group.pk), title="dead", parts=[killed.pk, died.pk])


def check_account(client, data):
    source = upload(client, data)
    page = client.get(url("reading", source.pk))
    offered = [p["json"] for p in page.context["particulars"]]
    send(client, url("particular_accept", source.pk), particular=offered)
    assert Particular.objects.count() == len(offered)
    group, shown = record_caves(client, source)
    assert re.search(r"the rest</td>\s*<td[^>]*>36</td>", shown)
    assert re.search(r"sum: dead</td>\s*<td[^>]*>21</td>", shown)
    codes = [c.code for c in Claim.objects.order_by("code")]
    assert f"62 ({codes[0]}) − 12 ({codes[1]}) − 14 ({codes[2]})" in shown
    picture = client.get(url("group_picture", group.pk, source.code))
    assert picture["Content-Type"] == "image/svg+xml" and "the rest: 36" in picture.content.decode()
    duration = next(
        f for f in findings(standing_extraction(source)) if f.kind == "duration" and f.value == 113
    )
    where = url("elapsed_add", source.pk) + f"?start={duration.start}"
    form = client.get(where).context["form"]
    offered = dict(form.fields["starts"].choices)
    values = {k: v for k, v in form.initial.items() if k in ("statement", "speakers", "words", "days")}
    return source, group, offered, lambda starts: send(client, where, starts=starts, **values)


def test_a_letter_by_clicks(browser):
    client = browser("investigator")
    source, group, offered, choose = check_account(client, LETTER.encode())
    shown = choose(["2029-04-03", "2029-04-18"])
    assert "25 July 2029" in shown and "9 August 2029" in shown and "leaves open" in shown
    claims = text(client.get(url("claims")))
    for claim in Claim.objects.all():
        assert f"According to {claim.speakers[0]}: {claim.statement}" in claims
    other = upload(client, OPPOSING.encode(), "note.txt")
    root = Part.objects.get(of=None)
    count(client, other, 50, part=root.pk)
    shown = text(client.get(url("contradictions")))
    assert "different counts of the same people" in shown
    assert "According to Office of Umbria" in shown and "According to Ministry of Tolvania" in shown
    assert Claim.objects.order_by("code").last().speakers == ["Office of Umbria", "eyewitnesses"]
    assert "contradiction" in text(client.get(url("group", group.pk)))
    assert list(ledger_findings()) == []


@pytest.mark.skipif(not SEED.exists(), reason="the shared folder is absent")
def test_the_example_paper_by_clicks(browser):
    client = browser("investigator")
    source, group, offered, choose = check_account(client, SEED.read_bytes())
    assert offered["1993-04-03"].endswith("1993-07-25") and offered["1993-04-18"].endswith("1993-08-09")
    shown = choose(["1993-04-03", "1993-04-18"])
    assert "25 July 1993" in shown and "9 August 1993" in shown and "leaves open" in shown
    shown = text(client.get(url("source", source.pk)))
    assert "A/75/875" in shown and "Prevention of armed conflict" in shown


def test_strangers_and_the_unnamed_see_nothing(browser, coordinator):
    source = take(coordinator)
    set_visibility(coordinator, source, "named")
    outsider = browser("laboratory")
    for name in ("source", "reading", "source_original"):
        assert outsider.get(url(name, source.pk)).status_code == 404
    assert "A letter" not in text(outsider.get(url("sources")))
    assert outsider.post(url("source_add"), {}).status_code == 403
    stranger = Client()
    assert stranger.get(url("sources")).status_code == 302


def test_only_what_is_proposed_can_be_accepted(browser, coordinator):
    client, source = browser("investigator"), take(coordinator)
    for wrong in ('["symbol", "A/1/1"]', "[", "5", '["x"]'):
        assert client.post(url("particular_accept", source.pk), {"particular": wrong}).status_code == 409
    assert not Particular.objects.exists()
    assert client.post(url("count_accept", source.pk), {"start": "7"}).status_code == 409
    assert client.get(url("elapsed_add", source.pk) + "?start=x").status_code == 409
    assert client.post(url("proposal_aside", source.pk), {"start": "-1"}).status_code == 409


def test_setting_aside_hides_a_proposal(browser, coordinator):
    client, source = browser("investigator"), take(coordinator)
    first = client.get(url("reading", source.pk)).context["proposals"][0]["found"]
    send(
        client,
        url("proposal_aside", source.pk),
        kind=first.kind,
        start=first.start,
        quote=first.quote,
        page=1,
    )
    assert first not in [p["found"] for p in client.get(url("reading", source.pk)).context["proposals"]]


def test_a_claim_on_marked_words_assessed_and_withdrawn(browser, coordinator):
    client, source = browser("investigator"), take(coordinator)
    at = LETTER.index("the caves were attacked")
    where = url("claim_add", source.pk) + f"?start={at}&end={at + 23}"
    assert "Ministry of Tolvania" in text(client.get(where))
    said = {
        "kind": "event",
        "statement": "The caves were attacked.",
        "when": "2029-04-18",
        "place": "the caves",
    }
    circle = client.post(where, {**said, "speakers": "A\nB\nA"})
    assert circle.status_code == 422 and "circle" in text(circle)
    shown = send(client, where, speakers="Ministry of Tolvania\neyewitnesses", **said)
    assert "According to Ministry of Tolvania, citing eyewitnesses: The caves were attacked." in shown
    claim = Claim.objects.get()
    assert client.post(url("claim_assess", claim.pk), {"verdict": "corroborated"}).status_code == 422
    judged = {"verdict": "unverified", "reliability": "C", "credibility": "3", "reason": "one source only"}
    assert "one source only" in send(client, url("claim_assess", claim.pk), **judged)
    send(
        client, url("claim_assess", claim.pk), **{**judged, "verdict": "corroborated", "reason": "two by now"}
    )
    shown = text(client.get(url("claim", claim.pk)))
    assert "one source only" in shown and "two by now" in shown
    assert Assessment.objects.count() == 2
    send(client, url("claim_withdraw", claim.pk), reason="misread the page")
    assert client.get(url("claim", claim.pk)).status_code == 404


def test_sealed_names_open_for_their_role_only(browser, coordinator):
    client, source = browser("investigator"), take(coordinator)
    said = {
        "kind": "event",
        "statement": "x",
        "place": "y",
        "speakers": "Z",
        "quote": "the caves were attacked",
    }
    send(client, url("claim_add", source.pk), **said)
    claim = Claim.objects.get()
    shown = send(client, url("alleged_add", claim.pk), role="commander", unit="7th", name="Robin Ash")
    assert "sealed" in shown and "Robin Ash" not in shown
    row = claim.alleged.get()
    assert client.get(url("alleged_open", row.pk)).status_code == 403
    reader = browser("alleged")
    assert reader.post(url("alleged_open", row.pk), {"reason": ""}).status_code == 422
    answer = reader.post(url("alleged_open", row.pk), {"reason": "for the case file"}, follow=True)
    assert "alleges of Robin Ash: commander" in text(answer)
    assert Entry.objects.filter(content__contains='"opened"').count() == 1


def test_testimony_of_a_protected_witness(browser, coordinator):
    from antigone.register.access.vault import protect

    protect(coordinator, "Witness 1", {"name": "Ada Brook"})
    client = browser("interviewer")
    said = {
        "title": "Testimony", "received_from": "the witness", "who": "members", "interviewer": "I. Ash",
        "held_on": "2031-01-05", "consent": "interviewer", "words": "I saw 12 people.",
    }  # fmt: skip
    refused = client.post(url("testimony_add"), said)
    assert refused.status_code == 422 and "name the witness" in text(refused)
    shown = send(client, url("testimony_add"), witness=ProtectedIdentity.objects.get().pk, **said)
    assert "Witness 1" in shown and "Ada Brook" not in shown
    assert "Testimony" not in text(browser("laboratory").get(url("sources")))


def test_pictures_web_pages_and_items(browser):
    client = browser("investigator")
    photo = upload(client, jpeg(), "a.jpg", "photo")
    turned = upload(client, turned_jpeg(), "b.jpg", "photo")
    answer = client.get(url("source_picture", turned.pk, 1))
    shown = Image.open(io.BytesIO(answer.content))
    assert answer["Content-Type"] == "image/jpeg" and shown.size == (20, 60)
    assert shown.getpixel((10, 10))[0] > 200 and not shown.getexif() and b"Invented" not in answer.content
    plain = client.get(url("source_original", photo.pk) + "?inline=1")
    assert plain["Content-Disposition"].startswith("attachment")
    assert plain["Content-Type"] == "application/octet-stream"
    assert b"".join(plain.streaming_content) == jpeg()
    said = {"kind": "web", "title": "news", "received_from": "the web", "who": "members"}
    html = SimpleUploadedFile("a.html", b"<p>12 people died.</p>")
    send(client, url("source_add"), file=html, address="https://news.invalid/a", **said)
    web = Source.objects.get(kind="web")
    assert web.origin == "https://news.invalid/a" and web.media_type == "application/warc"
    assert "12 people" in text(client.get(url("reading", web.pk)))
    send(client, url("source_add"), kind="item", title="A notebook", received_from="a finder", who="members")
    refused = client.post(url("source_add"), {**said, "kind": "document"})
    assert refused.status_code == 422
    item = Source.objects.get(kind="item")
    given = {"giver": "a finder", "receiver": "archive", "when": "2031-01-05T10:00", "place": "Sorrel"}
    assert "archive" in send(client, url("source_custody", item.pk), **given)


def test_events_their_claims_and_links(browser, coordinator):
    client, source = browser("investigator"), take(coordinator)
    coordinator_page = browser("coordinator")
    for title in ("Sorrel", "Alder"):
        send(coordinator_page, url("event_add"), title=title)
    for n, event in enumerate(Event.objects.order_by("code")):
        said = {"kind": "event", "statement": "An attack.", "speakers": "Z", "method": "shelling"}
        said |= {"quote": "the caves were attacked", "event": event.pk, "when": f"2029-04-1{n}"}
        send(client, url("claim_add", source.pk), **said)
    shown = text(client.get(url("timeline")))
    assert "the same method: shelling; within a week" in shown
    first, second = Event.objects.order_by("code")
    send(client, url("link_decide"), first=first.code, second=second.code, linked="yes")
    assert EventLink.objects.get().grounds == ["the same method: shelling", "within a week"]
    shown = text(client.get(url("claim", Claim.objects.get(event=first).pk)))
    assert f'<a href="{url("event", first.pk)}">Sorrel</a>' in shown
    shown = text(client.get(url("event", first.pk)))
    assert "According to Z: An attack." in shown and "Alder" in shown


def test_markup_in_a_source_stays_text(browser):
    client = browser("investigator")
    source = upload(client, b"<script>alert(1)</script> 12 people died in the <b>cave</b>.")
    assert b"<script>alert" not in client.get(url("reading", source.pk)).content


def account_url(client, source):
    """The address of the first account that the counts of a paper suggest."""
    return client.get(url("reading", source.pk)).context["accounts"][0]["url"]


def enter_account(client, source, group=None, **changed):
    """Opens the account that the counts suggest and sends it as it is offered, save what is changed."""
    where = account_url(client, source) + (f"?group={group.code}" if group else "")
    form = client.get(where).context["form"]
    offered = {n: form[n].value() for n in form.fields}
    values = {k: v for k, v in (offered | changed).items() if v not in (False, None)}
    return send(client, where, **values)


def check_suggested(client, source, codes):
    reading_page = client.get(url("reading", source.pk))
    [account] = reading_page.context["accounts"]
    assert account["url"] in text(reading_page)
    shown = enter_account(client, source)
    rest = Part.objects.get(title__istartswith="the remaining")
    assert re.search(rf"{rest.title}</td>\s*<td[^>]*>36</td>", shown)
    assert re.search(r"sum: the dead</td>\s*<td[^>]*>21</td>", shown)
    claims = {c.least: c.code for c in Claim.objects.all()}
    assert f"62 ({claims[62]}) − 12 ({claims[12]}) − 14 ({claims[14]})" in shown
    assert f"12 ({claims[12]}) + 9 ({claims[9]})" in shown
    assert sorted(claims) == codes


def test_an_account_in_one_form_and_an_opposing_one_beside_it(browser):
    client = browser("investigator")
    source = upload(client, LETTER.encode())
    check_suggested(client, source, [1, 3, 9, 12, 14, 62])
    opposing = upload(client, OPPOSING.encode(), "opposing.txt")
    group = CountedGroup.objects.get()
    enter_account(client, opposing, group=group)
    shown = text(client.get(url("contradictions")))
    assert "different counts of the same people" in shown and "citing eyewitnesses" in shown
    assert Part.objects.filter(group=group).count() == 7, "the opposing counts are of the same parts"
    again = Claim.objects.count()
    enter_account(client, opposing, group=group)
    assert Claim.objects.count() == again


def test_the_seed_in_one_form(browser):
    if not SEED.exists():
        pytest.skip("the example document is not here")
    client = browser("investigator")
    check_suggested(client, upload(client, SEED.read_bytes()), [1, 3, 9, 12, 14, 62])


def test_what_an_account_refuses(browser):
    client = browser("investigator")
    source = upload(client, LETTER.encode())
    where = account_url(client, source)
    form = client.get(where).context["form"]
    offered = {n: form[n].value() for n in form.fields if form[n].value() not in (False, None)}
    same = client.post(where, offered | {"who1": "the same", "who3": "the same"})
    assert same.status_code == 422 and "two rows have the same name" in text(same)
    assert not Part.objects.exists() and not Claim.objects.exists()
    silent = client.post(where, offered | {"speakers": ""})
    assert silent.status_code == 422 and not Claim.objects.exists()
    assert client.get(url("account_add", source.pk, 9)).status_code == 404
    assert client.get(where + "?group=G-99").status_code == 404
    assert browser("read-only").get(where).status_code == 403


def test_a_row_whose_whole_is_left_out_is_a_part_of_the_group(browser):
    client = browser("investigator")
    source = upload(client, LETTER.encode())
    enter_account(client, source, use1=None, dead=None, whole=None)
    assert Part.objects.get(title__startswith="child ").of.of is None
