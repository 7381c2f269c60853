"""The commands as a user runs them: real files, a real process."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

VECTORS = Path(__file__).parents[2] / "shared" / "vectors"


def run(*args):
    return subprocess.run(
        [sys.executable, "-c", "from antigone.cli import main; main()", *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
    )


def write(folder, name, rows):
    with (folder / name).open("w", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture(scope="module")
def written_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "case"
    assert run("demo", "--out", folder).returncode == 0
    return folder


@pytest.fixture
def demo_case(written_once, tmp_path):
    return shutil.copytree(written_once, tmp_path / "case")


def test_demo_finds_the_truth(demo_case):
    result = json.loads(run("identify", demo_case, "--json", "-").stdout)
    truth = {r["remains"]: r["missing"] for r in csv.DictReader((demo_case / "truth.csv").open())}
    best = result["assignments"][0]["pairs"]
    brothers = {"X1", "X2"}
    assert {best["V1"], best["V2"]} == brothers
    assert best["V3"] == truth["V3"] and best["V4"] == truth["V4"] and best["V5"] is None
    assert result["groups"] == [{"remains": ["V1", "V2"], "missing": ["X1", "X2"]}]
    for row in result["marginals"].values():
        assert sum(row.values()) == pytest.approx(1)


def test_demo_does_not_overwrite(demo_case):
    again = run("demo", "--out", demo_case)
    assert again.returncode == 2 and "exists already" in again.stderr


def joint_cases():
    path = VECTORS / "joint.json"
    return json.loads(path.read_text()) if path.exists() else []


def write_joint_case(folder, case):
    mutation = case["mutation"]
    toml = "format = 1\n"
    if mutation:
        rate = mutation["rate"]
        if isinstance(rate, dict):
            rate = f"{{ female = {rate['female']}, male = {rate['male']} }}"
        extra = "".join(f", {k} = {mutation[k]}" for k in ("rate2", "range") if k in mutation)
        toml += f'[model]\nmutation = {{ model = "{mutation["model"]}", rate = {rate}{extra} }}\n'
    (folder / "case.toml").write_text(toml)
    names = [m["name"] for m in case["markers"]]
    write(
        folder,
        "frequencies.csv",
        [
            ("marker", "allele", "frequency"),
            *(
                (m["name"], a, f)
                for m in case["markers"]
                for a, f in zip(m["alleles"], m["freq"], strict=True)
            ),
        ],
    )
    people = [("family", "id", "father", "mother", "sex", "status")]
    profiles = [("subject", "kind", "marker", "allele1", "allele2")]
    for number, family in enumerate(case["families"]):
        for p in family["pedigree"]:
            status = "missing" if p["id"] in case["missing"] else ""
            parents = ["" if p[k] == "0" else p[k] for k in ("fid", "mid")]
            people.append((f"F{number}", p["id"], *parents, {1: "male", 2: "female"}[p["sex"]], status))
        for who, genotypes in family["typed"].items():
            profiles += [(who, "reference", m, *g.split("/")) for m, g in zip(names, genotypes, strict=True)]
    for who, genotypes in case["victims"].items():
        profiles += [(who, "remains", m, *g.split("/")) for m, g in zip(names, genotypes, strict=True)]
    write(folder, "people.csv", people)
    write(folder, "profiles.csv", profiles)


@pytest.mark.skipif(not VECTORS.exists(), reason="reference vectors are not beside the project")
@pytest.mark.parametrize("case", joint_cases(), ids=lambda c: c["case"])
def test_joint_vectors(tmp_path, case):
    write_joint_case(tmp_path, case)
    result = json.loads(run("identify", tmp_path, "--json", "-", "--top", 10000).stdout)
    ours = {tuple(sorted(a["pairs"].items(), key=str)): a["log_likelihood"] for a in result["assignments"]}
    victims = list(case["victims"])
    for row in case["joint"]:
        key = tuple(sorted(((v, None if row[v] == "*" else row[v]) for v in victims), key=str))
        if row["loglik"] is None:
            assert key not in ours
        else:
            assert ours[key] == pytest.approx(row["loglik"], rel=1e-9)
    cols = ["none" if c == "*" else c for c in case["marginal"]["cols"]]
    for v, values in zip(case["marginal"]["rows"], case["marginal"]["values"], strict=True):
        for x, p in zip(cols, values, strict=True):
            assert result["marginals"][v][x] == pytest.approx(p, abs=1e-4)
    lrs = json.loads(run("lr", tmp_path, "--json", "-").stdout)["pairs"]
    table = case["pairwise_LR"]
    for pair in lrs:
        value = table["values"][table["rows"].index(pair["remains"])][table["cols"].index(pair["missing"])]
        if value == 0:
            assert pair["log10_lr"] is None and pair["excluded_by"]
        else:
            assert 10 ** pair["log10_lr"] == pytest.approx(value, rel=1e-9)


BAD = {
    "empty": ("people.csv", b"", "empty"),
    "binary": ("profiles.csv", b"\x00\x01\x02", "binary"),
    "encoding": ("people.csv", b"family,id,father,mother,sex,status\nA,J\xfcrg,,,male,\n", "row 2"),
    "frequency above 1": ("frequencies.csv", b"marker,allele,frequency\nM1,9,1.5\n", "row 2"),
    "negative frequency": ("frequencies.csv", b"marker,allele,frequency\nM1,9,-0.5\n", "row 2"),
    "no frequencies": (
        "profiles.csv",
        b"subject,kind,marker,allele1,allele2\nMO1,reference,NEW,9,9\n",
        "row 2: marker 'NEW' has no frequencies",
    ),
    "unknown subject": (
        "profiles.csv",
        b"subject,kind,marker,allele1,allele2\nZZ,reference,M1,9,9\n",
        "row 2",
    ),
    "disagreeing duplicate": (
        "profiles.csv",
        b"subject,kind,marker,allele1,allele2\nMO1,reference,M1,9,9\nMO1,reference,M1,9,10\n",
        "row 3",
    ),
    "duplicate id": (
        "people.csv",
        b"family,id,father,mother,sex,status\nA,P,,,male,\nB,P,,,male,\n",
        "row 3",
    ),
    "unknown parent": ("people.csv", b"family,id,father,mother,sex,status\nA,P,Q,,male,\n", "row 2"),
    "cycle": (
        "people.csv",
        b"family,id,father,mother,sex,status\nA,P,Q,,male,\nA,Q,P,,male,\n",
        "own ancestor",
    ),
    "female father": (
        "people.csv",
        b"family,id,father,mother,sex,status\nA,P,Q,,male,\nA,Q,,,female,\n",
        "is female",
    ),
    "bad toml": ("case.toml", b"theta = = 1", "TOML"),
    "unknown setting": ("case.toml", b"[model]\ntheat = 0.1\n", "theat"),
    "allele not a number": (
        "case.toml",
        b'[model]\nmutation = { model = "nonsense", rate = 0.1 }\n',
        "nonsense",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input(demo_case, tmp_path, name):
    file, data, expected = BAD[name]
    (demo_case / file).write_bytes(data)
    out = tmp_path / "out.json"
    result = run("identify", demo_case, "--json", out)
    assert result.returncode == 2
    assert expected in result.stderr and "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not out.exists()


def test_prior_odds_weigh_the_posterior_but_not_the_likelihood(demo_case):
    flat = json.loads(run("identify", demo_case, "--json", "-", "--top", "100").stdout)
    toml = (demo_case / "case.toml").read_text()
    assert "[prior]" not in toml
    (demo_case / "case.toml").write_text(toml + "\n[prior]\nassignments = 'odds'\nodds = {V1 = {X1 = 3.0}}\n")
    weighed = json.loads(run("identify", demo_case, "--json", "-", "--top", "100").stdout)
    raw = {json.dumps(a["pairs"]): a for a in flat["assignments"]}
    weight = {k: a["posterior"] * (3 if a["pairs"]["V1"] == "X1" else 1) for k, a in raw.items()}
    total = sum(weight.values())
    for found in weighed["assignments"]:
        key = json.dumps(found["pairs"])
        assert found["log_likelihood"] == raw[key]["log_likelihood"]
        assert found["posterior"] == pytest.approx(weight[key] / total, abs=1e-12)


def test_prior_that_rules_out_everything_is_refused(demo_case):
    people = csv.DictReader((demo_case / "people.csv").open())
    nobody = ", ".join(f"{p['id']} = 0" for p in people if p["status"] == "missing")
    toml = (demo_case / "case.toml").read_text()
    (demo_case / "case.toml").write_text(toml + f"\n[prior]\nodds = {{V5 = {{none = 0, {nobody}}}}}\n")
    answer = run("identify", demo_case, "--json", "-")
    assert answer.returncode == 2 and "V5" in answer.stderr and answer.stdout == ""


def test_identical_twins_of_different_sex_are_refused(demo_case):
    path = demo_case / "people.csv"
    header, *rows = path.read_text().splitlines()
    ids = [r.split(",")[1] for r in rows]
    path.write_text("\n".join([header + ",twin_of", rows[0] + "," + ids[1], *rows[1:]]) + "\n")
    answer = run("lr", demo_case)
    assert answer.returncode == 2 and "people.csv, row " in answer.stderr and "differ in sex" in answer.stderr


def test_names_that_look_like_markup_are_shown_as_they_are(tmp_path):
    small_case(tmp_path, title="[/bold] valley", remains="V[1]")
    for command in ("lr", "identify", "check"):
        answer = run(command, tmp_path)
        assert answer.returncode == 0 and "[/bold] valley" in answer.stdout, answer.stderr
        assert command == "check" or "V[1]" in answer.stdout


def test_relatives_who_contradict_each_other_are_noted(tmp_path):
    small_case(tmp_path, father="9,9", child="10,10")
    for command in ("lr", "identify"):
        result = json.loads(run(command, tmp_path, "--json", "-").stdout)
        assert any("family F" in n and "contradict each other at M" in n for n in result["notes"])


def test_a_pipe_is_written_into_and_never_replaced(tmp_path):
    small_case(tmp_path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        assert run("lr", tmp_path, "--json", pipe).returncode == 0
        assert json.loads(reader.communicate()[0])["pairs"]
    assert pipe.is_fifo()


def test_json_is_utf8_whatever_the_locale(tmp_path):
    small_case(tmp_path, remains="Vörös")
    answer = subprocess.run(
        [sys.executable, "-c", "from antigone.cli import main; main()", "lr", str(tmp_path), "--json", "-"],
        capture_output=True, check=True, env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert json.loads(answer.stdout.decode("utf-8"))["pairs"][0]["remains"] == "Vörös"


def small_case(folder, title="t", remains="V", father="9,10", child="9,10"):
    (folder / "case.toml").write_text(f'title = "{title}"\n')
    (folder / "frequencies.csv").write_text("marker,allele,frequency\nM,9,0.5\nM,10,0.5\n")
    (folder / "people.csv").write_text(
        "family,id,father,mother,sex,status\nF,FA,,,male,\nF,S,FA,,male,\nF,X,FA,,male,missing\n"
    )
    (folder / "profiles.csv").write_text(
        "subject,kind,marker,allele1,allele2\n"
        f"FA,reference,M,{father}\nS,reference,M,{child}\n{remains},remains,M,9,10\n"
    )


def test_the_table_of_many_pairs_ends_with_how_many_it_left_out(tmp_path):
    small_case(tmp_path)
    with (tmp_path / "profiles.csv").open("a") as file:
        file.writelines(f"U{i},remains,M,9,9\n" for i in range(3000))
    shown = run("lr", tmp_path, "--json", tmp_path / "all.json").stdout
    pairs = json.loads((tmp_path / "all.json").read_text())["pairs"]
    assert len(pairs) > 3000 and f"and {len(pairs) - 1000:,} more pairs" in shown
