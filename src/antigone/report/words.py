"""Numbers as a reader takes them in."""

from __future__ import annotations

import math
from collections.abc import Sequence

SCALES = ((12, "trillion"), (9, "billion"), (6, "million"))
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def listed(names: Sequence[str], most: int = 8, last: str = "and") -> str:
    """ "A", "A and B", "A, B and C"; beyond `most` the rest is counted."""
    shown = list(names)
    if len(shown) > most:
        shown = [*shown[: most - 1], f"{len(names) - most + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def times(log10: float) -> str:
    """A factor from its decimal logarithm (0 or more): "35", "2.1 million", "4.2 × 10¹⁸"."""
    if log10 < 15:
        value = _two_digits(10**log10)
        for power, name in SCALES:
            if value >= 10**power:
                return f"{_short(value / 10**power)} {name}"
        return _short(value)
    return _scientific(log10)


def ratio(log10: float) -> str:
    """A likelihood ratio for a table: "0.0021", "12", "3.4 × 10⁹"."""
    if log10 == -math.inf:
        return "0"
    if -4 < log10 < 5:
        value = _two_digits(10**log10)
        return _short(value) if value >= 1 else f"{value:.{max(0, 1 - math.floor(math.log10(value)))}f}"
    return _scientific(log10)


def probability(p: float) -> str:
    """A probability that is never rounded to 0 or 1: "0.9842", "more than 0.9999", "less than 0.0001"."""
    if p >= 1 - 5e-5:
        return "more than 0.9999"
    return "less than 0.0001" if p < 5e-5 else f"{p:.4f}"


def power_of_ten(log10: float) -> str:
    """A threshold as it was set: "10⁴", "10^4.5"."""
    if float(log10).is_integer():
        return f"10{str(int(log10)).translate(SUPERSCRIPTS)}"
    return f"10^{log10:g}"


def _scientific(log10: float) -> str:
    power = math.floor(log10)
    digits = f"{10 ** (log10 - power):.1f}"
    if digits == "10.0":
        power, digits = power + 1, "1.0"
    return f"{digits} × 10{str(power).translate(SUPERSCRIPTS)}"


def _two_digits(value: float) -> float:
    power = math.floor(math.log10(value)) - 1
    return round(value / 10**power) * 10**power if power >= 0 else round(value, -power)


def _short(value: float) -> str:
    return f"{value:.1f}" if value < 10 and round(value, 1) % 1 else f"{value:,.0f}".replace(",", "\u202f")
