"""Search against the direct likelihood of every pair."""

import numpy as np
import pytest

from antigone.cases.settings import Mutation, SexRates
from antigone.errors import InputError
from antigone.identify.pairs import pair_lrs
from antigone.search import task
from antigone.search.running import Stop, in_threads
from antigone.search.search import search

from .conftest import PEDIGREES, random_case

STEPWISE = Mutation("stepwise", 0.01, rate2=0.001, range=0.2)
UNEQUAL = Mutation("equal", SexRates(0.01, 0.03))


def direct(case):
    return {(p.remains, p.missing): p.log10_lr for p in pair_lrs(case) if p.log10_lr is not None}


def found(case, threshold=-1e9, **how):
    return {(h.remains, h.missing): h.log10_lr for h in search(case, threshold, **how).hits}


@pytest.mark.parametrize(
    "case",
    [
        random_case(1),
        random_case(2, copies=2, typed_chance=0.6),
        random_case(3, STEPWISE),
        random_case(4, STEPWISE, copies=3, typed_chance=0.6, partial=0.2, dropout=0.1),
        random_case(5, UNEQUAL, silent=0.02),
        random_case(6, UNEQUAL, copies=2, partial=0.3),
        random_case(7, STEPWISE, families=("trio", "uncle", "sibs"), x_linked=True),
        random_case(8, families=("trio", "double"), theta=0.03),
    ],
    ids=["plain", "patchy", "stepwise", "partial", "silent", "unequal", "X", "theta"],
)
def test_all_pairs_equal_the_direct_likelihood(case):
    want, got = direct(case), found(case)
    assert got.keys() == want.keys()
    assert all(got[p] == pytest.approx(want[p], abs=1e-12) for p in want)


def test_threshold_and_best_are_those_of_all_pairs():
    case = random_case(9, STEPWISE, copies=4, remains=30, markers=6, dropout=0.1, untyped=0.5)
    everything = found(case)
    threshold, top = 0.5, 2
    want = {p for p, s in everything.items() if s >= threshold}
    order = [[r.id for r in case.remains], list(case.missing)]
    for side in (0, 1):
        for subject in {p[side] for p in everything}:
            own = [p for p in everything if p[side] == subject]
            other = order[1 - side]
            want.update(sorted(own, key=lambda p: (-everything[p], other.index(p[1 - side])))[:top])
    assert found(case, threshold, top=top).keys() == want
    assert found(case, threshold).keys() == {p for p, s in everything.items() if s >= threshold}


@pytest.mark.parametrize("how", [{"workers": 2}, {"workers": 4}, {"rows_a_tile": 1}, {"rows_a_tile": 17}])
def test_workers_and_tiles_do_not_change_a_bit(how):
    case = random_case(10, STEPWISE, copies=3, remains=12)
    assert search(case, 0.0, top=2, **how).hits == search(case, 0.0, top=2).hits


def test_a_hit_on_the_threshold_is_kept():
    case = random_case(11, STEPWISE)
    everything = found(case)
    for pair, score in everything.items():
        kept = found(case, score)
        assert pair in kept and all(s >= score for s in kept.values())
        assert pair not in found(case, float(np.nextafter(score, np.inf)))


def test_no_remains_or_nobody_missing():
    assert search(random_case(12, remains=0), 0.0).hits == ()
    stats = search(random_case(12, remains=0), 0.0, top=3, workers=2).stats
    assert stats.pairs == 0


def test_equal_genotypes_share_a_code():
    case = random_case(13, remains=60, dropout=0.1, partial=0.2)
    for known in case.profiles.genotypes.values():
        assert len(set(known)) == len(known) < 60


def test_a_sibship_beyond_the_plans_is_left_to_the_general_engine(monkeypatch):
    siblings = " ".join(f"S{i}:f.m" for i in range(24))
    monkeypatch.setitem(PEDIGREES, "many", f"f m X:f.m {siblings}")
    case = random_case(14, families=("many", "trio"), typed_chance=1.0, markers=1, remains=4, untyped=0.0)
    want, got = direct(case), found(case)
    assert got.keys() == want.keys()
    assert all(got[p] == pytest.approx(want[p], abs=1e-12) for p in want)


def test_a_long_line_does_not_underflow(monkeypatch):
    line = "a0 b0 " + " ".join(f"a{i}:a{i - 1}.b{i - 1} U{i}:a{i - 1}.b{i - 1} b{i}" for i in range(1, 60))
    monkeypatch.setitem(PEDIGREES, "long", f"{line} X:a59.b59")
    case = random_case(15, STEPWISE, families=("long",), typed_chance=1.0, markers=1, remains=3, untyped=0.0)
    want, got = direct(case), found(case)
    assert got == pytest.approx(want, abs=1e-12)


@pytest.mark.parametrize("most", [0, 7, 60])
@pytest.mark.parametrize("how", [{}, {"workers": 2, "rows_a_tile": 2}])
def test_more_hits_than_memory_holds_are_refused(monkeypatch, most, how):
    case = random_case(16, STEPWISE, remains=12)
    monkeypatch.setattr(task, "MOST_HITS", most)
    with pytest.raises(InputError, match="state a higher threshold"):
        search(case, -1e9, **how)
    assert search(case, 1e9, top=1, **how).hits


def test_threads_end_when_nobody_wants_their_result():
    """As after Ctrl-C: work that looks at `stop` ends, and the caller gets the exception at once."""
    stop = Stop()

    def work(item):
        if item:
            assert stop.wait(60), "was not told to stop"
        return item

    results = in_threads(work, range(9), 3, stop)
    assert next(results) == 0
    with pytest.raises(KeyboardInterrupt):
        results.throw(KeyboardInterrupt)
    assert stop.is_set()
