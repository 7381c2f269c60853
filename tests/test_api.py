"""import antigone as ag"""

import csv
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import antigone as ag
from antigone.genetics.marker import build_marker
from antigone.genetics.mutation import MutationModel
from antigone.genetics.stationarity import frequency_shift, is_stationary


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return ag.write_example(tmp_path_factory.mktemp("api") / "case")


def test_results_print_show_and_convert(folder):
    case = ag.read_case(folder)
    lr, found = case.lr(), case.identify()
    assert "excluded" in repr(lr) and "log10 LR" in repr(lr)
    assert lr._repr_html_().count("<tr>") == 21
    table = lr.to_polars()
    assert table.height == len(lr) == 20 and table["log10_lr"].null_count() > 0
    assert (
        found.to_polars().group_by("remains").agg(pl.col("posterior").sum())["posterior"].round(9).to_list()
        == [1.0] * 5
    )
    assert "V5" in repr(found) and "none" in found._repr_html_()
    with pytest.raises(KeyError):
        lr["V1", "nobody"]


def test_names_are_escaped_in_a_notebook(folder, tmp_path):
    for path in folder.iterdir():
        (tmp_path / path.name).write_text(path.read_text().replace("V5", "<b>V5"))
    assert "<b>" not in ag.read_case(tmp_path).identify()._repr_html_()


def test_errors_are_public(tmp_path):
    with pytest.raises(ag.InputError, match="no such folder"):
        ag.read_case(tmp_path / "nowhere")
    assert issubclass(ag.ModelError, ag.AntigoneError)
    with pytest.raises(AttributeError):
        ag.nothing  # noqa: B018


def test_unused_columns_are_noted(folder, tmp_path):
    for path in folder.iterdir():
        (tmp_path / path.name).write_text(path.read_text())
    with (folder / "people.csv").open() as file:
        rows = list(csv.reader(file))
    with (tmp_path / "people.csv").open("w", newline="") as file:
        csv.writer(file).writerows([*r, "hat" if i == 0 else "red"] for i, r in enumerate(rows))
    assert "people.csv: column hat kept but not used" in ag.read_case(tmp_path).notes


@pytest.mark.parametrize(
    ("model", "stationary"), [("none", True), ("proportional", True), ("equal", False), ("stepwise", False)]
)
def test_stationarity(model, stationary):
    marker = build_marker("M", {"8": 0.2, "9": 0.5, "10": 0.3}, mutation=MutationModel(model, 0.01, 0.02))
    assert is_stationary(marker) == stationary == (frequency_shift(marker) < 1e-9)


def test_the_provenance_schema_is_the_documented_one(folder):
    from pathlib import Path

    from antigone.commands.provenance import Provenance, provenance

    result = provenance(ag.read_case(folder).case, seed=7)
    text = (Path(__file__).parents[1] / "docs" / "provenance.md").read_text()
    assert set(result) == set(Provenance.__struct_fields__)
    assert all(f"`{name}`" in text for name in result)
    assert result["seed"] == 7 and len(result["inputs"]["people.csv"]) == 64


def test_linked_markers_are_named(folder, tmp_path):
    for path in folder.iterdir():
        (tmp_path / path.name).write_text(path.read_text())
    toml = tmp_path / "case.toml"
    places = (("M1", 1, 10.0), ("M2", 1, 30.5), ("M3", 1, 120.0), ("M4", 2, 31.0))
    toml.write_text(
        toml.read_text()
        + "".join(f"[markers.{m}]\nchromosome = {c}\nposition_cM = {x}\n" for m, c, x in places)
    )
    linked = [n for n in ag.read_case(tmp_path).notes if "linkage" in n]
    assert len(linked) == 1 and "M1 and M2 lie 20.5 cM apart" in linked[0]


def test_check_and_draw(folder):
    case = ag.read_case(folder)
    assert "severity" in repr(case.check()) and "<table>" in case.check()._repr_html_()
    assert case.draw("Alder")._repr_svg_().lstrip().startswith("<svg")
    with pytest.raises(KeyError):
        case.draw("Nobody")


def test_what_theta_takes_for_granted_is_said(folder, tmp_path):
    from antigone.commands.identify import joint_notes
    from antigone.identify.joint import JointPosterior

    for path in folder.iterdir():
        (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / "case.toml").write_text("[model]\ntheta = 0.02\n")
    theta, plain = ag.read_case(tmp_path).case, ag.read_case(folder).case
    whole = JointPosterior((), {}, (), correlated=True)
    apart = replace(whole, correlated=False)
    assert "theta 0.02 correlates all typed persons" in joint_notes(theta, whole)[-1]
    assert "taken as independent" in joint_notes(theta, apart)[-1]
    assert not any("theta" in n for n in joint_notes(plain, apart))


def test_every_public_name_is_documented():
    page = (Path(__file__).parents[1] / "docs" / "python.md").read_text()
    for name in ag.__all__:
        assert f"`ag.{name}" in page
        thing = getattr(ag, name)
        for member in vars(thing) if isinstance(thing, type) else ():
            if member.startswith("_"):
                continue
            assert f"`{member}" in page, f"ag.{name}.{member}"
        assert thing.__doc__
