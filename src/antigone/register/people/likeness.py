"""Which persons of a record may be one: Fellegi and Sunter's sum of match weights, computed by Splink.

Weights are log2 of a likelihood ratio: how much likelier two records agree so if they are of one person
(m) than if they are of two (u). Both are stated below, not learnt: a commission can read and question
them, and the same record gives the same weights. For names u is counted in the record itself: a name
borne by many says little. Fellegi and Sunter, J. Am. Stat. Assoc.
64 (1969) 1183; Splink: Linacre et al., Int. J. Popul. Data Sci. 7 (2022).
"""

from __future__ import annotations

import itertools
import logging
import math
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from antigone.register.people.names import search_key
from antigone.register.people.sounds import in_latin, initials, name_words, sound, writes_vowels

VERSION = "1"
EXPECTED_PAIRS_PER_PERSON = 0.1
# A key that more persons share is joined with the year of birth, and left out if still as common.
COMMON = 200


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of a person. Days are ranges (first, last); `lists` are keys of their lists."""

    key: str
    names: tuple[str, ...]
    sex: str = "unknown"
    born: tuple[date, date] | None = None
    seen: tuple[date, date] | None = None
    place: str = ""
    relatives: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One comparison: what both sides say, what was found, and its weight in bits (log2)."""

    what: str
    left: str
    right: str
    found: str
    bits: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons who may be one; `bits` is the prior's and all terms' sum."""

    first: str
    second: str
    bits: float
    prior: float
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The pairs, the strongest first; how many keys were too common to compare by."""

    pairs: tuple[Pair, ...]
    left_out: int


# Comparison → its levels, the most specific first: condition in SQL, words, m, u. "ELSE" closes each.
# Macros keep DuckDB's lambdas out of the conditions, which Splink parses for their columns.
MACROS = (
    "CREATE MACRO rarity(a, b, bits) AS coalesce(list_sum(list_transform(list_intersect(a, b), "
    "lambda s: bits[s])), 0)",
    "CREATE MACRO near_in(a, b) AS len(list_filter(a, lambda s: list_max(list_transform(b, "
    "lambda t: greatest(jaro_winkler_similarity(s, t), "
    "CASE WHEN least(length(s), length(t)) >= 2 AND damerau_levenshtein(s, t) <= 1 THEN 1 ELSE 0 END"
    "))) >= 0.9))",
    "CREATE MACRO near(a, b) AS CASE WHEN len(a) <= len(b) THEN near_in(a, b) ELSE near_in(b, a) END",
    "CREATE MACRO best(a, b) AS list_max(list_transform(a, lambda s: list_max(list_transform(b, "
    "lambda t: jaro_winkler_similarity(s, t)))))",
)
_SHARED = "list_intersect(sounds_l, sounds_r)"
_RARITY = "rarity(sounds_l, sounds_r, bits_l)"
_SHORTER = "least(len(sounds_l), len(sounds_r))"
_ALL = f"len({_SHARED}) = {_SHORTER}"
_CLOSE = f"near(sounds_l, sounds_r) = {_SHORTER}"
_LETTERS = "best(letters_l, letters_r)"
_BORN_GAP = "greatest(0, greatest(born_from_l, born_from_r) - least(born_to_l, born_to_r))"
_BORN_WIDE = "greatest(born_to_l - born_from_l, born_to_r - born_from_r)"
_SEEN_GAP = "greatest(0, greatest(seen_from_l, seen_from_r) - least(seen_to_l, seen_to_r))"

Level = tuple[str, str, float, float]
LEVELS: dict[str, tuple[str, tuple[Level, ...]]] = {
    "names": (
        "len(sounds_l) = 0 OR len(sounds_r) = 0",
        (
            *(
                (
                    f"{_ALL} AND {_RARITY} >= {b}",
                    f"all names sound alike, borne by 1 person in {2**b:,} or fewer",
                    0.8,
                    0.8 * 2.0**-b,
                )
                for b in (25, 21, 18, 16, 14, 12, 10, 8, 6, 4)
            ),
            (
                f"{_CLOSE} AND {_RARITY} >= 7",
                "one name sounds alike, the others nearly so",
                0.12,
                0.12 * 2.0**-10,
            ),
            (
                f"{_CLOSE} AND {_RARITY} > 0",
                "a common name sounds alike, the others nearly so",
                0.05,
                0.05 * 2.0**-7,
            ),
            (f"{_CLOSE}", "all names sound nearly alike", 0.05, 0.05 * 2.0**-6),
            (f"len({_SHARED}) >= 2", "two names sound alike, another differs", 0.04, 0.04 * 2.0**-4),
            (
                f"len({_SHARED}) = 1",
                "one name sounds alike, another differs, as between brothers",
                0.02,
                0.16,
            ),
            ("ELSE", "the names differ", 0.001, 0.8),
        ),
    ),
    "letters": (
        "len(letters_l) = 0 OR len(letters_r) = 0",
        (
            (f"{_LETTERS} >= 0.96", "spelt alike in Latin letters", 0.5, 0.2),
            (f"{_LETTERS} >= 0.88", "spelt nearly alike", 0.35, 0.2),
            (f"{_LETTERS} >= 0.78", "spelt somewhat alike", 0.1, 0.2),
            ("ELSE", "spelt otherwise", 0.05, 0.4),
        ),
    ),
    "initials": (
        "len(initials_l) = 0 OR len(initials_r) = 0",
        (
            ("len(list_intersect(initials_l, initials_r)) > 0", "an initial agrees", 0.9, 0.07),
            (
                "len(list_intersect(initial_sounds_l, initial_sounds_r)) > 0",
                "initials of another letter, which some scripts write alike",
                0.05,
                0.05,
            ),
            ("ELSE", "the initials differ", 0.05, 0.88),
        ),
    ),
    "birth": (
        "born_from_l IS NULL OR born_from_r IS NULL",
        (
            (f"{_BORN_GAP} = 0 AND {_BORN_WIDE} <= 1", "born on the same day", 0.5, 0.5 * 2.0**-13),
            (f"{_BORN_GAP} = 0 AND {_BORN_WIDE} <= 31", "born in the same month", 0.3, 0.3 * 2.0**-9),
            (f"{_BORN_GAP} = 0 AND {_BORN_WIDE} <= 366", "born in the same year", 0.6, 0.02),
            (f"{_BORN_GAP} = 0", "the times of birth can be one", 0.6, 0.12),
            (f"{_BORN_GAP} <= 731", "born within two years of each other", 0.2, 0.08),
            (f"{_BORN_GAP} <= 1827", "born within five years of each other", 0.06, 0.12),
            ("ELSE", "born more than five years apart", 0.01, 0.75),
        ),
    ),
    "sex": (
        "sex_l IS NULL OR sex_r IS NULL",
        (("sex_l = sex_r", "the same sex", 0.99, 0.55), ("ELSE", "of different sex", 0.01, 0.45)),
    ),
    "last seen": (
        "seen_from_l IS NULL OR seen_from_r IS NULL",
        (
            (f"{_SEEN_GAP} = 0", "can be the same day", 0.8, 0.5),
            (f"{_SEEN_GAP} <= 366", "within a year of each other", 0.17, 0.35),
            ("ELSE", "more than a year apart", 0.03, 0.15),
        ),
    ),
    "place": (
        "place_l IS NULL OR place_r IS NULL",
        (
            (
                "place_l = place_r AND place_bits_l >= 7",
                "the same place, where few were last seen",
                0.6,
                0.6 * 2.0**-7,
            ),
            ("place_l = place_r AND place_bits_l >= 4", "the same place", 0.6, 0.6 * 2.0**-4),
            ("place_l = place_r", "the same place, where many were last seen", 0.6, 0.25),
            ("jaro_winkler_similarity(place_l, place_r) >= 0.9", "places spelt nearly alike", 0.15, 0.05),
            ("ELSE", "another place", 0.25, 0.8),
        ),
    ),
    "relatives": (
        "len(relatives_l) = 0 OR len(relatives_r) = 0",
        (
            (
                "len(list_intersect(relatives_l, relatives_r)) >= 2",
                "two names of relatives sound alike",
                0.4,
                0.01,
            ),
            (
                "len(list_intersect(relatives_l, relatives_r)) = 1",
                "a name of a relative sounds alike",
                0.4,
                0.1,
            ),
            ("ELSE", "no relative's name agrees", 0.2, 0.89),
        ),
    ),
    "lists": (
        "len(list_intersect(lists_l, lists_r)) = 0",
        (
            (
                "len(list_intersect(lists_l, lists_r)) > 0",
                "two numbers on one list: its keeper holds them for two",
                0.08,
                0.5,
            ),
            ("ELSE", "no list in common", 0.5, 0.5),
        ),
    ),
}


def find_alike(
    persons: Sequence[Known],
    least_bits: float = 0.0,
    most: int = 5000,
    without: Set[tuple[str, str]] = frozenset(),
) -> Found:
    """Pairs whose weight reaches `least_bits` (0: as likely one as two), at most the `most` strongest.

    `without` are pairs of keys, the lesser first, that are not asked for again.
    """
    if len(persons) < 2:
        return Found((), 0)
    rows, left_out = _rows(persons)
    prior = _prior(len(persons))
    by_key = {p.key: p for p in persons}
    found = [r for r in _predict(rows, prior, least_bits) if (r["key_l"], r["key_r"]) not in without]
    found.sort(key=lambda r: (-round(r["match_weight"], 9), r["key_l"], r["key_r"]))
    pairs = tuple(
        Pair(
            r["key_l"],
            r["key_r"],
            round(r["match_weight"], 9),
            prior,
            _terms(r, by_key[r["key_l"]], by_key[r["key_r"]]),
        )
        for r in found[:most]
    )
    return Found(pairs, left_out)


def stated_rates() -> dict[str, list[dict[str, Any]]]:
    """Every level with its m and u, to be kept with what was found by them."""
    return {
        what: [{"level": words, "m": m, "u": u} for _sql, words, m, u in levels]
        for what, (_null, levels) in LEVELS.items()
    }


def _prior(count: int) -> float:
    chance = min(0.5, EXPECTED_PAIRS_PER_PERSON * count / math.comb(count, 2))
    return math.log2(chance / (1 - chance))


def _rows(persons: Sequence[Known]) -> tuple[list[dict[str, Any]], int]:
    words = [sorted({w for n in p.names for w in name_words(n)}) for p in persons]
    sounds = [sorted({s for w in own if (s := sound(w))}) for own in words]
    bits = _bits(sounds)
    places = [search_key(p.place) for p in persons]
    place_bits = _bits([[p] for p in places if p])
    blocks, left_out = _blocks(persons, sounds, places)
    rows = []
    for p, own, place, keys in zip(persons, sounds, places, blocks, strict=True):
        kin = {s for r in p.relatives for w in name_words(r) if (s := sound(w))}
        rows.append({
            "key": p.key,
            "sounds": own,
            "bits": {s: bits[s] for s in own},
            "letters": sorted({" ".join(sorted(search_key(in_latin(w)) for w in name_words(n)))
                               for n in p.names if writes_vowels(n) and name_words(n)}),
            "initials": sorted({i for n in p.names for i in initials(n)}),
            "initial_sounds": sorted({s for n in p.names for s in initials(n).values()}),
            "born_from": p.born and p.born[0].toordinal(),
            "born_to": p.born and p.born[1].toordinal(),
            "sex": p.sex if p.sex in ("male", "female") else None,
            "seen_from": p.seen and p.seen[0].toordinal(),
            "seen_to": p.seen and p.seen[1].toordinal(),
            "place": place or None,
            "place_bits": place_bits.get(place, 0.0),
            "relatives": sorted(kin - set(own)),
            "lists": sorted(p.lists),
            "blocks": keys,
        })  # fmt: skip
    return rows, left_out


def _bits(values: Iterable[Iterable[str]]) -> dict[str, float]:
    counts, total = Counter[str](), 0
    for own in values:
        total += 1
        counts.update(own)
    return {v: math.log2((total + 1) / (n + 0.5)) for v, n in counts.items()}


def _blocks(
    persons: Sequence[Known], sounds: Sequence[Sequence[str]], places: Sequence[str]
) -> tuple[list[list[str]], int]:
    """Keys one of which two persons must share to be compared, and how many were too common to serve."""
    wide = [set(_keys(own, place)) for own, place in zip(sounds, places, strict=True)]
    counts = Counter(k for own in wide for k in own)
    narrow = []
    for p, own, words in zip(persons, wide, sounds, strict=True):
        years = _years(p.born)
        narrow.append({k if counts[k] <= COMMON else f"{k}/{y}" for k in own for y in years})
        narrow[-1].update(f"{s}/{y}" for s in words for y in years)
    counts = Counter(k for own in narrow for k in own)
    common = sum(n > COMMON for n in counts.values())
    return [sorted(k for k in own if 1 < counts[k] <= COMMON) for own in narrow], common


def _keys(sounds: Sequence[str], place: str) -> Iterable[str]:
    coarse = sorted({s[:3] for s in sounds})
    yield from ("/".join(pair) for pair in itertools.combinations(sounds, 2))
    yield from ("~".join(pair) for pair in itertools.combinations(coarse, 2))
    for s in sounds:
        if place:
            yield f"{s}@{place}"


def _years(born: tuple[date, date] | None) -> list[int]:
    if born is None or born[1].year - born[0].year > 4:
        return [0]
    return list(range(born[0].year - 1, born[1].year + 2))


def _predict(rows: list[dict[str, Any]], prior: float, least_bits: float) -> list[dict[str, Any]]:
    import duckdb
    import pyarrow
    from splink import DuckDBAPI, Linker, SettingsCreator
    from splink.blocking_rule_library import block_on
    from splink.comparison_library import CustomComparison

    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="key",
        probability_two_random_records_match=2**prior / (1 + 2**prior),
        comparisons=[
            CustomComparison(_levels(null, levels), output_column_name=what.replace(" ", "_"))
            for what, (null, levels) in LEVELS.items()
        ],
        blocking_rules_to_generate_predictions=[block_on("blocks", arrays_to_explode=["blocks"])],
        retain_intermediate_calculation_columns=True,
        retain_matching_columns=True,
    )
    # One thread: sums are then made in one order, and the same record gives the same bits.
    connection = duckdb.connect(":memory:", config={"threads": 1, "autoinstall_known_extensions": False})
    try:
        schema = pyarrow.schema(
            [
                ("key", pyarrow.string()),
                ("sounds", _texts()),
                ("bits", pyarrow.map_(pyarrow.string(), pyarrow.float64())),
                ("letters", _texts()),
                ("initials", _texts()),
                ("initial_sounds", _texts()),
                ("born_from", pyarrow.int64()),
                ("born_to", pyarrow.int64()),
                ("sex", pyarrow.string()),
                ("seen_from", pyarrow.int64()),
                ("seen_to", pyarrow.int64()),
                ("place", pyarrow.string()),
                ("place_bits", pyarrow.float64()),
                ("relatives", _texts()),
                ("lists", _texts()),
                ("blocks", _texts()),
            ]
        )
        for row in rows:
            row["bits"] = list(row["bits"].items())
        for macro in MACROS:
            connection.execute(macro)
        database = DuckDBAPI(connection)
        table = database.register(pyarrow.Table.from_pylist(rows, schema))
        linker = Linker(table, settings, log_level=logging.ERROR, validate_settings=False)
        found = linker.inference.predict(threshold_match_weight=least_bits, warning_mode="never")
        return found.as_record_list()
    finally:
        connection.close()


def _texts() -> Any:
    import pyarrow

    return pyarrow.list_(pyarrow.string())


def _levels(null: str, levels: Sequence[Level]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = [
        {"sql_condition": null, "label_for_charts": "unknown", "is_null_level": True}
    ]
    made += [
        {"sql_condition": sql, "label_for_charts": words, "m_probability": m, "u_probability": u}
        for sql, words, m, u in levels
    ]
    return made


def _terms(row: dict[str, Any], first: Known, second: Known) -> tuple[Term, ...]:
    terms = []
    for what, (_null, levels) in LEVELS.items():
        gamma = row[f"gamma_{what.replace(' ', '_')}"]
        if gamma < 0:
            continue
        _sql, words, m, u = levels[len(levels) - 1 - gamma]
        terms.append(Term(what, _said(first, what), _said(second, what), words, math.log2(m / u)))
    return tuple(terms)


def _said(known: Known, what: str) -> str:
    match what:
        case "names" | "letters" | "initials":
            return " · ".join(known.names)
        case "birth":
            return _days(known.born)
        case "last seen":
            return _days(known.seen)
        case "sex":
            return known.sex
        case "place":
            return known.place
        case "relatives":
            return " · ".join(known.relatives)
    return ""


def _days(days: tuple[date, date] | None) -> str:
    if days is None:
        return ""
    return str(days[0]) if days[0] == days[1] else f"{days[0]} – {days[1]}"


def as_json(terms: Iterable[Term]) -> list[dict[str, Any]]:
    """Terms as they are kept."""
    return [asdict(t) for t in terms]
