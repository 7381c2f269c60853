"""Rules of the single stages: dates, names, families, hazards, custody, identities, merges."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from register.life import DAY, custody, reported

from antigone.errors import InputError
from antigone.register.access.models import Opening, ProtectedIdentity
from antigone.register.access.vault import open_identity, protect, rotate_keys
from antigone.register.field.hazards import clear_hazard, import_hazards, look_at_override, override_hazard
from antigone.register.field.inventory import add_bone, individuals_at_least
from antigone.register.field.models import HazardArea, HazardStatus
from antigone.register.field.recovering import add_site, plan_operation, recover
from antigone.register.laboratory.custody import pass_on, take_sample
from antigone.register.ledger.verify import findings
from antigone.register.people.dates import uncertain_date
from antigone.register.people.families import add_relative, members, pedigree_of, start_family
from antigone.register.people.merging import merge, undo_merge
from antigone.register.people.names import checked_name, search_key
from antigone.register.people.state import counted


@pytest.mark.parametrize(
    "text, edtf, earliest, latest",
    [
        ("1993", "1993", date(1993, 1, 1), date(1993, 12, 31)),
        ("spring 1993", "1993-21", date(1993, 3, 1), date(1993, 5, 31)),
        ("1993-07-15", "1993-07-15", date(1993, 7, 15), date(1993, 7, 15)),
        ("1992/1993", "1992/1993", date(1992, 1, 1), date(1993, 12, 31)),
        ("circa May 1993", "1993-05~", date(1993, 5, 1), date(1993, 5, 31)),
    ],
)
def test_uncertain_dates(text, edtf, earliest, latest):
    read = uncertain_date(text)
    assert (read.edtf, read.earliest, read.latest) == (edtf, earliest, latest)


@pytest.mark.parametrize("text", ["1993-02-30", "1993-13", "", "  ", "yesterday", "1993/1990", "<script>"])
def test_impossible_dates_are_refused(text):
    with pytest.raises(InputError):
        uncertain_date(text)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text):
    try:
        read = uncertain_date(text)
    except InputError:
        return
    assert read.earliest <= read.latest


@pytest.mark.parametrize(
    "names",
    [
        ("Գասպարյան", "Гаспарян", "Gasparyan", "Gasparian"),
        ("Məhəmməd", "Mehemmed"),
        ("Хачатрян", "Khachatryan", "Xachatryan"),
    ],
)
def test_spellings_share_a_key(names):
    assert len({search_key(n) for n in names}) == 1, [search_key(n) for n in names]


def test_names_of_any_kind():
    assert checked_name("  A\u202eb\x00c ") == "A b c"
    assert checked_name("e\u0301") == "é"
    with pytest.raises(InputError, match="300 fit"):
        checked_name("x" * 301)
    with pytest.raises(InputError, match="empty"):
        checked_name("\u200b")


def test_family_by_relation(member):
    interviewer = member("interviewer")
    family = start_family(interviewer, reported(interviewer))
    her = members(family)[0].relative
    uncle = add_relative(interviewer, her, "mother's brother", "Uncle Orchard")
    add_relative(interviewer, her, "daughter", "Daughter")
    add_relative(interviewer, her, "mother", "Mother")
    shown = {m.relative.label: m for m in members(family)}
    assert shown["Uncle Orchard"].mother == shown["Mother"].mother
    assert shown["Ismene Orchard"].mother.label == "Mother"
    assert shown["Daughter"].mother.label == "Ismene Orchard"
    assert len(pedigree_of(family).people) == len(members(family)) == 8
    for wrong in ("", "mother's friend", "cousin"):
        with pytest.raises(InputError, match="not a relation"):
            add_relative(interviewer, her, wrong, "X")
    with pytest.raises(InputError, match="is Mother"):
        add_relative(interviewer, her, "mother", "Another")
    assert uncle.sex == "male"


CORNERS = [[45.0, 40.0], [45.001, 40.0], [45.001, 40.001], [45.0, 40.001], [45.0, 40.0]]
SQUARE = {"type": "Polygon", "coordinates": [CORNERS]}


def geojson(**properties):
    feature = {
        "type": "Feature",
        "properties": {"id": "H1", "status": "confirmed", **properties},
        "geometry": SQUARE,
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def test_nobody_works_near_an_area_not_cleared(member, coordinator):
    field = member("field")
    assert import_hazards(field, "areas.geojson", geojson()) == (1, 0)
    assert import_hazards(field, "areas.geojson", geojson()) == (0, 0)
    inside, near, far = (
        add_site(field, n, 40.0005, e) for n, e in (("in", 45.0005), ("near", 45.0020), ("far", 45.01))
    )
    plan_operation(field, far, "search", DAY)
    for site in (inside, near):
        with pytest.raises(InputError, match="H1 .confirmed."):
            plan_operation(field, site, "search", DAY)
    area = HazardArea.objects.get()
    said = override_hazard(coordinator.because("a lane was cleared by hand"), near, area, "Officer Invented")
    with pytest.raises(InputError, match="second look"):
        plan_operation(field, near, "recovery", DAY)
    with pytest.raises(InputError, match="somebody else"):
        look_at_override(coordinator, said, True)
    look_at_override(field, said, True)
    plan_operation(field, near, "recovery", DAY)
    clear_hazard(field, HazardStatus.objects.standing().get(), DAY, "clearance report 7")
    plan_operation(field, inside, "recovery", DAY)


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"features": [1]}', '{"features": 3}', geojson(status="open"), geojson(id=""),
        geojson(date="soon"), geojson().replace("45.001", "999"), geojson().replace("Polygon", "Circle"),
        '{"features": [{"properties": {"id": "a", "status": "cleared"}}]}',
    ],
)  # fmt: skip
def test_bad_hazard_files_are_refused(member, text):
    with pytest.raises(InputError):
        import_hazards(member("field"), "areas.geojson", text)
    assert not HazardArea.objects.exists()


def test_custody_has_no_gap_and_no_seal_twice(member):
    laboratory, field = member("laboratory"), member("field")
    remains = recover(field, add_site(field, "Cave", 40, 45), DAY)
    one, two = (take_sample(laboratory, "bone", DAY, remains=remains) for _ in range(2))
    custody(laboratory, one, "A1")
    later = datetime(2026, 3, 5, tzinfo=UTC)
    with pytest.raises(InputError, match="a gap"):
        pass_on(laboratory, one, "somebody", "store", later, seal="A2")
    with pytest.raises(InputError, match="seal A1 is on sample"):
        custody(laboratory, two, "A1")
    with pytest.raises(InputError, match="after this time"):
        pass_on(laboratory, one, "laboratory", "store", datetime(2026, 3, 1, 12, tzinfo=UTC), seal="A2")
    with pytest.raises(InputError, match="future"):
        pass_on(laboratory, one, "laboratory", "store", timezone.now() + timedelta(days=1), seal="A2")
    pass_on(laboratory, one, "laboratory", "store", later, seal="A2")
    with pytest.raises(InputError, match="broken earlier"):
        pass_on(laboratory, one, "store", "laboratory", later, seal="A1")
    with pytest.raises(InputError, match="one of these"):
        take_sample(laboratory, "bone", DAY)


def test_no_sample_without_consent(member):
    interviewer = member("interviewer")
    family = start_family(interviewer, reported(interviewer))
    father = add_relative(interviewer, members(family)[0].relative, "father", "Father")
    with pytest.raises(InputError, match="has not agreed"):
        take_sample(member("laboratory"), "saliva", DAY, relative=father)


def test_minimum_number_of_individuals(member):
    field = member("field")
    remains = recover(field, add_site(field, "Cave", 40, 45), DAY)
    assert individuals_at_least(remains) == 1
    add_bone(field, remains, "femur", side="left", count=2)
    add_bone(field, remains, "femur", side="right", count=1)
    assert individuals_at_least(remains) == 2
    add_bone(field, remains, "femur", count=2)
    assert individuals_at_least(remains) == 3
    add_bone(field, remains, "skull", count=4)
    assert individuals_at_least(remains) == 4


def test_identities_stay_sealed(member, coordinator, tmp_path):
    interviewer = member("interviewer")
    row = protect(interviewer, "Witness 7", {"name": "Invented Name", "reach": "through a friend"})
    assert b"Invented" not in bytes(row.sealed)
    with pytest.raises(InputError, match="why"):
        open_identity(interviewer.because("no"), row)
    why = interviewer.because("to arrange a second interview")
    assert open_identity(why, row)["name"] == "Invented Name"
    assert Opening.objects.get().reason == "to arrange a second interview"
    with pytest.raises(InputError, match="taken"):
        protect(interviewer, "Witness 7", {})
    sealed = bytes(row.sealed)
    assert rotate_keys(coordinator) == 1
    row = ProtectedIdentity.objects.get()
    assert bytes(row.sealed) != sealed
    assert open_identity(why, row)["reach"] == "through a friend"
    assert list(findings()) == []


def test_merges_count_once_and_can_be_undone(coordinator, valley):
    one, two, three = (reported(coordinator, n) for n in ("A Orchard", "A. Orchard", "B"))
    row = merge(coordinator, one, two)
    assert set(counted(valley)) == {one, three}
    with pytest.raises(InputError, match="merged already"):
        merge(coordinator, three, two)
    with pytest.raises(InputError, match="itself"):
        merge(coordinator, one, one)
    undo_merge(coordinator, row)
    assert set(counted(valley)) == {one, two, three}
