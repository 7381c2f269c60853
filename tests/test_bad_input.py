"""Bad input gets one clear message with file and row, exit code 2, and writes nothing."""

import csv
import subprocess
import sys

import pytest

import antigone as ag


@pytest.fixture
def case(tmp_path):
    return ag.write_example(tmp_path / "case")


def edit(case, name, change):
    with (case / name).open(newline="") as file:
        header, *rows = list(csv.reader(file))
    rows = [dict(zip(header, r, strict=True)) for r in rows]
    rows = change(rows) or rows
    with (case / name).open("w", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(k for r in rows for k in r)), restval="")
        writer.writeheader()
        writer.writerows(rows)


def set_cell(row, **cells):
    return lambda rows: rows[row - 2].update(cells)


def settings(case, text):
    (case / "case.toml").write_text(text)


FAULTS = {
    "empty file": (lambda c: (c / "profiles.csv").write_bytes(b""), ["profiles.csv", "empty"]),
    "blank file": (lambda c: (c / "people.csv").write_bytes(b" \n\n"), ["people.csv", "empty"]),
    "wrong encoding": (
        lambda c: (c / "people.csv").write_bytes(
            (c / "people.csv").read_bytes().replace(b"Birch", b"B\xe9rch")
        ),
        ["people.csv, row 7", "UTF-8"],
    ),
    "binary": (lambda c: (c / "frequencies.csv").write_bytes(b"\x7fELF\x00\x01"), ["binary"]),
    "marker without frequencies": (
        lambda c: edit(c, "profiles.csv", set_cell(5, marker="D99")),
        ["profiles.csv, row 5", "D99", "frequencies.csv"],
    ),
    "letter allele under stepwise": (
        lambda c: (
            (c / "case.toml").write_text('[model]\nmutation = { model = "stepwise", rate = 0.001 }\n'),
            edit(c, "frequencies.csv", set_cell(3, allele="B")),
        ),
        ["frequencies.csv, row 3", "'B' at M1 is not a number"],
    ),
    "letter allele of a profile under stepwise": (
        lambda c: (
            settings(c, '[model]\nmutation = { model = "onestep", rate = 0.001 }\n'),
            edit(c, "profiles.csv", set_cell(9, allele1="OL")),
        ),
        ["profiles.csv, row 9", "'OL' at M", "not a number"],
    ),
    "two alleles in one cell": (
        lambda c: edit(c, "profiles.csv", set_cell(9, allele1="12/13", allele2="")),
        ["profiles.csv, row 9", "'12/13'", "allele2"],
    ),
    "decimal comma": (
        lambda c: edit(c, "profiles.csv", set_cell(9, allele1="9,3")),
        ["profiles.csv, row 9", "'9,3'", "point"],
    ),
    "a sign for nothing seen": (
        lambda c: edit(c, "profiles.csv", set_cell(9, allele2="-")),
        ["profiles.csv, row 9", "'-'", "empty"],
    ),
    "no frequency for unlisted alleles": (
        lambda c: (
            settings(c, "[model]\nminimum_frequency = 0.0\n"),
            edit(c, "profiles.csv", set_cell(9, allele1="77")),
        ),
        ["profiles.csv, row 9", "allele 77", "minimum_frequency"],
    ),
    "unlisted alleles take all": (
        lambda c: (
            settings(c, "[model]\nminimum_frequency = 0.6\n"),
            edit(c, "profiles.csv", set_cell(9, allele1="77", allele2="78")),
        ),
        ["case.toml", "minimum_frequency 0.6"],
    ),
    "frequency above 1": (
        lambda c: edit(c, "frequencies.csv", set_cell(4, frequency="1.2")),
        ["frequencies.csv, row 4", "1.2"],
    ),
    "negative frequency": (
        lambda c: edit(c, "frequencies.csv", set_cell(4, frequency="-0.1")),
        ["frequencies.csv, row 4", "-0.1"],
    ),
    "frequencies that sum above 1": (
        lambda c: edit(c, "frequencies.csv", set_cell(2, frequency="0.99")),
        ["frequencies.csv, row ", "M1", "sum"],
    ),
    "not a number": (
        lambda c: edit(c, "frequencies.csv", set_cell(2, frequency="often")),
        ["frequencies.csv, row 2", "often"],
    ),
    "three alleles": (
        lambda c: edit(c, "profiles.csv", set_cell(9, allele3="12")),
        ["profiles.csv, row 9", "three alleles"],
    ),
    "reference absent from people": (
        lambda c: edit(c, "profiles.csv", set_cell(2, subject="Nobody")),
        ["profiles.csv, row 2", "Nobody", "people.csv"],
    ),
    "duplicate that disagrees": (
        lambda c: edit(c, "profiles.csv", lambda rows: [*rows, rows[0] | {"allele1": "8", "allele2": "17"}]),
        ["profiles.csv, row 242", "M1", "row 2"],
    ),
    "cycle": (
        lambda c: edit(c, "people.csv", set_cell(2, father="X1", mother="MO1")),
        ["people.csv, row", "own ancestor"],
    ),
    "father who is female": (
        lambda c: edit(c, "people.csv", set_cell(4, father="MO1", mother="")),
        ["people.csv, row", "MO1", "female"],
    ),
    "unknown parent": (
        lambda c: edit(c, "people.csv", set_cell(4, father="Ghost")),
        ["people.csv, row 4", "Ghost"],
    ),
    "duplicate id": (
        lambda c: edit(c, "people.csv", set_cell(3, id="FA1")),
        ["people.csv, row 3", "FA1", "row 2"],
    ),
    "two families share a person": (
        lambda c: edit(c, "people.csv", set_cell(7, id="MO1")),
        ["people.csv, row 7", "MO1", "Alder"],
    ),
    "parent of another family": (
        lambda c: edit(c, "people.csv", set_cell(9, father="FA1")),
        ["people.csv, row 9", "FA1", "Alder"],
    ),
    "unknown kind": (
        lambda c: edit(c, "profiles.csv", set_cell(2, kind="bone")),
        ["profiles.csv, row 2", "bone"],
    ),
    "column twice": (
        lambda c: (c / "people.csv").write_text("family,id,id\nA,B,C\n"),
        ["people.csv, row 1", "'id' occurs twice"],
    ),
    "missing file": (lambda c: (c / "people.csv").unlink(), ["people.csv", "missing"]),
    "setting of the wrong kind": (
        lambda c: (c / "case.toml").write_text('[model]\ntheta = "high"\n'),
        ["case.toml", "model.theta", "expected a number"],
    ),
    "empty settings": (lambda c: settings(c, ""), ["case.toml", "empty", "format = 1"]),
    "setting that is not a number": (
        lambda c: settings(c, "[model]\nmutation = { model = 'equal', rate = nan }\n"),
        ["case.toml", "model.mutation.rate = nan", "finite"],
    ),
    "infinite threshold": (
        lambda c: settings(c, "[report]\nthreshold_log10 = inf\n"),
        ["case.toml", "report.threshold_log10 = inf"],
    ),
    "table misspelled": (lambda c: settings(c, "[modle]\ntheta = 0.01\n"), ["case.toml", "`modle`"]),
    "setting misspelled": (lambda c: settings(c, "[model]\ntehta = 0.01\n"), ["model: unknown", "`tehta`"]),
    "unknown mutation model": (
        lambda c: settings(c, "[markers.M1]\nmutation = { model = 'stepwize' }\n"),
        ["case.toml", "markers.M1.mutation.model", "stepwize", "stepwise"],
    ),
    "rate above 1": (
        lambda c: settings(c, "[model]\nmutation = { model = 'equal', rate = 2 }\n"),
        ["case.toml", "model.mutation.rate", "between 0 and 1"],
    ),
    "range of nothing": (
        lambda c: settings(c, "[model]\nmutation = { model = 'stepwise', rate = 0.1, range = 0.0 }\n"),
        ["case.toml", "range", "above 0"],
    ),
    "no such chromosome": (
        lambda c: settings(c, "[markers.M1]\nchromosome = 'Q9'\n"),
        ["case.toml", "markers.M1.chromosome", "Q9"],
    ),
    "semicolons": (
        lambda c: (c / "people.csv").write_text((c / "people.csv").read_text().replace(",", ";")),
        ["people.csv, row 1", "semicolons"],
    ),
    "UTF-16": (
        lambda c: (c / "people.csv").write_bytes((c / "people.csv").read_text().encode("utf-16")),
        ["people.csv", "UTF-16", "UTF-8"],
    ),
    "no header": (
        lambda c: (c / "profiles.csv").write_text("FA1,reference,M1,9,10\n"),
        ["profiles.csv, row 1", "header"],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_one_clear_message(case, name):
    damage, words = FAULTS[name]
    damage(case)
    with pytest.raises(ag.InputError) as error:
        ag.read_case(case)
    message = str(error.value)
    assert "\n" not in message and all(w in message for w in words), message


def test_exit_code_and_nothing_overwritten(case, tmp_path):
    kept = tmp_path / "earlier.json"
    kept.write_text("earlier")
    edit(case, "profiles.csv", set_cell(2, subject="Nobody"))
    for command in ("lr", "identify"):
        code = "from antigone.cli import main; main()"
        answer = subprocess.run(
            [sys.executable, "-c", code, command, str(case), "--json", str(kept)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert answer.returncode == 2 and "Traceback" not in answer.stderr and not answer.stdout
        assert answer.stderr.count("\n") == 1
    assert kept.read_text() == "earlier" and set(tmp_path.iterdir()) == {case, kept}


def test_no_report_where_the_json_cannot_be_written(case, tmp_path):
    report = tmp_path / "report.html"
    code = "from antigone.cli import main; main()"
    answer = subprocess.run(
        [sys.executable, "-c", code, "identify", str(case), "--report", str(report)]
        + ["--json", str(tmp_path / "nowhere" / "x.json")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 2 and "cannot be written" in answer.stderr
    assert set(tmp_path.iterdir()) == {case}


def test_needless_zeros_of_a_spreadsheet_are_no_other_allele(case):
    before = {(p.remains, p.missing): p.log10_lr for p in ag.read_case(case).lr()}
    edit(case, "profiles.csv", lambda rows: [r | {"allele1": r["allele1"] + ".0"} for r in rows])
    after = ag.read_case(case)
    assert {(p.remains, p.missing): p.log10_lr for p in after.lr()} == before and not after.notes


def test_frequencies_just_above_1_are_scaled_and_noted(case):
    with (case / "frequencies.csv").open() as file:
        first = [r for r in csv.DictReader(file) if r["marker"] == "M1"][0]
    edit(case, "frequencies.csv", set_cell(2, frequency=str(float(first["frequency"]) + 0.0005)))
    opened = ag.read_case(case)
    assert any("M1" in n and "1.0005" in n for n in opened.notes)
    marker = next(m for m in opened.case.markers if m.name == "M1")
    assert marker.frequencies.sum() == pytest.approx(1, abs=1e-12)


def test_a_mendelian_conflict_is_an_exclusion_that_says_where(case):
    edit(case, "profiles.csv", lambda rows: [r | ({"allele1": "8", "allele2": "8"} if r["marker"] == "M1" and
         r["subject"] == "FA4" else {"allele1": "9", "allele2": "9"} if r["marker"] == "M1" and
         r["subject"] == "V4" else {}) for r in rows])  # fmt: skip
    pair = ag.read_case(case).lr()["V4", "X4"]
    assert pair.log10_lr is None and pair.excluded_by == ("M1",)


def test_a_missing_person_with_a_profile_is_used_and_noted(case):
    before = ag.read_case(case).lr()["V3", "X3"].log10_lr
    edit(case, "profiles.csv", lambda rows: rows + [r | {"subject": "X3", "kind": "personal"}
         for r in rows if r["subject"] == "V3"])  # fmt: skip
    opened = ag.read_case(case)
    assert any("X3 has a personal profile" in n for n in opened.notes)
    assert opened.lr()["V3", "X3"].log10_lr > before


def test_a_million_rows(case):
    lines = (case / "profiles.csv").read_text().splitlines()
    body = [x for x in lines if x.startswith("V1,")]
    with (case / "profiles.csv").open("a") as file:
        for i in range(50_000):
            file.write("\n".join(x.replace("V1,", f"W{i},") for x in body) + "\n")
    opened = ag.read_case(case)
    assert len(opened.case.profiles) == 50_005
