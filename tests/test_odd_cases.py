"""Cases at the edge, through the commands: each has an answer that can be said beforehand."""

import csv
import json
import random

import pytest
from click.testing import CliRunner

from antigone.cli import antigone as program

TRIO = "K1,F1,,,male,\nK1,W1,,,female,reference\nK1,X1,F1,W1,male,missing\nK1,S1,F1,W1,male,reference\n"
KINDS = {"W1": "reference", "S1": "reference", "V1": "remains", "V2": "remains"}
COMMANDS = ("search", "match", "identify", "lr")


def write(folder, markers=4, alleles=6, model="", people=TRIO, kinds=KINDS, seen="both"):
    """Genes drop from F1 and W1 to S1 and V1 (who is X1); V2 is a stranger. `seen`: both, one or none."""
    rng = random.Random(5)
    folder.mkdir()
    (folder / "case.toml").write_text(f"format = 1\n[model]\n{model}\n")
    names = [f"M{i}" for i in range(markers)]
    rows = [f"{m},{a + 5},{0.999 / alleles}" for m in names for a in range(alleles)]
    (folder / "frequencies.csv").write_text("\n".join(["marker,allele,frequency", *rows]) + "\n")
    (folder / "people.csv").write_text("family,id,father,mother,sex,status\n" + people)
    with (folder / "profiles.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["subject", "kind", "marker", "allele1", "allele2"])
        for m in names:
            father, mother, stranger = ([rng.randrange(alleles) + 5 for _ in range(2)] for _ in range(3))
            genes = {"W1": mother, "V2": stranger}
            genes |= {who: [rng.choice(father), rng.choice(mother)] for who in ("S1", "V1")}
            for who, kind in kinds.items():
                shown = {"both": 2, "one": 1, "none": 0}[seen if kind == "remains" else "both"]
                out.writerow([who, kind, m, *genes[who][:shown], *[""] * (2 - shown)])
    return folder


def run(command, folder, *extra):
    ended = CliRunner().invoke(program, [command, str(folder), "--json", "-", *extra], catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return json.loads(ended.stdout)


def hits(folder):
    found = run("search", folder, "--threshold", "-30", "--top", "1000")["hits"]
    pairs = run("lr", folder)["pairs"]
    wanted = {(p["remains"], p["missing"]): p["log10_lr"] for p in pairs if p["log10_lr"] is not None}
    assert {(h["remains"], h["missing"]): h["log10_lr"] for h in found} == pytest.approx(wanted, abs=1e-9)
    return wanted


@pytest.mark.parametrize(
    "how",
    [
        {"markers": 2, "alleles": 300},
        {"markers": 100, "alleles": 12},
        {"markers": 1},
        {"model": "theta = 0.99"},
        {"markers": 2, "alleles": 60, "model": "theta = 0.02"},
        {"model": "dropout = 0.9", "seen": "one"},
        {
            "model": 'mutation = { model = "stepwise", rate = 0.01, range = 0.1 }',
            "alleles": 120,
            "markers": 1,
        },
    ],
    ids=["300 alleles", "100 markers", "1 marker", "theta 0.99", "theta", "drop-out", "stepwise"],
)
def test_search_lr_and_identify_agree(tmp_path, how):
    folder = write(tmp_path / "case", **how)
    ratios = hits(folder)
    assert ("V1", "X1") in ratios
    answer = run("identify", folder, "--top", "1000")
    assert len(answer["assignments"]) == 1 + len(ratios), (
        "fewer assignments than were asked for are all there are"
    )
    assert sum(a["posterior"] for a in answer["assignments"]) == pytest.approx(1)
    if "theta" not in how.get("model", ""):
        weights = {pair: 10**value for pair, value in ratios.items()}
        total = 1 + sum(weights.values())
        for (v, x), weight in weights.items():
            assert answer["marginals"][v][x] == pytest.approx(weight / total, rel=1e-9)
    run("match", folder, "--threshold", "3")


@pytest.mark.parametrize(
    "kinds", [{"V1": "remains", "V2": "remains"}, KINDS], ids=["no relative", "no marker"]
)
def test_what_nothing_is_known_of_is_as_the_prior_says(tmp_path, kinds):
    """No relative typed, or no marker of the remains: every LR is 1, every assignment alike."""
    folder = write(tmp_path / "case", kinds=kinds, seen="both" if kinds is not KINDS else "none")
    assert hits(folder) == pytest.approx({("V1", "X1"): 0.0, ("V2", "X1"): 0.0}, abs=1e-12)
    row = run("identify", folder)["marginals"]["V1"]
    assert row == pytest.approx({"X1": 1 / 3, "none": 2 / 3})


@pytest.mark.parametrize(
    ("people", "kinds", "counts"),
    [("", {"V1": "remains", "V2": "remains"}, (2, 1)), (TRIO, {"W1": "reference"}, (0, 1)), ("", {}, (0, 1))],
    ids=["nobody missing", "no remains", "nothing"],
)
def test_nothing_to_compare(tmp_path, people, kinds, counts):
    folder = write(tmp_path / "case", people=people, kinds=kinds)
    answers = {command: run(command, folder) for command in COMMANDS}
    assert answers["search"]["hits"] == answers["lr"]["pairs"] == answers["match"]["matches"] == []
    answer = answers["identify"]
    assert (len(answer["marginals"]), len(answer["assignments"])) == counts
    assert answer["assignments"][0]["posterior"] == 1.0
