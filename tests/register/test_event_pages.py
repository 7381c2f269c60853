"""Events in time, whom claims accuse, property and damage. All of it is invented."""

from datetime import date
from xml.etree import ElementTree

import pytest
from register.invented_sources import jpeg, take
from register.test_source_pages import browser, send, text, url  # noqa: F401

from antigone.errors import InputError
from antigone.register.people.models import Event
from antigone.register.sources.alleged import name_alleged
from antigone.register.sources.claiming import Claimed, compare, record_claim, start_event
from antigone.register.sources.damage import damaged
from antigone.register.sources.models import Claim, Passage
from antigone.register.sources.passages import mark_quote
from antigone.register.sources.seeing import set_visibility
from antigone.register.sources.timepicture import Bar, time_picture


def claim(author, source, kind="event", quote="the caves were attacked", speaker="the Ministry", **about):
    said = Claimed(kind, f"{quote} ({about.get('when', '')})", [speaker], "", about)
    return record_claim(author, mark_quote(author, source, quote), said)


def rects(svg):
    return [e for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("rect")]


def test_bars_are_as_long_as_the_days_they_allow():
    day, month = date(1993, 4, 18), (date(1993, 4, 1), date(1993, 4, 30))
    svg = time_picture(
        [Bar("The caves", day, day, "S1", "a <b>", "/1"), Bar("The caves", *month, "S2", "c", "/2"),
         Bar("The road", date(1993, 5, 1), date(1993, 6, 29), "S1", "d", "/3")], "order",
    )  # fmt: skip
    month_bar, day_bar, road = sorted(
        (r for r in rects(svg) if r.get("rx")), key=lambda r: (float(r.get("y")), float(r.get("x")))
    )
    assert float(road.get("width")) == pytest.approx(2 * float(month_bar.get("width")), abs=0.2)
    assert float(day_bar.get("y")) > float(month_bar.get("y")), "bars that overlap lie under each other"
    assert float(day_bar.get("x")) > float(month_bar.get("x")) and "a &lt;b&gt;" in svg
    assert time_picture([], "order") == ""


def test_an_event_begins_with_a_claim(browser, member):  # noqa: F811
    source = take(member("investigator"))
    client = browser("investigator")
    said = {"kind": "event", "statement": "the caves were attacked", "speakers": "the Ministry",
            "quote": "the caves were attacked", "new_event": "The caves", "when": "2029-04-18",
            "place": "Sorrel"}  # fmt: skip
    send(client, url("claim_add", source.pk), **said)
    event = Event.objects.get()
    assert (event.title, event.when, event.place) == ("The caves", "2029-04-18", "Sorrel")
    wrong = client.post(url("claim_add", source.pk), said | {"new_event": "Another", "kind": "site",
                                                             "place": ""})  # fmt: skip
    assert wrong.status_code == 422 and Event.objects.count() == 1 and Passage.objects.count() == 1
    author = member("investigator")
    assert start_event(author, " the  CAVES ") == event
    with pytest.raises(InputError, match="takes no side"):
        start_event(author, " ")


def test_the_page_of_an_event(browser, member):  # noqa: F811
    author = member("investigator")
    source = take(author)
    event = start_event(author, "The caves")
    first = claim(author, source, event=event, when="2029-04-18")
    claim(author, source, event=event, when="2029-04", quote="were killed", speaker="the Office")
    name_alleged(author, first, "gave the order", "3rd invented unit", "Somebody Invented")
    page = text(browser("investigator").get(url("event", event.pk)))
    assert "gave the order" in page and "3rd invented unit" in page and "sealed" in page
    assert "Somebody" not in page and page.count("<svg") == 1
    assert "According to the Ministry" in page and "According to the Office" in page
    opener = text(browser("alleged").get(url("event", event.pk)))
    assert "Somebody" not in opener and ">open</a>" in opener
    assert "<svg" in text(browser("read-only").get(url("timeline")))


def test_damage_by_place_with_pictures_side_by_side(browser, member):  # noqa: F811
    author = member("investigator")
    source = take(author)
    told = [
        claim(author, source, "damage", speaker=who, thing=thing, extent=extent, place="Sorrel")
        for who, thing, extent in (("the Ministry", "House", "destroyed"), ("the Office", "house", "partly"),
                                   ("the Ministry", "school", "looted"))
    ]  # fmt: skip
    before, after = (
        take(author, jpeg(), f"The house {n}", kind="photo", file_name="a.jpg", about={"date": "1990"})
        if n == "before"
        else take(author, jpeg() + b" ", f"The house {n}", kind="photo", file_name="a.jpg")
        for n in ("before", "after")
    )
    compare(author, told[0], before, after)
    house, school = damaged(author)
    assert [len(house.claims), len(school.claims)] == [2, 1]
    reader = browser("read-only")
    page = text(reader.get(url("damage")))
    assert url("source_picture", before.pk, 1) in page and "Before, 1990" in page
    assert page.count("According to the Ministry") == 2 and "According to the Office" in page
    set_visibility(author, after, "named")
    hidden = text(reader.get(url("damage"))) + text(reader.get(url("claim", told[0].pk)))
    assert url("source_picture", before.pk, 1) not in hidden and "The house after" not in hidden
    assert Claim.objects.filter(kind="damage").count() == 3


def test_claims_on_the_map_are_told_and_only_to_those_who_see_the_source(browser, member):  # noqa: F811
    author = member("investigator")
    source, closed = take(author), take(author, "They shelled the road.", "Closed")
    event = start_event(author, "The caves")
    claim(author, source, event=event, place="Sorrel", latitude=40.1, longitude=45.2)
    claim(author, source, "damage", thing="school", extent="burned", latitude=40.2, longitude=45.3)
    claim(author, closed, quote="They shelled the road", event=event, latitude=40.3, longitude=45.4)
    claim(author, source, quote="were killed", event=event, place="elsewhere")
    set_visibility(author, closed, "named")

    def told(client, where):
        return [
            (f["geometry"]["coordinates"], f["properties"]["layer"])
            for f in client.get(where).json()["features"]
        ]

    reader = browser("read-only")
    assert told(reader, url("claims_map_data")) == [([45.2, 40.1], "event"), ([45.3, 40.2], "claim")]
    assert told(reader, url("event_map_data", event.pk)) == [([45.2, 40.1], "event")]
    assert told(reader, url("claims_map_data") + "?kind=damage") == [([45.3, 40.2], "claim")]
    assert len(told(browser("investigator"), url("claims_map_data"))) == 3
    for page in (url("claims_map"), url("event", event.pk), url("damage")):
        assert 'data-features="' in text(reader.get(page))
    shown = text(reader.get(url("claims_map")))
    assert "According to the Ministry" in shown and "They shelled" not in shown
