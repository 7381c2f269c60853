"""The laboratory stage: what waits, custody, profiles from each kind of file with their differences."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from register.life import DAY, custody, two_profiled_sides

from antigone.errors import InputError
from antigone.register.access.author import author_of
from antigone.register.access.opening_up import add_member
from antigone.register.field.recovering import add_site, recover
from antigone.register.laboratory.custody import pass_on, take_sample
from antigone.register.laboratory.lab_files import read_genotypes
from antigone.register.laboratory.models import FrequencyTable, Profile
from antigone.register.laboratory.profiling import (
    import_frequencies,
    import_profiles,
    import_staff,
    read_profiles,
)
from antigone.register.laboratory.queue import Waiting, enter_step, waiting

MARKERS = {f"M{i}": [str(10 + i), str(11 + i)] for i in range(10)}


def lines(code, genotypes):
    rows = ["subject,kind,marker,allele1,allele2"]
    rows += [",".join([code, "remains", m, *(*a, "", "")[:2]]) for m, a in genotypes.items()]
    return "\n".join(rows).encode()


def cmf(code, genotypes):
    loci = "".join(
        f"<LOCUS><LOCUSNAME>{m}</LOCUSNAME>"
        + "".join(f"<ALLELE><ALLELEVALUE>{x}</ALLELEVALUE></ALLELE>" for x in a)
        + "</LOCUS>"
        for m, a in genotypes.items()
    )
    about = f"<SPECIMENID>{code}</SPECIMENID><SPECIMENCATEGORY>Staff</SPECIMENCATEGORY>"
    specimen = f"<SPECIMEN>{about}{loci}</SPECIMEN>"
    return f'<CODISImportFile xmlns="urn:CODISImportFile-schema">{specimen}</CODISImportFile>'.encode()


def genemapper(code, genotypes):
    rows = [
        "Sample Name\tMarker\tAllele 1\tAllele 2",
        *("\t".join([code, m, *a]) for m, a in genotypes.items()),
    ]
    return "\n".join(rows).encode("utf-16")


def workbook(code, genotypes):
    book = Workbook()
    book.active.append(["subject", "kind", *(f"{m} {i}" for m in genotypes for i in (1, 2))])
    book.active.append([code, "remains", *(x for a in genotypes.values() for x in a)])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.fixture
def laboratory(member):
    return member("laboratory")


@pytest.fixture
def taken(member, laboratory):
    """Makes a sample of new remains, with its custody."""
    site = add_site(member("field"), "Cave", 40, 45)
    count = iter(range(1, 100))

    def make(with_custody=True):
        sample = take_sample(laboratory, "femur", DAY, remains=recover(member("field"), site, DAY))
        if with_custody:
            custody(laboratory, sample, f"seal-{next(count)}")
        return sample

    return make


@pytest.mark.parametrize("write", [lines, cmf, genemapper, workbook])
def test_each_laboratory_s_file_gives_the_same_genotypes(write):
    assert read_genotypes("file", write("X-1", MARKERS)) == {"X-1": MARKERS}


def test_one_allele_is_one_seen_or_two_alike():
    single = {"M1": ["12"], "M2": ["13", "14"]}
    for write in (cmf, genemapper):
        assert read_genotypes("file", write("X-1", single))["X-1"] == single
        assert read_genotypes("file", write("X-1", single), True)["X-1"]["M1"] == ["12", "12"]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    for start in (b"", b"<", b"PK\x03\x04", b"Sample Name\tMarker\tAllele 1\n"):
        try:
            read_genotypes("file", start + data)
        except InputError as error:
            assert str(error)


def test_a_file_comes_in_whole_once_and_shows_what_differs(laboratory, taken):
    one, two = taken(), taken()
    found = import_profiles(laboratory, "a.csv", lines(one.code, MARKERS))
    assert set(found.new) == {one.code}
    again = import_profiles(laboratory, "a.csv", lines(one.code, MARKERS))
    assert again.known == (one.code,) and Profile.objects.count() == 1
    more = {**MARKERS, "M99": ["7", "8"]}
    assert set(import_profiles(laboratory, "b.csv", lines(one.code, more)).extended) == {one.code}
    other = {**MARKERS, "M3": ["30", "31"]}
    both = lines(one.code, other) + b"\n" + lines(two.code, MARKERS).partition(b"\n")[2]
    seen = read_profiles(laboratory, "c.csv", both)
    assert [(d.sample, d.marker, d.held, d.said) for d in seen.differing] == [
        (one.code, "M3", ("13", "14"), ("30", "31"))
    ]
    with pytest.raises(InputError, match="typed otherwise before at M3 .13, 14, not 30, 31"):
        import_profiles(laboratory, "c.csv", both)
    assert not two.profiles.exists()
    with pytest.raises(InputError, match="say why"):
        import_profiles(laboratory.because(""), "c.csv", both, replace=True)
    import_profiles(laboratory.because("typed again"), "c.csv", both, replace=True)
    assert Profile.objects.standing().get(sample=one).genotypes == {**more, "M3": ["30", "31"]}
    assert Profile.objects.filter(sample=one).count() == 3 and two.profiles.count() == 1


def test_profiles_of_unknown_samples_or_without_custody_are_refused(laboratory, taken):
    with pytest.raises(InputError, match="'X-77777' is not in the record"):
        import_profiles(laboratory, "a.csv", lines("X-77777", MARKERS))
    with pytest.raises(InputError, match="no chain of custody"):
        import_profiles(laboratory, "a.csv", lines(taken(with_custody=False).code, MARKERS))
    with pytest.raises(InputError, match="typed twice at M1|two different"):
        read_genotypes("a.csv", lines("X", {"M1": ["1", "2"]}) + b"\nX,remains,M1,3,4")


def test_a_profile_like_a_member_of_staff_is_noticed(laboratory, taken):
    import_staff(laboratory, "staff.csv", lines("T-1", MARKERS))
    sample = taken()
    [warning] = read_profiles(laboratory, "a.csv", lines(sample.code, MARKERS)).warnings
    assert "member of staff T-1" in warning
    far = {m: ["90", "91"] for m in MARKERS}
    assert not read_profiles(laboratory, "a.csv", lines(sample.code, far)).warnings
    [weak] = read_profiles(laboratory, "a.csv", lines(sample.code, {"M1": ["10", "11"]})).warnings
    assert "only 1 markers" in weak


def test_the_queue_follows_the_work(laboratory, taken):
    sample = taken(with_custody=False)
    own = laboratory.investigation

    def waits():
        return [w.value for w in Waiting if sample in waiting(own, w)[:]]

    assert waits() == ["custody"]
    with pytest.raises(InputError, match="no chain of custody"):
        enter_step(laboratory, sample, "extracted", DAY)
    custody(laboratory, sample, "seal-q")
    assert waits() == ["extraction"]
    enter_step(laboratory, sample, "extracted", DAY, kit="silica (invented)")
    assert waits() == ["typing"]
    enter_step(laboratory, sample, "no profile", DAY)
    assert waits() == ["resampling"]
    enter_step(laboratory, sample, "extracted", DAY + timedelta(days=1))
    import_profiles(laboratory, "a.csv", lines(sample.code, MARKERS))
    assert waits() == []
    with pytest.raises(InputError, match="say why"):
        enter_step(laboratory.because(""), sample, "retype", DAY + timedelta(days=2))
    enter_step(laboratory, sample, "retype", DAY + timedelta(days=2), note="three markers dropped out")
    assert waits() == ["retyping"]
    import_profiles(laboratory, "b.csv", lines(sample.code, {**MARKERS, "M99": ["1", "2"]}))
    assert waits() == []
    enter_step(laboratory, sample, "used up", DAY + timedelta(days=3))
    with pytest.raises(InputError, match="used up"):
        enter_step(laboratory, sample, "extracted", DAY + timedelta(days=4))


def test_dates_of_samples_and_work_that_cannot_be(laboratory, taken, member):
    sample = taken()
    remains = sample.remains
    with pytest.raises(InputError, match="recovered on 2026-03-01, after"):
        take_sample(laboratory, "femur", DAY - timedelta(days=1), remains=remains)
    for day in (timezone.localdate() + timedelta(days=1), date(202, 3, 1)):
        with pytest.raises(InputError, match="cannot be"):
            take_sample(laboratory, "femur", day, remains=remains)
    with pytest.raises(InputError, match="after 2026-02-01"):
        enter_step(laboratory, sample, "extracted", date(2026, 2, 1))
    with pytest.raises(InputError, match="future"):
        enter_step(laboratory, sample, "extracted", timezone.localdate() + timedelta(days=1))


def test_a_seal_of_another_investigation_says_nothing_here(laboratory, taken, other):
    """Each keeps its own seals; a refusal would tell that the other exists."""
    for role in ("field", "laboratory"):
        add_member(other, other.user, role)
    stranger = author_of(other.user, other.investigation)
    theirs = take_sample(
        stranger, "femur", DAY, remains=recover(stranger, add_site(stranger, "Hill", 1, 2), DAY)
    )
    custody(stranger, theirs, "shared-1")
    assert custody(laboratory, taken(with_custody=False), "shared-1").seal == "shared-1"
    with pytest.raises(InputError, match="seal shared-1 is on sample"):
        custody(laboratory, taken(with_custody=False), "shared-1")
    with pytest.raises(InputError, match="a gap"):
        pass_on(laboratory, theirs, "nobody", "store", datetime(2026, 3, 5, tzinfo=UTC), seal="S")


def test_frequencies_say_whose_they_are(laboratory):
    data = b"marker,allele,frequency\nM1,10,0.4\nM1,11,0.6\n"
    table = import_frequencies(
        laboratory, "valley", "f.csv", data, population="the valley (invented)", origin="us"
    )
    assert FrequencyTable.objects.get() == table and table.frequencies == {"M1": {"10": 0.4, "11": 0.6}}
    with pytest.raises(InputError, match="exists already"):
        import_frequencies(laboratory, "valley", "f.csv", data)
    for bad in (b"", b"marker,allele,frequency\nM1,10,1.4\n", b"\xff\xfe\x00"):
        with pytest.raises(InputError):
            import_frequencies(laboratory, "other", "f.csv", bad)


@pytest.fixture
def client_of(member):
    def make(role):
        author = member(role)
        TOTP.activate(author.user, generate_totp_secret())
        client = Client()
        client.force_login(author.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


def test_the_page_shows_differences_before_it_enters(laboratory, taken, client_of):
    sample = taken()
    import_profiles(laboratory, "a.csv", lines(sample.code, MARKERS))
    client = client_of("laboratory")
    other = lines(sample.code, {**MARKERS, "M3": ["30", "31"]})
    address = "/i/valley/profiles/import/"
    assert client.get(address).context["form"]["dry"].value() is True
    page = client.post(address, {"file": SimpleUploadedFile("b.csv", other), "dry": "on"})
    assert page.status_code == 200 and "30, 31" in page.content.decode() and Profile.objects.count() == 1
    refused = client.post(address, {"file": SimpleUploadedFile("b.csv", other)})
    assert refused.status_code == 422 and Profile.objects.count() == 1
    sent = {"file": SimpleUploadedFile("b.csv", other), "replace": "on", "reason": "typed again"}
    assert client.post(address, sent).status_code == 302
    assert Profile.objects.standing().get().genotypes["M3"] == ["30", "31"]


def test_lists_go_out_as_the_case_folder_has_them_and_without_formulas(member, client_of, tmp_path):
    from register.life import invented_files

    two_profiled_sides(member, invented_files(tmp_path))
    client = client_of("auditor")
    text = client.get("/i/valley/profiles/export.csv").content.decode("utf-8-sig")
    held = {p.sample.code: p.genotypes for p in Profile.objects.select_related("sample")}
    assert read_genotypes("profiles.csv", text.encode()) == held
    laboratory = member("laboratory")
    sample = take_sample(laboratory, "=cmd|' /C calc'!A0", DAY, remains=recover(
        member("field"), add_site(member("field"), "Mill", 1, 2), DAY))  # fmt: skip
    custody(laboratory, sample, "+1-seal")
    assert "'=cmd|" in client.get("/i/valley/samples/export.csv").content.decode()
    assert "'+1-seal" in client.get("/i/valley/custody/export.csv").content.decode()
    table = FrequencyTable.objects.get()
    for name in ("samples", "custody", "profiles", f"frequencies/{table.pk}"):
        assert client.get(f"/i/valley/{name}/export.xlsx").content[:2] == b"PK"


def test_the_kit_of_a_file_stays_with_its_profiles(laboratory, taken):
    one = taken()
    import_profiles(laboratory, "a.csv", lines(one.code, MARKERS), kit="Kit of 24 markers")
    assert Profile.objects.get().kit == "Kit of 24 markers"
    more = {**MARKERS, "M99": ["9", "10"]}
    import_profiles(laboratory, "b.csv", lines(one.code, more), kit="Another kit")
    assert Profile.objects.standing().get().kit == "Kit of 24 markers, Another kit"
