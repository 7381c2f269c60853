"""Posteriors are right as often as they say, on cases drawn from the prior that they state."""

import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))


def test_stated_posteriors_are_the_fraction_that_is_true():
    from calibration import bins, outcomes

    found = outcomes(90, seed=5)
    named = found.posterior >= 0.99
    assert named.sum() > 20 and found.true[named].mean() >= 0.99
    for mean, fraction, count in bins(found):
        # Five standard deviations of a count whose probability is what was stated.
        assert abs(fraction - mean) <= 5 * math.sqrt(max(mean * (1 - mean), 1 / count) / count)
