"""Accounts against enumeration of all counts, and the invented cave case."""

import itertools
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.accounts.account import account
from antigone.accounts.group import Claim, Group, Whole
from antigone.accounts.reading import read_group
from antigone.errors import InputError

CAVES = """
group = "fled"
[[part]]
name = "killed"
of = "fled"
[[part]]
name = "taken"
of = "fled"
[[part]]
name = "died"
of = "taken"
[[part]]
name = "safe"
of = "fled"
[[whole]]
of = "fled"
parts = ["killed", "taken", "safe"]
[[ask]]
name = "dead"
sum = ["killed", "died"]
"""


def claim(id, part, count, source="letter"):
    return f'[[claim]]\nid = "{id}"\nsource = "{source}"\npart = "{part}"\n{count}\n'


LETTER = "".join(
    claim(*c)
    for c in [
        ("c1", "fled", "count = 62"),
        ("c2", "killed", "count = 12"),
        ("c3", "taken", "count = 14"),
        ("c4", "died", "count = 9"),
    ]
)


def run(path):
    return subprocess.run(
        [sys.executable, "-c", "from antigone.cli import main; main()", "account", str(path), "--json", "-"],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_rest_and_the_dead_are_derived(tmp_path):
    path = tmp_path / "caves.toml"
    path.write_text(CAVES + LETTER + claim("d1", "killed", "at_least = 20", "other"))
    result = json.loads(run(path).stdout)
    letter = result["sources"]["letter"]
    assert letter["consistent"] and letter["bounds"]["safe"] == [36, 36]
    assert letter["bounds"]["dead"] == [21, 21]
    assert result["derivations"]["letter"] == {
        "safe": "62 (c1) − 12 (c2) − 14 (c3)",
        "dead": "12 (c2) + 9 (c4)",
    }
    assert result["sources"]["other"]["bounds"]["killed"] == [20, None]
    assert result["together"] == {"consistent": False, "bounds": None, "conflicts": [["c2", "d1"]]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("group = 1", "str"),
        ('group = "g"\n[[part]]\nname = "a"\nof = "b"', "neither the group nor a part"),
        ('group = "g"\n[[part]]\nname = "a"\nof = "a"', "part of itself"),
        (CAVES + claim("c", "fled", ""), "needs one of"),
        (CAVES + claim("c", "fled", "count = -1"), "must be a whole number"),
        (CAVES + claim("c", "fled", "approximately = 5"), "go together"),
        (CAVES + claim("c", "fled", "count = 1") * 2, "stated twice"),
        ("group = ", "not valid TOML"),
        ('group = ""', "group is empty"),
        (CAVES + '[[ask]]\nname = "q"\nsum = []', "adds nothing"),
        ('group = "g"\n[[whole]]\nof = "g"\nparts = []', "lists no parts"),
        (CAVES + claim("c", "fled", "count = 1.5"), "Expected `int"),
    ],
)
def test_bad_input_is_one_clear_message(tmp_path, text, said):
    path = tmp_path / "bad.toml"
    path.write_text(text)
    answer = run(path)
    assert answer.returncode == 2 and said in answer.stderr and "Traceback" not in answer.stderr


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_read(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("a") / "x.toml"
    path.write_bytes(data)
    try:
        assert isinstance(read_group(str(path)), Group)
    except InputError as error:
        assert str(path) in str(error)


PARTS = {"g": None, "a": "g", "b": "g", "c": "a"}
limits = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(sorted)
some_claims = st.lists(st.tuples(st.sampled_from(list(PARTS)), limits), max_size=6)


def allowed(claims, whole):
    for g, a, b, c in itertools.product(range(11), range(6), range(6), range(6)):
        n = {"g": g, "a": a, "b": b, "c": c}
        if a > g or b > g or c > a or (whole and a + b != g):
            continue
        if all(k.least <= n[k.part] <= k.most for k in claims):
            yield n


@settings(max_examples=60, deadline=None)
@given(some_claims, st.booleans())
def test_bounds_and_conflicts_are_those_of_enumeration(stated, whole):
    # The group itself is claimed at most 5, so that enumeration is complete.
    claims = [Claim("k", "s", "g", 0, 5)]
    claims += [Claim(f"c{i}", "s", part, *lim) for i, (part, lim) in enumerate(stated)]
    wholes = (Whole("g", ("a", "b")),) if whole else ()
    result = account(Group("g", PARTS, wholes, tuple(claims), {"sum": ("b", "c")})).together
    options = list(allowed(claims, whole))
    assert result.consistent == bool(options)
    if options:
        for part in PARTS:
            assert result.bounds[part] == (min(o[part] for o in options), max(o[part] for o in options))
        sums = [o["b"] + o["c"] for o in options]
        assert result.bounds["sum"] == (min(sums), max(sums))
        return
    minimal = set()
    for size in range(1, len(claims) + 1):
        for chosen in itertools.combinations(claims, size):
            ids = frozenset(c.id for c in chosen)
            if any(m < ids for m in minimal):
                continue
            # The counts that a subset leaves unlimited need never exceed those claimed.
            if not any(True for _ in allowed(chosen, whole)):
                minimal.add(ids)
    assert {frozenset(c) for c in result.conflicts} == minimal
