"""antigone convert as a user runs it: exit codes, one message, nothing left behind."""

import io
import json
import zipfile

import pytest
from formats.draft_facts import facts
from formats.invented_fam import locus, small_dvi, small_plain
from formats.test_specimens import CMF, TABLE

from antigone.cli import main
from antigone.formats.case_folder import read_draft
from antigone.formats.invented_case import write_invented_case

FREQUENCIES = (
    "marker,allele,frequency\nD3S1358,15,0.4\nD3S1358,16,0.3\nD3S1358,17,0.3\nTH01,9.3,1\nFGA,22,1\n"
)


@pytest.fixture
def run(monkeypatch, capsys):
    def run(*args):
        monkeypatch.setattr("sys.argv", ["antigone", *map(str, args)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code
        out = capsys.readouterr()
        return code, out.out, out.err

    return run


@pytest.fixture
def fam(tmp_path):
    path = tmp_path / "small.fam"
    path.write_text(small_dvi())
    return path


def test_round_trip_of_ratios(run, fam, tmp_path):
    steps = [fam, tmp_path / "case", tmp_path / "case.xlsx", tmp_path / "again.fam", tmp_path / "last"]
    for source, target in zip(steps, steps[1:], strict=False):
        code, out, err = run("convert", source, target)
        assert (code, err) == (0, ""), err
        assert "2 families, 7 people, 2 missing, 2 remains" in out
    ratios = []
    for place in steps:
        code, out, _ = run("lr", place, "--json", "-")
        assert code == 0
        ratios.append({(p["remains"], p["missing"]): p["lr"] for p in json.loads(out)["pairs"]})
    assert all(r == ratios[0] for r in ratios)
    assert run("identify", tmp_path / "case", "--json", "-")[0] == 0


def test_invented_case_keeps_its_json(run, tmp_path):
    folder = write_invented_case(tmp_path / "case")
    results = []
    for target in ("case.xlsx", "copy"):
        assert run("convert", folder, tmp_path / target)[0] == 0
        results.append(json.loads(run("lr", tmp_path / target, "--json", "-")[1])["pairs"])
    assert results[0] == results[1] == json.loads(run("lr", folder, "--json", "-")[1])["pairs"]
    assert facts(read_draft(tmp_path / "copy")) == facts(read_draft(folder))


def test_json_report(run, fam, tmp_path):
    code, out, _ = run("convert", fam, tmp_path / "case", "--json", "-")
    result = json.loads(out)
    assert code == 0 and result["format"] == "fam"
    assert result["kept"]["remains profiles"] == 2 and result["kept"]["genotypes"] == 7
    assert any("'Template' is kept" in n for n in result["notes"])
    assert list(result["provenance"]["inputs"]) == ["small.fam"]


def test_hypothesis_as_a_case(run, tmp_path):
    path = tmp_path / "p.fam"
    path.write_text(small_plain())
    assert run("convert", path, tmp_path / "case", "--missing", "AF")[0] == 0
    pairs = json.loads(run("lr", tmp_path / "case", "--json", "-")[1])["pairs"]
    assert [(p["remains"], p["missing"]) for p in pairs] == [("AF (profile)", "AF")]
    # The child's 11/11 takes an 11 of the father's 10/11: ½ for certain, against p(11) = ½ of a stranger.
    assert pairs[0]["lr"]["M1"] == pytest.approx(0.5 / 0.5)
    # The child's 7/9 takes the 9 of his 9/9, against p(7) p(9) twice.
    assert pairs[0]["lr"]["M2"] == pytest.approx(0.4 / (2 * 0.4 * 0.5))


def test_codis_and_genemapper(run, tmp_path):
    (tmp_path / "in.xml").write_bytes(CMF)
    (tmp_path / "in.txt").write_text(TABLE)
    (tmp_path / "f.csv").write_text(FREQUENCIES)
    code, out, _ = run(
        "convert", tmp_path / "in.xml", tmp_path / "codis", "--frequencies", tmp_path / "f.csv"
    )
    assert code == 0 and "1 remains" in out
    assert run("lr", tmp_path / "codis", "--json", "-")[0] == 0
    code, out, _ = run("convert", tmp_path / "in.txt", tmp_path / "gm", "--kind", "remains")
    assert code == 0 and "no allele frequencies" in out
    code, _, err = run("lr", tmp_path / "gm")
    assert code == 2 and "frequencies.csv: the file is missing" in err


def bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(2**25))
    return buffer.getvalue()


BAD = {
    "cut.fam": (small_dvi()[:700].encode(), "was cut"),
    "magic.fam": (b"hello\n", "line 1: a .fam file begins with"),
    "binary.fam": (bytes(range(256)), "binary"),
    "empty.fam": (b"", "empty"),
    "database.fam": (small_plain(persons=[], pedigrees=[]).encode(), "no persons"),
    "sum.fam": (
        small_plain(loci=[locus(), locus("M2", {"7": 0.9, "8": 0.9, "9": 0.9})]).encode(),
        "sum to 2.7",
    ),
    "unknown.fam": (small_dvi().replace("SystemName= M2", "SystemName= D99").encode(), "'D99'"),
    "three.fam": (small_dvi().replace("Allele2= 11", "Allele2= 11\nAllele3= 9").encode(), "Allele3"),
    "bomb.xlsx": (bomb(), "was not opened"),
    "broken.xlsx": (b"PK\x03\x04 broken", "not an .xlsx workbook"),
    "entities.xml": (b'<!DOCTYPE a [<!ENTITY b "c">]><CODISImportFile>&b;</CODISImportFile>', "entities"),
    "other.xml": (b"<svg/>", "the XML is <svg>"),
    "empty.xml": (b"", "empty"),
    "table.txt": (TABLE.encode(), "give --kind"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not a known format"),
    "nothing": (b"", "not a known format"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("target", ["out", "out.xlsx", "out.fam"])
def test_bad_input(name, target, run, tmp_path):
    data, pattern = BAD[name]
    (tmp_path / name).write_bytes(data)
    code, out, err = run("convert", tmp_path / name, tmp_path / target)
    assert code == 2 and out == ""
    assert pattern in err and err.count("\n") == 1 and name in err
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("target", ["there", "there.fam", "there.xlsx"])
def test_targets_that_exist_are_left_alone(target, run, fam, tmp_path):
    (tmp_path / target).write_text("mine")
    code, _, err = run("convert", fam, tmp_path / target)
    assert code == 2 and "nothing was written" in err
    assert (tmp_path / target).read_text() == "mine"


@pytest.mark.parametrize(
    ("args", "pattern"),
    [
        (("out.xml",), ".xml files are not written"),
        (("out", "--kind", "remains"), "for CODIS and GeneMapper files alone"),
        (("out", "--missing", "Nobody"), "no such person"),
    ],
)
def test_wrong_use(args, pattern, run, fam, tmp_path):
    code, _, err = run("convert", fam, tmp_path / args[0], *args[1:])
    assert code == 2 and pattern in err
    assert [p.name for p in tmp_path.iterdir()] == ["small.fam"]


def test_frequencies_are_needed_for_fam(run, tmp_path):
    (tmp_path / "in.xml").write_bytes(CMF)
    code, _, err = run("convert", tmp_path / "in.xml", tmp_path / "out.fam")
    assert code == 2 and "--frequencies" in err
    (tmp_path / "f.csv").write_text("marker,allele,frequency\nTH01,9.3,1\n")
    code, _, err = run("convert", tmp_path / "in.xml", tmp_path / "out", "--frequencies", tmp_path / "f.csv")
    assert code == 2 and "marker 'D3S1358' has no frequencies" in err


def test_content_tells_the_format_without_an_extension(run, fam, tmp_path):
    bare = tmp_path / "download"
    bare.write_bytes(fam.read_bytes())
    assert run("convert", bare, tmp_path / "case")[0] == 0
