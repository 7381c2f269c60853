"""Claims, chains of speakers, assessments, contradictions: each rule met and broken."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st
from register.invented_sources import LETTER, jpeg, take

from antigone.errors import InputError
from antigone.register.ledger.codes import codes
from antigone.register.ledger.models import Entry
from antigone.register.ledger.record import state
from antigone.register.ledger.verify import findings as ledger_findings
from antigone.register.people.models import Event
from antigone.register.people.reporting import Reported, report_missing
from antigone.register.sources.alleged import name_alleged, open_alleged, rotate_alleged
from antigone.register.sources.assessing import all_assessments, assess, standing_assessment
from antigone.register.sources.claiming import Claimed, cite, compare, record_claim, withdraw_claim
from antigone.register.sources.contradictions import contradictions, of_claim
from antigone.register.sources.elapsed import after, answers, record_elapsed
from antigone.register.sources.events import decide_link, proposed_links, timeline
from antigone.register.sources.models import Alleged, Claim
from antigone.register.sources.passages import mark_quote
from antigone.register.sources.seeing import set_visibility, visible_claims


@pytest.fixture
def passage(coordinator):
    return mark_quote(coordinator, take(coordinator), "the caves were attacked")


@pytest.fixture
def claim(coordinator, passage):
    def make(kind="event", speakers=("Ministry of Tolvania",), **about):
        return record_claim(coordinator, passage, Claimed(kind, "Something was done.", speakers, "", about))

    return make


def event(author, title):
    return state(author, Event(code=next(codes(author.investigation, Event, "E")), title=title))


def test_the_chain_of_speakers_is_kept(claim):
    made = claim(speakers=("the Minister", "the Prosecutor's Office", "eyewitnesses"), place="Sorrel")
    assert made.according_to == "the Minister, citing the Prosecutor's Office, citing eyewitnesses"
    assert made.code == "C-00001"


@pytest.mark.parametrize(
    ("kind", "speakers", "about", "why"),
    [
        ("event", ("A", "B", "a"), {"place": "x"}, "circle: A → B → a"),
        ("event", (" ",), {"place": "x"}, "according to whom"),
        ("event", ("A",), {}, "place, a date"),
        ("count", ("A",), {"subject": "people"}, "give the count"),
        ("count", ("A",), {"subject": "people", "least": 5, "most": 3}, "cannot both be"),
        ("fate", ("A",), {"subject": "B"}, "what became of them"),
        ("relation", ("A",), {"subject": "B"}, "to whom"),
        ("damage", ("A",), {"thing": "house"}, "how far"),
        ("site", ("A",), {}, "where"),
        ("event", ("A",), {"when": "1993-02-30"}, "not a day"),
        ("event", ("A",), {"place": "x", "latitude": 5.0}, "both"),
        ("event", ("A",), {"place": "x", "latitude": 95.0, "longitude": 1.0}, "no place on Earth"),
        ("rumour", ("A",), {}, "no kind of claim"),
    ],
)
def test_what_is_no_claim_is_refused(claim, kind, speakers, about, why):
    with pytest.raises(InputError, match=why):
        claim(kind, speakers, **about)
    assert not Claim.objects.exists()


def test_claims_cannot_rest_on_themselves(coordinator, claim):
    a, b, c = (claim(place="x") for _ in range(3))
    cite(coordinator, a, b)
    cite(coordinator, b, c)
    assert cite(coordinator, a, b) == cite(coordinator, a, b)
    with pytest.raises(InputError, match="circle: C-00001 → C-00002 → C-00003 → C-00001|circle"):
        cite(coordinator, c, a)
    with pytest.raises(InputError, match="circle"):
        cite(coordinator, a, a)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_any_chain_is_refused_exactly_when_it_closes(edges):
    """The rule by itself, against reachability by brute force."""
    from graphlib import CycleError, TopologicalSorter

    rests: dict[int, set[int]] = {}
    for a, b in edges:
        rests.setdefault(a, set()).add(b)

    def reaches(start, goal, seen=()):
        return any(
            n == goal or (n not in seen and reaches(n, goal, (*seen, n))) for n in rests.get(start, ())
        )

    closed = any(reaches(n, n) for n in rests)
    try:
        TopologicalSorter(rests).prepare()
        assert not closed
    except CycleError:
        assert closed


def test_withdrawn_claims_count_no_more_but_stay(coordinator, claim):
    made = claim(place="x")
    with pytest.raises(InputError, match="why"):
        withdraw_claim(coordinator.because(""), made)
    withdraw_claim(coordinator.because("misread the page"), made)
    assert not visible_claims(coordinator).exists()
    assert Claim.objects.count() == 2
    assert list(ledger_findings()) == []


def test_claims_are_seen_by_those_who_see_the_source(coordinator, member, passage, claim):
    claim(place="x")
    reader = member("laboratory")
    assert visible_claims(reader).count() == 1
    set_visibility(coordinator, passage.source, "named")
    assert visible_claims(reader).count() == 0
    with pytest.raises(PermissionDenied):
        assess(member("reviewer").because("looks right"), Claim.objects.get(), "unverified", "F", 6)


def test_assessments_are_superseded_never_erased(coordinator, member, claim):
    made, reviewer = claim(place="x"), member("reviewer")
    assess(reviewer.because("one source only"), made, "unverified", "C", 3)
    assess(coordinator.because("a second source"), made, "corroborated", "B", 2)
    assert standing_assessment(made).verdict == "corroborated"
    assert [(a.verdict, a.made_by.username, a.reason) for a in all_assessments(made)] == [
        ("unverified", "reviewer", "one source only"),
        ("corroborated", "coordinator", "a second source"),
    ]
    for wrong in (("true", "A", 1), ("unverified", "G", 1), ("unverified", "AB", 1), ("unverified", "A", 7)):
        with pytest.raises(InputError):
            assess(reviewer.because("a reason"), made, *wrong)
    with pytest.raises(InputError, match="reason"):
        assess(reviewer.because(""), made, "unverified", "A", 1)
    with pytest.raises(PermissionDenied):
        assess(member("interviewer").because("a reason"), made, "unverified", "A", 1)


def test_names_of_the_alleged_need_a_role_of_their_own(coordinator, member, claim):
    made = claim(place="x")
    row = name_alleged(coordinator, made, "gave the order", "7th invented company", "Robin Ash")
    assert "Robin Ash" not in "".join(Entry.objects.values_list("content", flat=True))
    with pytest.raises(PermissionDenied):
        open_alleged(coordinator.because("for the case file"), row)
    reader = member("alleged")
    with pytest.raises(InputError, match="why"):
        open_alleged(reader.because(""), row)
    before = Entry.objects.count()
    assert open_alleged(reader.because("for the case file"), row) == "Robin Ash"
    assert Entry.objects.count() == before + 1
    with pytest.raises(InputError, match="role"):
        name_alleged(coordinator, made, "", "", "")


def test_names_of_the_alleged_are_sealed_anew(coordinator, member, claim, django_capture_on_commit_callbacks):
    row = name_alleged(coordinator, claim(place="x"), "gave the order", "7th invented company", "Robin Ash")
    with django_capture_on_commit_callbacks(execute=True):
        assert rotate_alleged(coordinator) == 1
    now = Alleged.objects.standing().get()
    assert now.supersedes == row
    assert open_alleged(member("alleged").because("for the case file"), now) == "Robin Ash"
    with pytest.raises(InputError, match="no key"):
        open_alleged(member("alleged").because("for the case file"), row)
    assert list(ledger_findings()) == []
    assert list(ledger_findings()) == []


def test_one_person_in_two_fates(coordinator, claim):
    person = report_missing(coordinator, Reported(["Ada Brook"]))
    killed = claim("fate", person=person, fate="killed", when="2029-04-18")
    survived = claim("fate", ("Other office",), person=person, fate="survived")
    claim("fate", person=person, fate="missing")
    found = contradictions(coordinator)
    assert [(c.kind, c.claims) for c in found] == [("fate", (killed, survived))]
    assert of_claim(coordinator, killed) == found
    assess(coordinator.because("took it back"), survived, "retracted", "F", 6)
    assert contradictions(coordinator) == []


def test_impossible_order_of_dates(coordinator, claim):
    person = report_missing(coordinator, Reported(["Ada Brook"]))
    seen = claim("fate", person=person, fate="seen", when="2029-05")
    buried = claim("fate", person=person, fate="buried", when="2029-04-20")
    claim("fate", person=person, fate="taken", when="2029-04")
    assert [(c.kind, c.claims) for c in contradictions(coordinator)] == [("order of dates", (seen, buried))]


def test_dates_of_one_death_and_of_one_event(coordinator, claim):
    person = report_missing(coordinator, Reported(["Ada Brook"]))
    early = claim("fate", person=person, fate="killed", when="2029-04-03")
    late = claim("fate", ("Other office",), person=person, fate="killed", when="2029-04-18")
    claim("fate", ("Third office",), person=person, fate="killed", when="2029-04")
    attack = event(coordinator, "Sorrel")
    first = claim(event=attack, when="2029-04-18")
    claim(event=attack, when="2029-04-20")
    elsewhere = mark_quote(coordinator, take(coordinator, LETTER + " "), "the caves were attacked")
    told = [
        record_claim(coordinator, elsewhere, Claimed("event", "It was done.", ("Other",), "", about))
        for about in (
            {"event": attack, "when": "2029-05-02"},
            {"event": attack, "when": "2029-04"},
            {"event": event(coordinator, "Alder"), "when": "2029-06"},
        )
    ]
    found = [(c.kind, c.claims) for c in contradictions(coordinator)]
    assert ("date", (early, late)) in found
    assert ("date", (first, told[0])) in found
    assert len(found) == 3


def test_counts_outside_a_group(coordinator, claim):
    one, two = event(coordinator, "Sorrel"), event(coordinator, "Alder")
    a = claim("count", subject="the dead", event=one, least=12, most=12)
    b = claim("count", ("Other",), subject="The Dead", event=one, least=14)
    claim("count", subject="the dead", event=one, least=10, most=20)
    claim("count", subject="the dead", event=two, least=90, most=90)
    assert [c.claims for c in contradictions(coordinator)] == [(a, b)]


def test_days_after_every_start(coordinator, claim):
    assert after("1993-04-18", 113).earliest == date(1993, 8, 9)
    assert after("1993-04-03", 113).earliest == date(1993, 7, 25)
    assert (after("1993-04", 10).earliest, after("1993-04", 10).latest) == (
        date(1993, 4, 11),
        date(1993, 5, 10),
    )
    made = claim(when="1993-09")
    row = record_elapsed(coordinator, made, 113, ["1993-04-03", "1993-04-18"], False)
    assert [a.earliest for a in answers(row)] == [date(1993, 7, 25), date(1993, 8, 9)]
    assert [c.kind for c in contradictions(coordinator)] == ["time between dates"]
    for days, starts in ((-1, ["1993"]), (10**9, ["1993"]), (5, []), (5, ["soon"])):
        with pytest.raises(InputError):
            record_elapsed(coordinator, made, days, starts, False)


def test_pictures_before_and_after(coordinator, claim):
    before = take(coordinator, jpeg(), "before", kind="photo", file_name="a.jpg")
    after_ = take(coordinator, jpeg() + b" ", "after", kind="photo", file_name="b.jpg")
    made = claim("damage", thing="house", extent="destroyed")
    assert compare(coordinator, made, before, after_).after == after_
    with pytest.raises(InputError, match="no picture"):
        compare(coordinator, made, before, take(coordinator, LETTER))
    with pytest.raises(InputError, match="not about damage"):
        compare(coordinator, claim(place="x"), before, after_)


def test_links_between_events_have_reasons(coordinator, member, claim):
    one, two, far = (event(coordinator, t) for t in ("Sorrel", "Alder", "Elsewhere"))
    a = claim(event=one, when="2029-04-18", method="shelling", latitude=10.0, longitude=20.0)
    claim(event=two, when="2029-04-20", method="Shelling", latitude=10.05, longitude=20.05)
    b = claim(event=far, when="2031-01-01", place="Far")
    [link] = proposed_links(coordinator)
    assert link.reasons == ("the same method: shelling", "within a week", "neighbouring places, 8 km apart")
    for c in (a, b):
        name_alleged(coordinator, c, "was there", "7th invented company")
    assert [p.reasons for p in proposed_links(coordinator) if p.second == far] == [
        ("the same unit alleged: 7th invented company",)
    ]
    decide_link(member("reviewer"), two, one, True, list(link.reasons))
    assert {frozenset((p.first, p.second)) for p in proposed_links(coordinator)} == {frozenset((one, far))}
    assert [c.when for c in timeline(coordinator)] == ["2029-04-18", "2029-04-20", "2031-01-01"]
    assert timeline(coordinator, one) == [a]
    with pytest.raises(InputError):
        decide_link(coordinator, one, one, True, [])
