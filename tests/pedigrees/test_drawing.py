"""Drawings: nobody overlaps, parents stand above children, nothing is drawn over a stranger."""

import subprocess
import sys
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import pedigrees

from antigone.errors import InputError
from antigone.pedigrees.drawing import Marks, draw_pedigree
from antigone.pedigrees.drawing.layout import lay_out
from antigone.pedigrees.drawing.sizes import RADIUS, Label
from antigone.pedigrees.pedigree import Person, build_pedigree

SVG = "{http://www.w3.org/2000/svg}"


def placed(pedigree, width=20.0):
    return lay_out(pedigree, {p.id: Label(width, 1) for p in pedigree.people})


@given(pedigrees(most=14))
@settings(deadline=None, max_examples=100)
def test_everyone_has_a_place_of_their_own_below_their_parents(pedigree):
    layout = placed(pedigree)
    assert set(layout.people) == {p.id for p in pedigree.people}
    places = [*layout.people.values(), *layout.unstated.values()]
    for (x, y), (u, v) in combinations(places, 2):
        assert abs(x - u) >= 2 * RADIUS + 4 or abs(y - v) >= 2 * RADIUS + 4
    for p in pedigree.people:
        for parent in (p.father, p.mother):
            if parent is not None:
                assert layout.people[parent][1] < layout.people[p.id][1] - 2 * RADIUS
    for x, y in places:
        assert RADIUS - 0.01 <= x <= layout.width - RADIUS + 0.01
        assert RADIUS <= y <= layout.height - RADIUS
    for stroke in layout.strokes:
        for x, y in stroke.points:
            assert -0.01 <= x <= layout.width + 0.01 and 0 <= y <= layout.height


def gap(segment, at):
    """The distance of a point from a segment."""
    (x1, y1), (x2, y2) = segment
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    t = max(0.0, min(1.0, ((at[0] - x1) * (x2 - x1) + (at[1] - y1) * (y2 - y1)) / length)) if length else 0
    return ((x1 + t * (x2 - x1) - at[0]) ** 2 + (y1 + t * (y2 - y1) - at[1]) ** 2) ** 0.5


@given(pedigrees(most=14))
@settings(deadline=None, max_examples=100)
def test_no_line_touches_a_symbol_it_does_not_end_at(pedigree):
    layout = placed(pedigree)
    for at in (*layout.people.values(), *layout.unstated.values()):
        for stroke in layout.strokes:
            ends = (stroke.points[0], stroke.points[-1])
            if not any(gap((e, e), at) <= RADIUS + 0.01 for e in ends):
                assert all(gap(s, at) > RADIUS for s in pairwise(stroke.points)), (stroke, at)


def upright(stroke):
    return [(min(a, b), max(a, b)) for a, b in pairwise(stroke.points) if a[0] == b[0] or a[1] == b[1]]


@given(pedigrees(most=9))
@settings(deadline=None, max_examples=100)
def test_lines_of_different_couples_cross_but_never_run_together(pedigree):
    layout = placed(pedigree)
    pieces = [(s.couple, part, i) for i, s in enumerate(layout.strokes) for part in upright(s)]
    for (c, (a, b), _), (d, (p, q), _) in combinations(pieces, 2):
        if c == d:
            continue
        for axis in (0, 1):
            other = 1 - axis
            if a[axis] == b[axis] and p[axis] == q[axis] and abs(a[axis] - p[axis]) < 0.5:
                shared = min(b[other], q[other]) - max(a[other], p[other])
                assert shared <= 2 * RADIUS + 0.01, (a, b, p, q)


def test_partners_and_siblings_share_a_level_and_the_elder_stays_left():
    rows = [("F", None, None, "male"), ("M", None, None, "female")]
    rows += [(f"C{i}", "F", "M", "male") for i in range(4)]
    layout = placed(build_pedigree("F", [Person(*r) for r in rows]))
    assert layout.people["F"][1] == layout.people["M"][1]
    xs = [layout.people[f"C{i}"][0] for i in range(4)]
    assert xs == sorted(xs)
    middle = (layout.people["F"][0] + layout.people["M"][0]) / 2
    assert middle == pytest.approx((xs[0] + xs[-1]) / 2, abs=1)


def test_a_drawing_is_the_same_every_time():
    family = build_pedigree("F", [Person("A", sex="male"), Person("B", sex="female"), Person("C", "A", "B")])
    assert draw_pedigree(family) == draw_pedigree(family) == family._repr_svg_()


def cousins():
    rows = [
        ("GF", None, None, "male"), ("GM", None, None, "female"), ("A", "GF", "GM", "male"),
        ("B", "GF", "GM", "female"), ("AW", None, None, "female"), ("BH", None, None, "male"),
        ("E", "A", "AW", "male"), ("F", "BH", "B", "female"), ("X", "E", "F", "unknown"),
    ]  # fmt: skip
    return build_pedigree("Cousins", [Person(*r) for r in rows])


def test_signs():
    marks = Marks(frozenset({"GF", "E"}), frozenset({"X", "A"}), {"GF": "Old <b>&"}, {"A": "V12"})
    text = draw_pedigree(cousins(), marks, legend=True)
    svg = ElementTree.fromstring(text)
    assert svg.get("role") == "img"
    names = svg.get("aria-labelledby").split()
    assert [svg.find(f"{SVG}title").get("id"), svg.find(f"{SVG}desc").get("id")] == names
    told = svg.find(f"{SVG}desc").text
    assert "9 persons, 2 typed, 2 missing" in told
    assert "GF (paternal great-grandfather and maternal great-grandfather)" in told
    written = [t.text for t in svg.iter(f"{SVG}text")]
    assert written.count("?") == 2  # X's, and the legend's; A's place is taken
    assert "V12" in written and "in the place of A" in written and "Old <b>&" in written
    assert "the partners are related" in written
    assert sum(e.get("stroke-width") == "5.4" for e in svg.iter(f"{SVG}path")) == 1


def test_hatching_marks_the_typed_alone():
    svg = ElementTree.fromstring(draw_pedigree(cousins(), Marks(frozenset({"E", "GM"}))))
    hatched = [e for e in svg.iter() if "typed" in (e.get("fill") or "")]
    assert len(hatched) == 2


@given(st.text(min_size=1, max_size=40), st.text(max_size=60))
@settings(deadline=None, max_examples=100)
def test_any_name_gives_well_formed_svg(who, name):
    family = build_pedigree(name, [Person(who, sex="male")])
    marks = Marks(names={who: name}, missing=frozenset({who}), candidates={who: name})
    ElementTree.fromstring(draw_pedigree(family, marks, name))


def test_a_person_is_not_father_and_mother():
    with pytest.raises(InputError, match="father and mother"):
        build_pedigree("F", [Person("A"), Person("C", "A", "A")])


def test_an_empty_pedigree_is_an_empty_drawing():
    ElementTree.fromstring(draw_pedigree(build_pedigree("none", [])))


def test_a_large_family_is_drawn():
    people = [Person("A0", sex="male"), Person("B0", sex="female")]
    for g in range(1, 7):
        for i in range(2**g):
            people.append(Person(f"A{g}.{i}", f"A{g - 1}.{i // 2}" if g > 1 else "A0", None, "male"))
    layout = placed(build_pedigree("F", people))
    assert len(layout.people) == len(people)


def antigone(*args):
    code = "from antigone.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *map(str, args)], capture_output=True, text=True)


def test_the_command(tmp_path):
    case = tmp_path / "case"
    assert antigone("demo", "--out", case).returncode == 0
    out = tmp_path / "drawings"
    done = antigone("draw", case, "--out", out, "--place", "V1=X1", "--relationships")
    assert done.returncode == 0 and "full sister" in done.stdout
    assert sorted(p.name for p in out.iterdir()) == ["Alder.svg", "Birch.svg", "Cedar.svg"]
    assert "in the place of X1" in (out / "Alder.svg").read_text()
    for args, expected in (
        (("--out", tmp_path / "one.svg"), "3 families"),
        (("--out", out, "--family", "Elm"), "no family 'Elm'"),
        (("--out", out, "--place", "V9=X1"), "'V9' is not among the remains"),
        (("--out", out, "--place", "V1=S1"), "'S1' is not a missing person"),
    ):
        wrong = antigone("draw", case, *args)
        assert wrong.returncode == 2 and expected in wrong.stderr and "Traceback" not in wrong.stderr
    assert not (tmp_path / "one.svg").exists()
