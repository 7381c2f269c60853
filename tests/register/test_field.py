"""The field stage: distances, hazard files of several makers, second looks, inventories, finds, the map."""

import contextlib
import io
import json
from datetime import date, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from pyproj import Geod
from register.life import DAY, reported

from antigone.errors import InputError
from antigone.register.access.mapping import STYLES
from antigone.register.access.tiles import opened
from antigone.register.field.geodesy import may_be_within, metres_to, plane_at
from antigone.register.field.hazard_files import read_hazards
from antigone.register.field.hazards import (
    hazards_in_the_way,
    hazards_near,
    import_hazards,
    look_at_override,
    override_hazard,
    stopped_operations,
)
from antigone.register.field.inventory import (
    Counted,
    add_bone,
    bones_of,
    enter_inventory,
    individuals_at_least,
    minimum,
    split,
)
from antigone.register.field.models import Bone, HazardArea, Operation
from antigone.register.field.overlays import add_overlay
from antigone.register.field.recovering import (
    add_site,
    end_operation,
    enter_item,
    examine,
    plan_operation,
    presume,
    recover,
)
from antigone.register.ledger.record import Conflict, supersede

GEOD = Geod(ellps="WGS84")


def square(west, south, east, north, *holes):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring, *holes]}


def collection(*features, **more):
    made = [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]
    return json.dumps({"type": "FeatureCollection", "features": made, **more})


MAY = date(2018, 5, 1)
HERE = square(45.0, 40.0, 45.001, 40.001)


@given(
    st.floats(-89.5, 89.5),
    st.floats(-180, 180),
    st.floats(-179, 180),
    st.floats(1, 20_000),
    st.floats(0.5, 5),
)
def test_distance_to_a_small_square_is_that_of_the_ellipsoid(latitude, longitude, azimuth, metres, half):
    """A square of a few metres around a point found by the direct geodesic problem."""
    east, north, _ = GEOD.fwd(longitude, latitude, azimuth, metres)
    corners = [GEOD.fwd(east, north, a, half)[:2] for a in (45, 135, 225, 315)]
    ring = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    found = metres_to(plane_at(latitude, longitude), ring)
    assert metres - half - 0.5 <= found <= metres + 0.01 or metres < half
    assert may_be_within(latitude, longitude, ring, metres)


@pytest.mark.parametrize(
    "place, area, metres",
    [
        ((10.05, -179.95), square(179.9, 10.0, -179.9, 10.1), 0.0),
        ((10.05, -179.8), square(179.9, 10.0, -179.9, 10.1), GEOD.inv(-179.8, 10.05, -179.9, 10.05)[2]),
        (
            (10.05, -179.8),
            {"type": "MultiPolygon", "coordinates": [
                square(179.9, 10, 180, 10.1)["coordinates"], square(-180, 10, -179.9, 10.1)["coordinates"]]},
            GEOD.inv(-179.8, 10.05, -179.9, 10.05)[2],
        ),
        # Inside a hole is outside the area: nearest is the hole's edge, at 80° N a degree is 19 km wide.
        (
            (80.05, 10.5),
            square(10, 80, 11, 80.1, square(10.4, 80.04, 10.6, 80.06)["coordinates"][0]),
            GEOD.inv(10.5, 80.05, 10.5, 80.06)[2],
        ),
        ((70.0, 25.01), {"type": "Point", "coordinates": [25.0, 70.0]}, GEOD.inv(25.01, 70, 25, 70)[2]),
        (
            (0.001, 20.5),
            {"type": "LineString", "coordinates": [[20, 0], [21, 0]]},
            GEOD.inv(20.5, 0.001, 20.5, 0)[2],
        ),
    ],
)  # fmt: skip
def test_distance_over_the_antimeridian_into_holes_and_far_north(place, area, metres):
    assert metres_to(plane_at(*place), area) == pytest.approx(metres, rel=2e-4, abs=0.01)
    assert may_be_within(*place, area, metres + 1)


def test_far_areas_are_left_out_before_they_are_measured():
    assert not may_be_within(40, 45, square(-75, -30, -74.9, -29.9), 1000)
    assert not may_be_within(40, 45, square(-135.1, -40, -134.9, -39.9), 1000)


def test_radius_of_the_place_and_of_the_hazard_both_count(member):
    field = member("field")
    point = {"type": "Point", "coordinates": [45.0, 40.0]}
    import_hazards(field, "p.geojson", collection(({"id": "P", "status": "SHA", "radius": 300}, point)))
    away = GEOD.fwd(45.0, 40.0, 90, 1000)
    site = add_site(field, "East", away[1], away[0], radius_m=450)
    [near] = hazards_near(site.locations.get(), 1000)
    assert near.metres == pytest.approx(250, abs=0.1)
    assert not hazards_near(site.locations.get(), 249)


@pytest.mark.parametrize(
    "properties, status, on",
    [
        ({"id": "a", "status": "confirmed", "date": "2018-05-01"}, "confirmed", MAY),
        ({"Hazard_ID": "a", "Type": "SHA", "Status": "Open"}, "suspected", None),
        ({"LOCAL ID": "a", "hazardType": "CHA", "status": "Worked on"}, "confirmed", None),
        ({"id": "a", "type": "CHA", "status": "Closed", "Status_Changed": 1525132800000}, "cleared", MAY),
        ({"name": "a", "class": "Confirmed Hazardous Area", "Report Date": "01.05.2018"}, "confirmed", MAY),
        ({"OBJECTID": 7, "land_status": "Released"}, "cleared", None),
    ],
)  # fmt: skip
def test_properties_of_several_makers_are_understood(properties, status, on):
    [row] = read_hazards("x", collection((properties, HERE)))
    assert (row.status, row.on, row.code) == (status, on, str(next(iter(properties.values()))))


@pytest.mark.parametrize(
    "text, said",
    [
        ("{", "not a GeoJSON"),
        (collection(({"id": "a", "status": "sha"}, None)), "feature 1: its geometry"),
        (collection(({"id": "a", "status": "sha"}, square(0, 0, 1e6, 1e6))), "outside the Earth"),
        (collection(({"id": "a", "status": "sha"}, square(451000, 4430000, 451100, 4430100))), "WGS 84"),
        (
            collection(({"id": "a", "status": "sha"}, HERE),
                       crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32638"}}),
            "EPSG::32638",
        ),
        (
            collection(({"id": "a", "status": "sha"},
                        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]})),
            "does not hold together",
        ),
        (collection(({"id": "a", "status": "sha"}, square(0, 0, 60, 40))), "wider than"),
        (collection(*[({"id": "a", "status": "sha"}, HERE)] * 2), "feature 2: the id 'a'"),
        (collection(({"id": "a", "status": "sha", "date": "3026-01-01"}, HERE)), "cannot be"),
        (collection(({"id": "a", "status": "sha", "date": "05/01/2018"}, HERE)), "must be like"),
        (collection(({"id": "a", "status": "sha", "radius": "wide"}, HERE)), "must be metres"),
        (collection(({"id": "a", "status": "open"}, HERE)), "must be suspected"),
        ("x" * (50 * 1024 * 1024), "50 MB, more than 25"),
    ],
)  # fmt: skip
def test_bad_files_are_refused_by_feature_and_value(text, said):
    with pytest.raises(InputError, match=said):
        read_hazards("areas.geojson", text)


def test_wgs84_named_in_the_file_is_taken():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert read_hazards("x", collection(({"id": "a", "status": "sha"}, HERE), crs=crs))


PROPERTIES = st.dictionaries(
    st.sampled_from(["id", "status", "type", "date", "radius"]),
    st.text(max_size=9) | st.integers(),
    max_size=3,
)
GEOMETRIES = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["Point", "Polygon", "GeometryCollection", 3]),
        "coordinates": st.sampled_from([[], [1], [1, 2], [[1, 2]], [[[0, 0], [1, 1]]], "x", [None, 2]]),
    }
)


@given(st.binary(max_size=60), PROPERTIES, st.none() | GEOMETRIES)
def test_any_bytes_are_read_or_refused(data, properties, geometry):
    texts = (data.decode(errors="replace"), json.dumps({"features": [json.loads("1"), 2]}))
    made = collection(({"id": "a", "status": "sha", **properties}, geometry))
    for text in (*texts, made):
        with contextlib.suppress(InputError):
            read_hazards("x", text)


def test_a_new_hazard_stops_what_was_planned(member, coordinator):
    field = member("field")
    site = add_site(field, "Yard", 40.0005, 45.0005)
    operation = plan_operation(field, site, "search", DAY)
    assert not stopped_operations(field.investigation)
    import_hazards(field, "a.geojson", collection(({"id": "H", "status": "sha"}, HERE)))
    [(stopped, near)] = stopped_operations(field.investigation)
    assert stopped == operation and near[0].metres == 0
    with pytest.raises(InputError, match="nobody may work"):
        end_operation(field, operation, {"outcome": "held", "ended_on": DAY, "result": ""})
    end_operation(field, operation, {"outcome": "called off", "ended_on": DAY, "result": "mines"})
    assert not stopped_operations(field.investigation)
    with pytest.raises(InputError, match="planned already|called off already"):
        end_operation(field, Operation.objects.standing().get(), {"outcome": "held", "ended_on": DAY})


def test_an_override_counts_only_for_the_area_as_it_was(member, coordinator):
    field = member("field")
    import_hazards(field, "a.geojson", collection(({"id": "H", "status": "sha"}, HERE)))
    site = add_site(field, "Yard", 40.0005, 45.0005)
    said = override_hazard(coordinator.because("a lane"), site, HazardArea.objects.get(), "Officer Invented")
    look_at_override(field, said, True)
    assert not hazards_in_the_way(site)
    with pytest.raises(InputError, match="already"):
        look_at_override(field, said, True)
    import_hazards(field, "b.geojson", collection(({"id": "H", "status": "cha"}, HERE)))
    assert [n.status.status for n in hazards_in_the_way(site)] == ["confirmed"]


def test_who_disagrees_stops_an_override(member, coordinator):
    field = member("field")
    import_hazards(field, "a.geojson", collection(({"id": "H", "status": "sha"}, HERE)))
    site = add_site(field, "Yard", 40.0005, 45.0005)
    said = override_hazard(coordinator.because("a lane"), site, HazardArea.objects.get(), "Officer Invented")
    look_at_override(field, said, True)
    look_at_override(member("field", "second"), said, False)
    assert hazards_in_the_way(site)


@pytest.mark.parametrize(
    "bones, number, element, side",
    [
        ([], 0, "", ""),
        ([Counted("femur", "left", 2), Counted("femur", "right", 1)], 2, "femur", "left"),
        ([Counted("femur", "left", 2), Counted("femur", "", 3)], 3, "femur", ""),
        ([Counted("rib", "left", 12), Counted("rib", "right", 13)], 2, "rib", "right"),
        ([Counted("cervical vertebra", "", 7), Counted("sacrum", "", 1)], 1, "cervical vertebra", ""),
        ([Counted("cervical vertebra", "", 8)], 2, "cervical vertebra", ""),
        ([Counted("skull", "", 30, "fragment")], 1, "skull", ""),
        ([Counted("skull", "", 2, "partial"), Counted("skull", "", 9, "fragment")], 2, "skull", ""),
        ([Counted("tooth of gold", "", 3)], 3, "tooth of gold", ""),
    ],
)
def test_minimum_number_says_which_bone_gives_it(bones, number, element, side):
    found = minimum(bones)
    assert (found.number, found.element, found.side) == (number, element, side)


SIDES = ["left", "right", ""]


def people_that_could_be(bones, most=6):
    """The least number of bodies into which the bones fit, by trying: a body has 2 femora, 24 ribs."""
    holds = {"femur": 1, "rib": 12}
    for n in range(most + 1):
        fits = True
        for element, each in holds.items():
            left, right, either = (
                sum(b.count for b in bones if (b.element, b.side) == (element, s))
                for s in ("left", "right", "")
            )
            fits &= any(left + k <= n * each and right + either - k <= n * each for k in range(either + 1))
        if fits:
            return n
    raise AssertionError


@given(
    st.lists(
        st.builds(Counted, st.sampled_from(["femur", "rib"]), st.sampled_from(SIDES), st.integers(1, 2)),
        max_size=5,
    )
)  # fmt: skip
def test_minimum_number_is_the_least_that_fits(bones):
    assert minimum(bones).number == people_that_could_be(bones, 12)


def test_an_inventory_is_entered_whole_and_splits_with_its_history(member):
    field = member("field")
    remains = recover(field, add_site(field, "Cave", 40, 45), DAY)
    counts = {
        ("femur", "left"): (2, "complete"),
        ("skull", ""): (1, "partial"),
        ("tibia", "left"): (0, "complete"),
    }
    assert enter_inventory(field, remains, "bag 1", counts) == 2
    assert enter_inventory(field, remains, "bag 1", counts) == 0
    assert enter_inventory(field, remains, "bag 1", {**counts, ("skull", ""): (0, "complete")}) == 1
    assert individuals_at_least(remains) == 2
    with pytest.raises(InputError, match="no bone"):
        enter_inventory(field, remains, "bag 1", {("skull", "left"): (1, "complete")})
    add_bone(field, remains, "humerus", side="right", bag="bag 1")
    femur = next(b for b in bones_of(remains) if b.element == "femur")
    with pytest.raises(InputError, match="say why"):
        split(field.because(""), remains, [femur])
    part = split(field.because("longer than the others by far"), remains, [femur], "two left femora")
    assert part.split_from == remains and part.site == remains.site
    assert [b.element for b in bones_of(part)] == ["femur"] and [b.element for b in bones_of(remains)] == [
        "humerus"
    ]
    assert Bone.objects.filter(remains=remains, element="femur").count() == 1  # history stays
    with pytest.raises(InputError, match="all of"):
        split(field.because("x"), remains, bones_of(remains))


def test_dates_that_cannot_be_are_refused(member):
    field, laboratory = member("field"), member("laboratory")
    site = add_site(field, "Cave", 40, 45)
    for day in (date(26, 3, 1), timezone.localdate() + timedelta(days=1)):
        with pytest.raises(InputError, match="cannot be|future"):
            recover(field, site, day)
        with pytest.raises(InputError, match="cannot be"):
            enter_item(field, site, "a ring", day)
    remains = recover(field, site, date(1992, 5, 1))
    person = reported(member("interviewer"), last_seen="1993-07-01")
    with pytest.raises(InputError, match="before that"):
        presume(field, remains, person, "papers")
    presume(field, remains, reported(member("interviewer"), "Other Orchard", last_seen="1992"), "papers")
    opinion = {"examiner": "Dr Invented", "sex": "male", "on": date(1991, 1, 1)}
    with pytest.raises(InputError, match="after 1991"):
        examine(laboratory, remains, opinion)
    with pytest.raises(InputError, match="nobody is over"):
        examine(laboratory, remains, {**opinion, "on": DAY, "age_min": 40, "age_max": 400})


def test_two_who_change_one_line_meet(member):
    field = member("field")
    remains = recover(field, add_site(field, "Cave", 40, 45), DAY)
    bone = add_bone(field, remains, "femur", side="left")
    supersede(field, bone, count=2)
    with pytest.raises(Conflict):
        supersede(member("laboratory"), bone, count=3)


@pytest.fixture
def client_of(member):
    def make(role):
        author = member(role)
        TOTP.activate(author.user, generate_totp_secret())
        client = Client()
        client.force_login(author.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


def test_the_map_and_its_list_hold_the_same(member, client_of):
    field = member("field")
    import_hazards(field, "a.geojson", collection(({"id": "H<b>", "status": "cha"}, HERE)))
    site = add_site(field, "Far yard", 41, 45)
    plan_operation(field, site, "search", DAY)
    recover(field, add_site(field, "Mill", 41, 45.1), DAY)
    reported(
        member("interviewer"), last_seen="1993", place="Meadow", latitude=40.5, longitude=45.5, radius_m=900
    )
    add_overlay(field, "Old road", "r.geojson", collection(({"name": "road"}, HERE)))
    client = client_of("read-only")
    page = client.get("/i/valley/map/").content.decode()
    features = client.get("/i/valley/map/features/").json()["features"]
    kinds = {f["properties"]["layer"]: f for f in features}
    assert kinds.keys() == {"own", "confirmed", "seen", "planned", "find"} and set(kinds) <= set(STYLES)
    for f in features:
        assert f["properties"]["title"].replace("<", "&lt;").replace(">", "&gt;") in page
    assert "H<b>" not in page
    assert (
        kinds["seen"]["geometry"]["coordinates"] == [45.5, 40.5]
        and kinds["seen"]["properties"]["radius_m"] == 900
    )
    assert client.get("/i/valley/map/export.geojson").status_code == 403
    assert client_of("auditor").get("/i/valley/map/export.geojson").json()["features"] == features


def test_near_places_are_drawn_as_one_where_there_are_too_many(member, client_of, monkeypatch):
    monkeypatch.setattr("antigone.register.field.placing.MOST_PLACES", 3)
    for i in range(5):
        reported(
            member("interviewer"), f"Person {i}", last_seen="1993", latitude=40 + i / 5e3, longitude=-45.0
        )
    features = client_of("read-only").get("/i/valley/map/features/").json()["features"]
    assert len(features) == 2 and "3 persons last seen here" in features[0]["properties"]["title"]
    assert all(f["geometry"]["coordinates"][0] == -45.0 for f in features)


def photograph():
    data = io.BytesIO()
    Image.new("RGB", (2000, 500), "red").save(data, "PNG")
    return SimpleUploadedFile("ring.png", data.getvalue(), "text/html")


def test_an_item_keeps_the_original_and_shows_a_copy(member, client_of):
    site = add_site(member("field"), "Cave", 40, 45)
    client = client_of("field")
    address = f"/i/valley/sites/{site.pk}/item/"
    answer = client.post(
        address, {"description": "a ring", "found_on": "2026-03-01", "photograph": photograph()}
    )
    shown = client.get(answer.url + "photograph/")
    assert shown["Content-Type"] == "image/jpeg" and Image.open(io.BytesIO(shown.content)).width == 1400
    fake = SimpleUploadedFile("ring.png", b"<svg onload=alert(1)>", "image/png")
    assert (
        client.post(address, {"description": "x", "found_on": "2026-03-01", "photograph": fake}).status_code
        == 422
    )


def test_lists_go_out_without_formulas(member, client_of):
    field = member("field")
    site = add_site(field, "=1+1", 40, 45)
    enter_item(field, site, "@SUM(A1)", DAY)
    client = client_of("auditor")
    assert ",'=1+1," in client.get("/i/valley/sites/export.csv").content.decode()
    assert "'@SUM(A1)" in client.get("/i/valley/items/export.csv").content.decode()
    for name in ("sites", "items", "operations", "hazards"):
        assert client.get(f"/i/valley/{name}/export.xlsx").content[:2] == b"PK"


def test_the_inventory_page_tells_the_second_that_the_first_was_quicker(member, client_of):
    field = member("field")
    remains = recover(field, add_site(field, "Cave", 40, 45), DAY)
    client = client_of("laboratory")
    address = f"/i/valley/remains/{remains.pk}/inventory/?bag=B1"
    version = client.get(address).context["form"].version
    sent = {"bag": "B1", "version": version, "n|femur|left": "2", "c|femur|left": "partial"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, {**sent, "n|femur|left": "3"}).status_code == 422
    [bone] = bones_of(remains)
    assert (bone.count, bone.completeness, bone.bag) == (2, "partial", "B1")


def test_own_tiles_are_drawn_under_the_map(settings, client_of, tmp_path):
    picture = io.BytesIO()
    Image.new("RGB", (256, 256), "green").save(picture, "PNG")
    about = {
        "tile_compression": Compression.NONE, "min_zoom": 0, "max_zoom": 1, "min_lon_e7": -1800000000,
        "min_lat_e7": -850000000, "max_lon_e7": 1800000000, "max_lat_e7": 850000000, "center_zoom": 0,
        "center_lon_e7": 0, "center_lat_e7": 0,
    }  # fmt: skip
    for kind in (TileType.PNG, TileType.MVT):
        with (tmp_path / f"{kind.name}.pmtiles").open("wb") as file:
            writer = Writer(file)
            writer.write_tile(zxy_to_tileid(1, 1, 0), picture.getvalue())
            writer.finalize({**about, "tile_type": kind}, {})
    client = client_of("read-only")
    assert "data-tiles" not in client.get("/i/valley/map/").content.decode()
    settings.TILES = str(tmp_path / "PNG.pmtiles")
    assert 'data-tiles="/i/valley/map/tiles/{z}/{x}/{y}/"' in client.get("/i/valley/map/").content.decode()
    tile = client.get("/i/valley/map/tiles/1/1/0/")
    assert (tile.content, tile["Content-Type"]) == (picture.getvalue(), "image/png")
    assert client.get("/i/valley/map/tiles/1/0/0/").status_code == 404
    assert client.get("/i/valley/map/tiles/1/9/0/").status_code == 404
    (tmp_path / "none.pmtiles").write_bytes(b"no archive")
    for wrong in ("none", "absent", "MVT"):
        with pytest.raises(InputError, match="ANTIGONE_TILES"):
            opened(str(tmp_path / f"{wrong}.pmtiles"))
