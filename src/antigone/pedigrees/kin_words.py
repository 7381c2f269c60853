"""English words of kinship; where the sex is unknown the word covers both."""

from __future__ import annotations

ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
REMOVALS = {1: "once", 2: "twice", 3: "three times"}


def ancestor(sex: str, generations: int) -> str:
    """The ancestor that many generations above: father, grandmother, great-grandparent …"""
    word = _by_sex(sex, "father", "mother", "parent")
    return word if generations == 1 else f"{_greats(generations - 2)}grand{word}"


def descendant(sex: str, generations: int) -> str:
    """The descendant that many generations below: son, granddaughter, great-grandchild …"""
    word = _by_sex(sex, "son", "daughter", "child")
    return word if generations == 1 else f"{_greats(generations - 2)}grand{word}"


def sibling(sex: str) -> str:
    """brother, sister or sibling."""
    return _by_sex(sex, "brother", "sister", "sibling")


def uncle(sex: str, generations: int, half: str) -> str:
    """A sibling of the ancestor that many generations above; `half` is "half-" or ""."""
    before = half + _greats(generations - 1)
    return _by_sex(sex, f"{before}uncle", f"{before}aunt", f"{before}uncle or {before}aunt")


def nephew(sex: str, generations: int, half: str) -> str:
    """A descendant that many generations below a sibling; `half` is "half-" or ""."""
    before = half + _greats(generations - 1)
    return _by_sex(sex, f"{before}nephew", f"{before}niece", f"{before}nephew or {before}niece")


def cousin(up: int, down: int) -> str:
    """A cousin whose shared ancestors are `up` and `down` (both at least 2) generations above the two."""
    degree, removed = min(up, down) - 1, abs(up - down)
    text = f"{ORDINALS[degree] if degree < len(ORDINALS) else f'{degree}th'} cousin"
    return f"{text} {REMOVALS.get(removed, f'{removed} times')} removed" if removed else text


def _by_sex(sex: str, male: str, female: str, unknown: str) -> str:
    return {"male": male, "female": female}.get(sex, unknown)


def _greats(count: int) -> str:
    return "great-" * count if count < 4 else f"{count}×great-"
