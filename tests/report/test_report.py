"""The HTML report: whole, self-contained, escaped, and saying what was found."""

import csv
import subprocess
import sys
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from antigone.cases.build import build_case
from antigone.cases.draft import CaseDraft, GenotypeRow, PersonRow, genotype_columns
from antigone.cases.settings import Settings
from antigone.formats.case_folder import read_case
from antigone.formats.invented_case import write_invented_case
from antigone.identify.joint import joint_posterior
from antigone.identify.pairs import pair_lrs
from antigone.report.chart import lr_chart
from antigone.report.findings import remains_findings
from antigone.report.render import render_report

MADE_BY = {
    "program": "antigone", "version": "0", "inputs": {"people.csv": "ab" * 32}, "seed": None,
    "settings": {"model": {"theta": 0.01}}, "environment": {"python": "3"},
}  # fmt: skip
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Checker(HTMLParser):
    """Tags in balance, nothing fetched from elsewhere, ids unique, links within the page."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.text = [], [], [], []

    def handle_starttag(self, tag, attrs):
        assert tag not in ("script", "iframe", "object", "link", "img", "form")
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on") and name != "src"
            if name == "id":
                self.ids.append(value)
            if name == "href":
                self.links.append(value)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)
        self.text.append(" " if self.open and self.open[-1] in ("td", "th") else "")


def checked(html):
    checker = Checker()
    checker.feed(html)
    assert not checker.open
    assert len(set(checker.ids)) == len(checker.ids)
    assert all(link[0] == "#" and link[1:] in checker.ids for link in checker.links)
    return " ".join("".join(checker.text).split())


def report_of(case, **more):
    return render_report(case, joint_posterior(case), MADE_BY, **more)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    return read_case(write_invented_case(tmp_path_factory.mktemp("demo") / "case"))


def test_the_report_of_the_demo(demo):
    html = report_of(demo, notes=["a note"], cautions=["Part of the case was sampled."])
    text = checked(html)
    assert "V1 and V2 are X1 and X2, in unknown order" in text
    assert "times more probable if V3 is X3 than if V3 is an unrelated person" in text
    assert "V5 is excluded as X3" in text and "MO4 (mother)" in text
    assert "ab" * 32 in text and "model.theta 0.01" in text
    assert "a note" in text and "Part of the case was sampled." in text
    assert html == report_of(demo, notes=["a note"], cautions=["Part of the case was sampled."])


def test_statuses_of_the_demo(demo):
    pairs = {(p.remains, p.missing): p for p in pair_lrs(demo)}
    found = {f.remains: f for f in remains_findings(demo, joint_posterior(demo), pairs)}
    assert {v: f.status for v, f in found.items()} == {
        "V1": "group", "V2": "group", "V3": "supported", "V4": "supported", "V5": "none",
    }  # fmt: skip
    assert len(found["V5"].excluded) == 4


def small_case(genotypes, names=("X", "MO"), settings=None):
    missing, mother = names
    frequencies = {m: {"9": 0.2, "10": 0.3, "11": 0.5} for m in ("M1", "M2")}
    people = (
        PersonRow("F<i>", mother, sex="female", status="reference", details={"name": "<b>&\"'"}),
        PersonRow("F<i>", missing, mother=mother, sex="unknown", status="missing"),
    )
    return build_case(CaseDraft(settings or Settings(), frequencies, people, genotype_columns(genotypes)))


def test_weak_evidence_is_undecided_and_says_so():
    case = small_case(
        [GenotypeRow("MO", "reference", "M1", "9", "10"), GenotypeRow("V", "remains", "M1", "9", "9")]
    )
    text = checked(report_of(case))
    assert "undecided" in text and "times more probable if V is X" in text and "supported</span>" not in text


def test_a_probable_pair_below_the_threshold_is_not_proposed():
    settings = Settings()
    settings.prior.odds = {"V": {"X": 1e6}}
    rows = [GenotypeRow("MO", "reference", "M1", "9", "10"), GenotypeRow("V", "remains", "M1", "9", "9")]
    text = checked(report_of(small_case(rows, settings=settings)))
    assert "below the case's threshold" in text and "the stated prior odds" in text and "undecided" in text


def test_remains_without_profile_and_persons_without_remains():
    case = small_case(
        [GenotypeRow("MO", "reference", "M1", "9", "10"), GenotypeRow("V", "remains", "M2", "", "")]
    )
    text = checked(report_of(case))
    assert "the profiles say nothing" in text
    none = small_case(
        [GenotypeRow("MO", "reference", "M1", "9", "10"), GenotypeRow("V", "remains", "M1", "11", "11")]
    )
    text = checked(report_of(none))
    assert "Missing X no remains assigned" in text and "V is excluded as X" in text and "at marker M1" in text


def test_names_are_escaped():
    evil = "<script>alert(1)</script>"
    rows = [
        GenotypeRow('"><img src=x>', "reference", "M1", "9", "10"),
        GenotypeRow(evil, "remains", "M1", "9", "9"),
    ]
    case = small_case(rows, names=("</style>{{ 7*7 }}", '"><img src=x>'))
    html = report_of(case)
    text = checked(html)
    assert evil in text and "{{ 7*7 }}" in text and "<script" not in html and "49" not in text


def test_chart_shows_exclusions_and_any_size_of_ratio():
    svg = lr_chart({"M<1>": 0.0, "M2": 1e-300, "M3": 1e200, "M4": 1.0}, "Title", {"M2": 0.0, "M3": 5.0})
    root = ElementTree.fromstring(svg)
    texts = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "excludes" in texts and "M<1>" in texts and "1.0 × 10²⁰⁰" in texts
    width = float(root.get("width"))
    for rect in root.iter("{http://www.w3.org/2000/svg}rect"):
        assert float(rect.get("x")) >= 0 and float(rect.get("x")) + float(rect.get("width")) <= width
    ElementTree.fromstring(lr_chart({}, "Empty"))


def antigone(*args):
    code = "from antigone.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *map(str, args)], capture_output=True, text=True)


def test_the_command(tmp_path):
    folder = write_invented_case(tmp_path / "case")
    target = tmp_path / "report.html"
    done = antigone("identify", folder, "--report", target, "--json", tmp_path / "out.json")
    assert done.returncode == 0, done.stderr
    checked(target.read_text(encoding="utf-8"))
    assert {p.name for p in tmp_path.iterdir()} == {"case", "report.html", "out.json"}
    before = target.read_bytes()
    with (folder / "people.csv").open("a") as file:
        csv.writer(file).writerow(("Alder", "FA1", "", "", "male", ""))
    wrong = antigone("identify", folder, "--report", target)
    assert wrong.returncode == 2 and target.read_bytes() == before


def test_a_place_that_cannot_be_written(tmp_path):
    folder = write_invented_case(tmp_path / "case")
    wrong = antigone("identify", folder, "--report", tmp_path / "nowhere" / "report.html")
    assert wrong.returncode == 2 and "cannot be written" in wrong.stderr and "Traceback" not in wrong.stderr
