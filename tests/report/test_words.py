"""Numbers and sentences of the report."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.identify.pairs import PairLR
from antigone.report.sentences import (
    against_none,
    against_runner_up,
    group_sentence,
    pair_sentence,
    posterior_sentence,
    worse_markers,
)
from antigone.report.words import listed, probability, ratio, times


def pair(person, lr, excluded=()):
    total = None if excluded else sum(map(math.log10, lr.values()))
    return PairLR("V1", person, total, excluded, lr, {})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, "1"), (2.14, "2.1"), (35, "35"), (999.6, "1\u202f000"), (2_100_000, "2.1 million"),
        (999_999.9, "1 million"), (4.8e12, "4.8 trillion"), (3.84e21, "3.8 × 10²¹"), (9.97e21, "1.0 × 10²²"),
    ],
)  # fmt: skip
def test_factors(value, expected):
    assert times(math.log10(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.0021, "0.0021"), (0.26, "0.26"), (12.2, "12"), (3.4e9, "3.4 × 10⁹"), (5.2e-13, "5.2 × 10⁻¹³")],
)
def test_ratios(value, expected):
    assert ratio(math.log10(value)) == expected
    assert ratio(-math.inf) == "0"


@given(st.floats(0, 1))
def test_a_probability_is_never_rounded_to_certainty(p):
    text = probability(p)
    if text[0].isdigit():
        assert 0 < float(text) < 1 and abs(float(text) - p) <= 5.1e-5


@given(st.floats(-300, 300))
def test_every_ratio_has_words(log10):
    assert ratio(log10) and times(abs(log10))


def test_lists():
    assert listed(["A"]) == "A" and listed(["A", "B", "C"]) == "A, B and C"
    assert listed([str(i) for i in range(10)], 4) == "0, 1, 2 and 7 more"


def test_the_sentence_of_a_pair_says_the_likelihood_ratio():
    assert pair_sentence(pair("X1", {"M1": 2100.0, "M2": 1000.0})) == (
        "The profiles are 2.1 million times more probable if V1 is X1 "
        "than if V1 is an unrelated person of the same population."
    )
    assert "20 times less probable if V1 is X1" in pair_sentence(pair("X1", {"M1": 0.05}))
    assert "about as probable" in pair_sentence(pair("X1", {"M1": 1.01}))
    assert "say nothing" in pair_sentence(pair("X1", {}))
    assert pair_sentence(pair("X1", {"M1": 0.0, "M2": 0.0}, ("M1", "M2"))) == (
        "V1 is excluded as X1: under the stated model the profiles cannot arise at markers M1 and M2."
    )
    assert "sexes differ" in pair_sentence(pair("X1", {"M1": 3.0}, ("sex",)))


@given(st.floats(-40, 40).filter(lambda x: abs(x) > 0.03))
def test_no_transposed_conditional(log10):
    """What precedes "if" is the profiles, never the identity."""
    text = pair_sentence(PairLR("V1", "X1", log10, (), {"M1": 10**log10}, {}))
    assert text.startswith("The profiles are ") and text.index("probable") < text.index(" if V1 is X1")
    assert "probability" not in text


def test_the_posterior_names_its_conditions():
    text = posterior_sentence("V1", "X1", 0.984, "a flat prior")
    assert text == (
        "Given all profiles of the case, the model and a flat prior, the probability that V1 is X1 is 0.9840."
    )
    assert "none of the missing" in posterior_sentence("V1", None, 0.5, "a flat prior")


def test_groups():
    assert group_sentence((("V1", "V2"), ("X1", "X2"))).startswith(
        "V1 and V2 are X1 and X2, in unknown order"
    )
    assert group_sentence((("V1",), ("X1", "X2"))).startswith("V1 is X1 or X2: ")
    assert group_sentence((("V1", "V2"), ("X1", "X2", "X3"))).startswith("V1 and V2 are 2 of X1, X2 and X3")


def test_the_runner_up_is_worse_at_named_markers():
    best = pair("X1", {"M1": 10.0, "M2": 5.0, "M3": 1.0})
    other = pair("X2", {"M1": 0.1, "M2": 4.9, "M3": 2.0})
    assert worse_markers(best, other) == ["M1"]
    text = against_runner_up(best, other, None)
    assert text == "The likelihood ratio for X1 is 51 times that for X2; most at M1 (10 against 0.10)."
    excluded = against_runner_up(best, pair("X3", {"M1": 0.0}, ("M1",)), None)
    assert excluded.startswith("V1 is excluded as X3")
    joint = against_runner_up(other, best, ("V7", 0.98))
    assert "V7 more probably are X1 (probability 0.9800)" in joint
    assert "Most at M1 (10)" in against_none(best)


def test_thresholds_are_powers_as_they_were_set():
    from antigone.report.words import power_of_ten

    assert [power_of_ten(x) for x in (4.0, -2.0, 4.5)] == ["10⁴", "10⁻²", "10^4.5"]
