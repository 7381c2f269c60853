"""The check of families and profiles from its page: what the engine finds, linked to whom it is about."""

import io
import json
import zipfile

import pytest
from click.testing import CliRunner
from register.life import DAY, custody, invented_files, two_profiled_sides
from register.test_addresses import signed_in

from antigone.commands.check import check
from antigone.register.identification.models import QualityCheck
from antigone.register.laboratory.custody import take_sample
from antigone.register.laboratory.profiling import import_profiles
from antigone.register.people.families import add_relative, consent
from antigone.register.people.models import Relative
from antigone.register.work.models import Job
from antigone.register.work.worker import run_waiting

HEADER = "subject,kind,marker,allele1,allele2"


@pytest.fixture
def files(tmp_path):
    return invented_files(tmp_path)


@pytest.fixture
def family(member, files):
    """Both parents and remains typed, and a 'sister' whose tube holds a child of other parents (V1)."""
    person, remains, table = two_profiled_sides(member, files)
    interviewer, laboratory = member("interviewer"), member("laboratory")
    sister = add_relative(interviewer, Relative.objects.standing().get(person=person), "sister", "Her sister")
    consent(interviewer, sister, "sample", True, DAY)
    sample = take_sample(laboratory, "saliva", DAY, relative=sister)
    custody(laboratory, sample, "seal-sister")
    rows = [r.split(",") for r in files["profiles.csv"].splitlines() if r.startswith("V1,")]
    lines = [",".join([sample.code, *r[1:]]) for r in rows]
    header = files["profiles.csv"].splitlines()[0]
    import_profiles(laboratory, "sister.csv", "\n".join([header, *lines]).encode())
    return table, sister, sample


def asked(author, table, **more):
    client = signed_in(author.user)
    form = {"table": table.pk, "relationship_log10": "3", "match_log10": "6", **more}
    answer = client.post("/i/valley/checks/new/", form)
    run_waiting()
    return client, answer


def test_a_wrong_sister_is_found_and_linked_to_her_and_her_sample(member, family):
    table, sister, sample = family
    client, answer = asked(member("geneticist"), table)
    assert answer.status_code == 302 and "/work/" in answer["Location"]
    row = QualityCheck.objects.get()
    assert Job.objects.get().result_url == f"/i/valley/checks/{row.pk}/"
    wrong = [f for f in row.findings if f["kind"] == "mendelian"]
    assert wrong and all(sister.code in f["subjects"] and f["severity"] == "error" for f in wrong)
    assert row.findings[0]["severity"] == "error"
    page = client.get(f"/i/valley/checks/{row.pk}/").content.decode()
    assert f"/i/valley/relatives/{sister.pk}/" in page and f"/i/valley/samples/{sample.pk}/" in page
    chosen = client.get(f"/i/valley/checks/{row.pk}/?kind=off_ladder").content.decode()
    assert f"/i/valley/samples/{sample.pk}/" not in chosen
    table_ = client.get(f"/i/valley/checks/{row.pk}/findings.csv").content.decode()
    assert table_.count("mendelian") == len(wrong)


def test_the_command_says_the_same_of_the_case_folder(member, family, tmp_path):
    client, _answer = asked(member("geneticist"), family[0])
    row = QualityCheck.objects.get()
    data = client.get(f"/i/valley/checks/{row.pk}/case.zip").content
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path / "case-of-check")
    said = CliRunner().invoke(check, [str(tmp_path / "case-of-check"), "--json", "-"])
    told = json.loads(said.stdout)["findings"]
    assert sorted(f["text"] for f in told) == sorted(f["text"] for f in row.findings)


def test_a_record_without_profiles_says_what_is_missing(member, files):
    from antigone.register.laboratory.profiling import import_frequencies

    author = member("laboratory")
    table = import_frequencies(author, "invented", "frequencies.csv", files["frequencies.csv"].encode())
    _client, answer = asked(member("geneticist"), table)
    assert answer.status_code == 422 and "no profile" in answer.content.decode()
    assert asked(member("reviewer"), table)[1].status_code == 403
