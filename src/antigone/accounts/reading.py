"""Reads the TOML file of an account."""

from __future__ import annotations

import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import msgspec

from antigone.accounts.group import Claim, Group, Whole
from antigone.errors import InputError

# Beyond this a solver that works in double precision could round a count.
LARGEST_COUNT = 10**9


class PartTable(msgspec.Struct, forbid_unknown_fields=True):
    """A `[[part]]` table."""

    name: str
    of: str


class WholeTable(msgspec.Struct, forbid_unknown_fields=True):
    """A `[[whole]]` table."""

    of: str
    parts: list[str]


class ClaimTable(msgspec.Struct, forbid_unknown_fields=True):
    """A `[[claim]]` table; exactly one kind of count is stated, or both bounds."""

    id: str
    source: str
    part: str
    count: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    approximately: int | None = None
    within: int | None = None
    note: str = ""


class AskTable(msgspec.Struct, forbid_unknown_fields=True):
    """An `[[ask]]` table."""

    name: str
    sum: list[str]


class AccountFile(msgspec.Struct, forbid_unknown_fields=True):
    """All of the file."""

    group: str
    title: str = ""
    part: list[PartTable] = []
    whole: list[WholeTable] = []
    claim: list[ClaimTable] = []
    ask: list[AskTable] = []


def read_group(path: str) -> Group:
    """The group of a file; InputError names the file, the table and what would be right."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        raw = tomllib.loads(text)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8; save the account as TOML in UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{path}: not valid TOML: {error}") from error
    try:
        stated = msgspec.convert(raw, AccountFile)
    except msgspec.ValidationError as error:
        raise InputError(f"{path}: {error}; see docs/accounts.md") from error
    return _group(path, stated)


def _group(path: str, stated: AccountFile) -> Group:
    for table in (stated, *stated.part, *stated.claim, *stated.ask):
        for key in ("group", "name", "id", "source"):
            if not getattr(table, key, "said").strip():
                raise InputError(f"{path}: {key} is empty; give it a name")
    part_of: dict[str, str | None] = {stated.group: None}
    for part in stated.part:
        if part.name in part_of:
            raise InputError(f"{path}: part '{part.name}' is stated twice; give each part one table")
        part_of[part.name] = part.of
    for part in stated.part:
        _known(path, part_of, part.of, f"part '{part.name}' is of")
    try:
        TopologicalSorter({p: [of] for p, of in part_of.items() if of is not None}).prepare()
    except CycleError as error:
        raise InputError(f"{path}: a part is part of itself: {' → '.join(error.args[1])}") from error
    for whole in stated.whole:
        _known(path, part_of, whole.of, "a whole is of")
        if not whole.parts:
            raise InputError(f"{path}: the whole of '{whole.of}' lists no parts; name them")
        for name in whole.parts:
            _known(path, part_of, name, f"the whole of '{whole.of}' lists")
        if not whole.parts:
            raise InputError(f"{path}: the whole of '{whole.of}' lists no parts; name them or leave it out")
        if len(set(whole.parts)) < len(whole.parts) or whole.of in whole.parts:
            raise InputError(f"{path}: the whole of '{whole.of}' lists a part twice or itself")
    asks: dict[str, tuple[str, ...]] = {}
    for ask in stated.ask:
        if ask.name in part_of or ask.name in asks:
            raise InputError(f"{path}: ask '{ask.name}' has the name of a part or another ask; rename it")
        if not ask.sum:
            raise InputError(f"{path}: ask '{ask.name}' adds nothing; name the parts to be added")
        for name in ask.sum:
            _known(path, part_of, name, f"ask '{ask.name}' adds")
        asks[ask.name] = tuple(ask.sum)
    seen: set[str] = set()
    claims = []
    for claim in stated.claim:
        if claim.id in seen:
            raise InputError(f"{path}: claim '{claim.id}' is stated twice; give each claim its own id")
        seen.add(claim.id)
        _known(path, part_of, claim.part, f"claim '{claim.id}' is of")
        claims.append(Claim(claim.id, claim.source, claim.part, *_bounds(path, claim)))
    wholes = tuple(Whole(w.of, tuple(w.parts)) for w in stated.whole)
    return Group(stated.group, part_of, wholes, tuple(claims), asks)


def _known(path: str, part_of: dict[str, str | None], name: str, said: str) -> None:
    if name not in part_of:
        raise InputError(f"{path}: {said} '{name}', which is neither the group nor a part; add a [[part]]")


def _bounds(path: str, claim: ClaimTable) -> tuple[int, int | None]:
    where = f"{path}: claim '{claim.id}'"
    bounded = claim.at_least is not None or claim.at_most is not None
    kinds = [claim.count is not None, bounded, claim.approximately is not None]
    if sum(kinds) != 1:
        raise InputError(f"{where} needs one of count, at_least / at_most, or approximately with within")
    if (claim.within is None) == (claim.approximately is not None):
        raise InputError(f"{where}: approximately and within go together")
    for value in (claim.count, claim.at_least, claim.at_most, claim.approximately, claim.within):
        if value is not None and not 0 <= value <= LARGEST_COUNT:
            raise InputError(f"{where}: {value} must be a whole number from 0 to {LARGEST_COUNT:,}")
    if claim.count is not None:
        return claim.count, claim.count
    if claim.approximately is not None and claim.within is not None:
        return max(0, claim.approximately - claim.within), claim.approximately + claim.within
    if claim.at_least is not None and claim.at_most is not None and claim.at_least > claim.at_most:
        raise InputError(f"{where}: at_least {claim.at_least} is more than at_most {claim.at_most}")
    return claim.at_least or 0, claim.at_most
