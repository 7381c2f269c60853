"""Runs with their scope and reasons, remains joined, parts handed over, and what comes back."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.utils import timezone
from register.life import custody, invented_files, reported, two_profiled_sides

from antigone.errors import InputError
from antigone.formats.case_folder import read_case
from antigone.identify.pairs import pair_lrs
from antigone.register.access.models import Membership
from antigone.register.access.opening_up import remove_member
from antigone.register.decisions.deciding import part, propose, propose_joining, sign, sign_joining
from antigone.register.decisions.models import Identification, Reassociation
from antigone.register.field.recovering import add_site, examine, recover
from antigone.register.identification.comparing import points
from antigone.register.identification.freezing import Question, Scope, freeze
from antigone.register.identification.joining import joined_remains
from antigone.register.identification.models import Run
from antigone.register.identification.reviewing import judge, set_aside, waiting_candidates, waiting_pairs
from antigone.register.identification.run_difference import difference
from antigone.register.identification.running import case_zip, run_engine, run_question
from antigone.register.laboratory.custody import take_sample
from antigone.register.laboratory.models import Profile
from antigone.register.ledger.record import state
from antigone.register.ledger.verify import findings
from antigone.register.people.families import consent
from antigone.register.people.models import Event, Relative
from antigone.register.returns.models import HandOver, Notice
from antigone.register.returns.returning import (
    acknowledge,
    agree,
    hand_over,
    notify,
    take_back,
    tell_withdrawn,
    unread,
    withdraw,
)

DAY = date(2026, 3, 1)
TODAY = timezone.localdate()


@pytest.fixture
def sides(member, tmp_path):
    return two_profiled_sides(member, invented_files(tmp_path))


@pytest.fixture
def identified(sides, member):
    person, remains, table = sides
    run = run_engine(member("geneticist"), table, 2.0)
    proposal = propose(member("geneticist"), remains, person, "parents and child", run.candidates.get())
    sign(member("reviewer", "first").because("agrees"), proposal, "approved")
    sign(member("reviewer", "second").because("agrees too"), proposal, "approved")
    return Identification.objects.get()


@pytest.fixture
def second_bag(sides, member):
    """A bag of the same body, typed like it."""
    remains = recover(member("field"), sides[1].site, DAY, "a bag")
    sample = take_sample(member("laboratory"), "rib", DAY, remains=remains)
    custody(member("laboratory"), sample, "seal-bag")
    same = Profile.objects.get(sample__remains=sides[1]).genotypes
    state(member("laboratory"), Profile(sample=sample, genotypes=same, file="x", sha256=""))
    return remains


def test_candidate_has_the_numbers_of_the_command_line_and_says_why(sides, member, tmp_path):
    person, remains, table = sides
    run = run_engine(member("geneticist"), table, 2.0)
    candidate = run.candidates.get()
    with zipfile.ZipFile(io.BytesIO(case_zip(run.inputs))) as packed:
        packed.extractall(tmp_path / "out")
    pair = next(p for p in pair_lrs(read_case(tmp_path / "out")) if p.missing == person.code)
    assert candidate.log10_lr == pair.log10_lr and candidate.markers == dict(pair.lr)
    said = candidate.explanation
    assert said["best"] and said["status"] == "supported" and said["next"] == "none"
    assert f"{remains.code} is {person.code}" in said["sentences"][0]
    assert case_zip(run.inputs) == case_zip(run.inputs)


def test_scope_leaves_out_other_events_and_sites(sides, member, valley, coordinator):
    person, remains, table = sides
    elsewhere = state(coordinator, Event(code="E-9", title="Elsewhere"))
    site = add_site(member("field"), "Other cave", 41.0, 45.0)
    for scope in (Scope(events=[elsewhere]), Scope(sites=[site])):
        with pytest.raises(InputError, match="nothing to compare"):
            freeze(valley, Question(table, 2.0, scope=scope))
    kept = freeze(valley, Question(table, 2.0, scope=Scope(sites=[remains.site])))
    assert kept.files == freeze(valley, Question(table, 2.0)).files


def test_who_takes_consent_back_is_left_out(sides, member, valley):
    father = Relative.objects.standing().get(label="her father")
    consent(member("interviewer"), father, "sample", False, TODAY)
    frozen = freeze(valley, Question(sides[2], 2.0))
    assert f"{father.code},reference" not in frozen.files["profiles.csv"]
    assert "1 relatives took back their consent" in frozen.notes[0]


def test_runs_differ_by_what_was_asked_and_came_out(sides, member):
    geneticist = member("geneticist")
    first = run_engine(geneticist, sides[2], 2.0)
    again = run_engine(geneticist, sides[2], 2.0)
    assert first.sha256 == again.sha256
    same = difference(first, again)
    assert not same.pairs and not same.settings and all(a == b == 0 for _n, a, b in same.inputs)
    asked = Question(sides[2], 2.0)
    asked.model.theta = 0.02
    third = run_question(geneticist, asked)
    other = difference(first, third)
    assert "+theta = 0.02" in other.settings and not any(s.startswith("-") for s in other.settings)
    assert len(other.pairs) == 1


def test_set_aside_leaves_the_queue_until_the_result_changes(sides, member, valley):
    geneticist = member("geneticist")
    row = run_engine(geneticist, sides[2], 2.0).candidates.get()
    assert list(waiting_candidates(valley)) == [row]
    with pytest.raises(InputError, match="say why"):
        set_aside(geneticist.because(""), row)
    set_aside(geneticist.because("typed anew first"), row)
    assert not waiting_candidates(valley)
    run_engine(geneticist, sides[2], 2.0)
    assert not waiting_candidates(valley), "the same result of a later run stays aside"
    asked = Question(sides[2], 2.0)
    asked.model.theta = 0.02
    run_question(geneticist, asked)
    assert len(waiting_candidates(valley)) == 1


def test_points_agree_differ_or_wait_for_a_reader(sides, member):
    person, remains, _table = sides
    examine(
        member("laboratory"), remains,
        {"examiner": "Dr Invented", "on": DAY, "sex": "male", "age_min": 40, "age_max": 50, "teeth": "none"},
    )  # fmt: skip
    by = {p.what: p for p in points(person, remains)}
    assert by["sex"].verdict == "differ"
    assert by["age at death"].verdict == "differ" and by["age at death"].before == "22–23"
    assert by["age at death"].note == "the ranges are 17 apart"
    assert by["stature, cm"].verdict == "unknown" and by["teeth"].verdict == "unknown"
    judge(member("reviewer").because("both without"), remains, person, "teeth", "agree")
    judge(member("reviewer").because("looked again"), remains, person, "teeth", "differ")
    teeth = next(p for p in points(person, remains) if p.what == "teeth")
    assert teeth.verdict == "differ" and "looked again" in teeth.note


def test_two_bags_are_joined_by_two_reviewers_and_compared_as_one(sides, second_bag, member, valley):
    geneticist = member("geneticist")
    run_engine(geneticist, sides[2], 2.0)
    pair = waiting_pairs(valley).get()
    assert {pair.first, pair.second} == {sides[1], second_bag} and pair.log10_lr > 10
    row = propose_joining(geneticist, pair.first, pair.second, "all markers alike", pair)
    with pytest.raises(InputError, match="before the board"):
        propose_joining(geneticist, pair.second, pair.first, "again")
    sign_joining(member("reviewer", "first").because("no bone twice"), row, "approved")
    remove_member(member("coordinator"), Membership.objects.standing().get(user__username="first"))
    sign_joining(member("reviewer", "second").because("yes"), row, "approved")
    assert not Reassociation.objects.exists(), "a signature of somebody who left the board does not count"
    sign_joining(member("reviewer", "third").because("yes"), row, "approved")
    joined = joined_remains(valley)
    assert joined == {second_bag.code: sides[1].code}
    run = run_question(geneticist, Question(sides[2], 2.0), joined)
    assert [c.remains for c in run.candidates.all()] == [sides[1]] and not run.same_persons.exists()
    part(
        member("reviewer", "third").because("a bone twice after all"), Reassociation.objects.standing().get()
    )
    assert joined_remains(valley) == {}
    assert list(findings()) == []


def test_samples_that_disagree_leave_the_marker_out(sides, second_bag, member, valley):
    profile = Profile.objects.get(sample__remains=second_bag)
    frozen = freeze(valley, Question(sides[2], 2.0), {second_bag.code: sides[1].code})
    assert not frozen.notes
    other = {**profile.genotypes, "M1": ["8", "8"] if profile.genotypes["M1"] != ["8", "8"] else ["9", "9"]}
    sample = take_sample(member("laboratory"), "tooth", DAY, remains=second_bag)
    state(member("laboratory"), Profile(sample=sample, genotypes=other, file="x", sha256=""))
    frozen = freeze(valley, Question(sides[2], 2.0), {second_bag.code: sides[1].code})
    assert frozen.notes == (f"{sides[1].code}: its samples disagree at M1; the marker is left out",)
    assert f"{sides[1].code},remains,M1," not in frozen.files["profiles.csv"]


def handed(liaison, identified, receipt, **more):
    return hand_over(
        liaison, identified, TODAY, more.pop("final", True), giver=more.pop("giver", "laboratory"),
        receiver=more.pop("receiver", "father"), place="here", receipt=receipt, **more,
    )  # fmt: skip


def test_parts_follow_each_other_and_none_goes_twice(identified, member):
    liaison = member("liaison")
    notify(liaison, identified, "father", "visit", TODAY)
    agree(liaison, identified, "father", "", TODAY)
    handed(liaison, identified, "1", part="skull")
    with pytest.raises(InputError, match="skull of .* was handed over"):
        handed(liaison, identified, "2", part="skull")
    with pytest.raises(InputError, match="are with laboratory, not with commission"):
        handed(liaison, identified, "2", giver="commission")
    handed(liaison, identified, "2")
    with pytest.raises(InputError, match="were handed over to father"):
        handed(liaison, identified, "3", part="left arm")
    with pytest.raises(InputError, match="were handed over to father"):
        handed(liaison, identified, "3")


def test_remains_go_from_party_to_party_without_a_gap(identified, member):
    liaison = member("liaison")
    notify(liaison, identified, "father", "visit", TODAY)
    agree(liaison, identified, "father", "", TODAY)
    handed(liaison, identified, "1", receiver="commission", final=False)
    with pytest.raises(InputError, match="are with commission"):
        handed(liaison, identified, "2")
    with pytest.raises(InputError, match="receipt 1 was used"):
        handed(liaison, identified, "1", giver="commission")
    with pytest.raises(InputError, match="the receipt is missing"):
        handed(liaison, identified, " ", giver="commission")
    handed(liaison, identified, "2", giver="commission")
    assert [h.receiver for h in HandOver.objects.order_by("made_at")] == ["commission", "father"]


def test_what_was_withdrawn_is_told_and_comes_back(identified, member, sides):
    liaison = member("liaison")
    notify(liaison, identified, "father", "visit", TODAY)
    agree(liaison, identified, "father", "", TODAY)
    handed(liaison, identified, "1")
    with pytest.raises(InputError, match="this identification stands"):
        take_back(
            liaison, identified, TODAY, giver="father", receiver="laboratory", place="here", receipt="2"
        )
    with pytest.raises(InputError, match="this identification stands"):
        tell_withdrawn(liaison, identified, "father", "visit", TODAY)
    withdraw(member("reviewer", "first").because("a sample was exchanged"), identified)
    notice = unread(liaison).get()
    with pytest.raises(InputError, match="this notice is for"):
        acknowledge(member("geneticist"), notice)
    acknowledge(liaison, notice)
    assert not unread(liaison) and Notice.objects.count() == 4
    tell_withdrawn(liaison, identified, "father", "visit", TODAY)
    with pytest.raises(InputError, match="they come back after that"):
        take_back(
            liaison, identified, TODAY - timedelta(days=1), giver="father", receiver="laboratory",
            place="here", receipt="2",
        )  # fmt: skip
    take_back(liaison, identified, TODAY, giver="father", receiver="laboratory", place="here", receipt="2")
    with pytest.raises(InputError, match="not with a family"):
        take_back(
            liaison, identified, TODAY, giver="father", receiver="laboratory", place="here", receipt="3"
        )
    again = propose(member("geneticist"), sides[1], sides[0], "typed anew")
    for name in ("first", "second"):
        sign(member("reviewer", name).because("yes"), again, "approved")
    new = Identification.objects.standing().get()
    notify(liaison, new, "father", "visit", TODAY)
    agree(liaison, new, "father", "", TODAY)
    handed(liaison, new, "4")
    assert list(findings()) == []


def test_remains_of_two_persons_are_not_joined(identified, member, sides):
    other = recover(member("field"), sides[1].site, DAY, "another")
    proposal = propose(member("geneticist"), other, reported(member("interviewer"), "Another"), "papers")
    for name in ("first", "second"):
        sign(member("reviewer", name).because("yes"), proposal, "approved")
    with pytest.raises(InputError, match="withdraw one identification first"):
        propose_joining(member("geneticist"), sides[1], other, "alike")
    assert Run.objects.count() == 1
