"""The settings of an investigation: changed by its coordinator, with a reason, and followed by the rules."""

from datetime import date

import pytest
from django.utils import timezone
from register.test_addresses import signed_in
from register.test_corrections import whole

from antigone.errors import InputError
from antigone.register.access.models import Investigation
from antigone.register.field.hazards import stopped_operations
from antigone.register.field.models import HazardArea, HazardStatus, Site
from antigone.register.field.recovering import add_site, plan_operation
from antigone.register.ledger.record import state


@pytest.fixture
def near(member):
    """A site 300 to 350 m from a mined point."""
    field = member("field")
    site = add_site(field, "Lower cave", 0.0, 0.0)
    area = state(field, HazardArea(code="HA-1"))
    # A minute of the equator is 1,855 m.
    point = {"type": "Point", "coordinates": [325 / 1855 / 60, 0.0]}
    state(field, HazardStatus(area=area, status="confirmed", on=date(2020, 1, 1), geometry=point))
    return field, site


def test_a_greater_distance_stops_work_and_says_who_wanted_it(near, coordinator):
    field, site = near
    plan_operation(field, site, "search", timezone.localdate())
    client = signed_in(coordinator.user)
    path, version = "/i/valley/settings/change/", "100 The invented valley"
    said = {"title": "The invented valley", "hazard_distance_m": "400", "version": version}
    assert client.post(path, said).status_code == 422
    assert client.post(path, said | {"reason": "artillery shells"}).status_code == 302
    assert client.post(path, said | {"reason": "again", "hazard_distance_m": "50"}).status_code == 422
    assert Investigation.objects.get().hazard_distance_m == 400
    assert [o.site for o, _near in stopped_operations(Investigation.objects.get())] == [site]
    with pytest.raises(InputError, match="HA-1"):
        plan_operation(
            field, Site.objects.select_related("investigation").get(), "search", timezone.localdate()
        )
    page = signed_in(field.user).get("/i/valley/settings/").content.decode()
    assert "artillery shells" in page and "400 m" in page and "100 m" in page
    assert whole()


def test_only_a_coordinator_changes_them(near):
    field, _site = near
    said = {"title": "x", "hazard_distance_m": "1", "reason": "x"}
    assert signed_in(field.user).post("/i/valley/settings/change/", said).status_code == 403
