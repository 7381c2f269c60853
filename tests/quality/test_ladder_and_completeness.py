"""Odd alleles and what a case lacks."""

from dataclasses import replace

from quality.cases import case_of

from antigone.quality.check import check_case
from antigone.quality.finding import Severity

LISTED = {m: {"8": 0.3, "9": 0.3, "9.3": 0.1, "10": 0.3} for m in ("M1", "M2")}
FAMILY = [
    ("X", None, None, "male"),
    ("WIFE", None, None, "female"),
    ("CHILD", "X", "WIFE", "male"),
    ("LONER", None, None, "male"),
]


def findings(kind, **profiles):
    case, draft = case_of(
        LISTED, {"F": FAMILY, "G": [("Y", None, None, "male")]}, missing=("X", "Y"), **profiles
    )
    return [f for f in check_case(case, draft.frequencies).findings if f.kind == kind]


def odd(allele):
    (found,) = findings("off_ladder", remains={"V": {"M1": ("9", allele)}})
    assert found.marker == "M1" and found.subjects == ("V",)
    return found


def test_alleles_off_the_ladder():
    assert odd("11").severity is Severity.NOTE
    assert "micro-variant" in odd("8.2").text and odd("8.2").severity is Severity.WARNING
    assert "not a number" in odd("OL").text
    assert "5 repeats" in odd("15").text
    assert "decimal" in odd("9.7").text


def test_listed_alleles_are_on_the_ladder():
    assert not findings("off_ladder", remains={"V": {"M1": ("9", "9.3"), "M2": ("8", None)}})


def test_a_wife_alone_tells_nothing_of_her_husband_but_with_a_child_she_does():
    wife = {"WIFE": {"M1": ("8", "9")}}
    (found,) = findings("uninformed_missing", references=wife)
    assert found.subjects == ("X",) and found.family == "F"
    assert not findings("uninformed_missing", references=wife | {"CHILD": {"M1": ("8", "9")}})
    assert not findings("uninformed_missing", references=wife, personal={"X": {"M1": ("8", "8")}})


def test_family_without_typed_person_and_marker_without_profiles():
    profiles = {"references": {"CHILD": {"M1": ("8", "9")}}, "remains": {"V": {"M1": ("8", "9")}}}
    assert [f.family for f in findings("no_typed_relative", **profiles)] == ["G"]
    (found,) = findings("untyped_marker", **profiles)
    assert found.marker == "M2"


def test_amelogenin_beside_the_stated_sex():
    both = {"AMEL": ("X", "Y")}
    assert not findings("sex", references={"WIFE": {"AMEL": ("X", "X")}, "CHILD": both}, remains={"V": both})
    (exchanged,) = findings("sex", references={"WIFE": both})
    assert exchanged.subjects == ("WIFE",) and exchanged.severity is Severity.WARNING
    (single,) = findings("sex", references={"CHILD": {"AMEL": ("X", None)}})
    assert "says male" in single.text and single.severity is Severity.WARNING
    (odd_call,) = findings("sex", remains={"V": {"AMEL": ("12", None)}})
    assert "neither X nor Y" in odd_call.text


def test_a_lost_y_of_remains_is_only_noted():
    case, draft = case_of(LISTED, {"F": FAMILY}, remains={"V": {"AMEL": ("X", None)}}, missing=("X",))
    men = replace(case, remains=(replace(case.remains[0], sex="male"),))
    (found,) = (f for f in check_case(men, draft.frequencies).findings if f.kind == "sex")
    assert found.severity is Severity.NOTE and "dropped out" in found.text
    women = replace(
        case, remains=(replace(case.remains[0], sex="female"),),
        sex_alleles={("remains", "V"): frozenset("XY")},
    )  # fmt: skip
    (found,) = (f for f in check_case(women, draft.frequencies).findings if f.kind == "sex")
    assert found.severity is Severity.WARNING
