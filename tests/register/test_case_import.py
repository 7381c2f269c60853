"""A case folder into the record and out again: the same numbers, whole or nothing, and nothing twice."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from register.life import invented_files
from register.test_addresses import signed_in

from antigone.errors import InputError
from antigone.formats.case_folder import read_case
from antigone.identify.pairs import pair_lrs
from antigone.register.identification.case_import import Sent, import_case, look
from antigone.register.identification.case_opening import opened_case
from antigone.register.identification.freezing import Question, freeze
from antigone.register.identification.running import case_zip
from antigone.register.laboratory.models import FrequencyTable, Profile
from antigone.register.ledger.models import Entry
from antigone.register.ledger.verify import findings
from antigone.register.people.models import Person, Relative, Twins
from antigone.register.work.models import Job, Outcome
from antigone.register.work.worker import run_waiting

SENT = Sent("Valley case", "the hill laboratory", "laboratory", timezone.localdate())


@pytest.fixture
def files(tmp_path):
    """The invented case with a day for each of its remains."""
    found = invented_files(tmp_path)
    bodies = sorted(
        {r.split(",")[0] for r in found["profiles.csv"].splitlines()[1:] if r.split(",")[1] == "remains"}
    )
    found["remains.csv"] = "id,recovered_on,site\n" + "".join(f"{b},2021-05-14,Lower cave\n" for b in bodies)
    return found


def opened(files):
    return opened_case("case.zip", case_zip(files))


def test_a_case_comes_in_and_goes_out_with_the_same_numbers(coordinator, files, tmp_path):
    with opened(files) as draft:
        seen = look(coordinator, draft, SENT.title)
        assert Person.objects.count() == 0
        assert import_case(coordinator, draft, SENT) == seen
    (tmp_path / "in").mkdir()
    for name, text in files.items():
        (tmp_path / "in" / name).write_text(text)
    case = read_case(tmp_path / "in")
    assert Person.objects.count() == len(case.missing)
    frozen = freeze(coordinator.investigation, Question(FrequencyTable.objects.get(), 4.0))
    (tmp_path / "out").mkdir()
    for name, text in frozen.files.items():
        (tmp_path / "out" / name).write_text(text)
    number = {x.number: p.code for p in Person.objects.all() for x in p.listings.all()}
    ours = {
        (p.remains, number[p.missing]): dict(p.lr)
        for p in pair_lrs(case)
        # The anthropologist's sex of remains stays with the reviewers.
        if "sex" not in p.excluded_by
    }
    back = {(p.remains, p.missing): dict(p.lr) for p in pair_lrs(read_case(tmp_path / "out"))}
    assert all(back[k] == pytest.approx(lr, rel=1e-12) for k, lr in ours.items()) and len(ours) > 5
    assert list(findings()) == []


def test_the_same_case_again_adds_nothing(coordinator, files):
    with opened(files) as draft:
        import_case(coordinator, draft, SENT)
        entries = Entry.objects.count()
        again = import_case(coordinator, draft, SENT)
    assert not again.families and len(again.known) == Person.objects.count()
    assert Entry.objects.count() == entries


def test_nothing_comes_in_where_something_is_wrong(coordinator, files):
    for name, old, new, match in (
        ("people.csv", "female", "femail", "femail"),
        ("remains.csv", "2021-05-14", "spring", "must be a day"),
        ("remains.csv", "2021-05-14", "", "has no recovered_on"),
    ):
        wrong = {**files, name: files[name].replace(old, new, 1)}
        with pytest.raises(InputError, match=match), opened(wrong) as draft:
            import_case(coordinator, draft, SENT)
    for nothing in (b"", b"PK", b"x" * 50):
        with pytest.raises(InputError, match="case.zip"), opened_case("case.zip", nothing):
            pass
    assert not Person.objects.exists() and not Relative.objects.exists() and not Profile.objects.exists()


def test_paths_in_the_archive_lead_nowhere(coordinator, files, tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, text in files.items():
            packed.writestr(f"../../{name}", text)
        packed.writestr("../../../etc/evil", "x")
    with opened_case("case.zip", data.getvalue()) as draft:
        assert look(coordinator, draft, SENT.title).families


def sent(author, files, **more):
    said = {"file": SimpleUploadedFile("case.zip", case_zip(files)), "title": SENT.title, "by": SENT.by,
            "receiver": SENT.receiver, "on": str(SENT.on), "agreed": "on", **more}  # fmt: skip
    answer = signed_in(author.user).post("/i/valley/cases/import/", said)
    assert answer.status_code == 302, answer.content
    run_waiting()
    return Job.objects.latest("asked_at")


def test_the_page_puts_it_into_the_queue_first_dry_then_whole(coordinator, files):
    looked = sent(coordinator, files)
    assert looked.outcome == Outcome.DONE and "Nothing was entered" in looked.message
    assert not Person.objects.exists() and not Entry.objects.filter(table="people.person").exists()
    done = sent(coordinator, files, enter="on", reason="as agreed in writing")
    assert done.outcome == Outcome.DONE and Person.objects.exists()
    assert set(Person.objects.values_list("reason", flat=True)) == {"as agreed in writing"}
    assert signed_in(coordinator.user).get(done.result_url).status_code == 200
    wrong = sent(coordinator, {**files, "people.csv": files["people.csv"].replace("female", "femail", 1)})
    assert wrong.outcome == Outcome.FAILED and "femail" in wrong.message


def test_identical_twins_come_in_and_go_out(coordinator, files):
    header, *rows = files["people.csv"].splitlines()
    names = header.split(",")
    row = next(r.split(",") for r in rows if "reference" in r and r.split(",")[names.index("father")])
    twin = [*row]
    twin[names.index("id")], twin[names.index("status")] = "TWIN", ""
    lines = [f"{header},twin_of", *(f"{r}," for r in rows), ",".join([*twin, row[names.index("id")]])]
    with opened({**files, "people.csv": "\n".join(lines) + "\n"}) as draft:
        import_case(coordinator, draft, SENT)
    pair = Twins.objects.get()
    assert pair.identical and {pair.first.label, pair.second.label} == {row[names.index("id")], "TWIN"}
    frozen = freeze(coordinator.investigation, Question(FrequencyTable.objects.get(), 4.0))
    assert frozen.files["people.csv"].count(f",{pair.first.code}\n") == 1
    assert list(findings()) == []
