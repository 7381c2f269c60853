"""The sources of the invented case: a letter, two testimonies, and what they claim of whom."""

from __future__ import annotations

from datetime import date

from antigone.register.access.author import Author
from antigone.register.access.roles import Role
from antigone.register.project.invented.drawn import show
from antigone.register.project.invented.missing import People
from antigone.register.project.invented.story import EAST, NORTH, at
from antigone.register.sources.assessing import assess
from antigone.register.sources.claiming import Claimed, cite, record_claim
from antigone.register.sources.extracting import extract_text
from antigone.register.sources.groups import add_part, ask, declare_whole, start_group
from antigone.register.sources.models import Claim, Part, Source
from antigone.register.sources.passages import mark_quote
from antigone.register.sources.taking import Incoming, take_in

LETTER = """Letter dated 2 March 1995 from the Office of the Invented Valley addressed to the Commission

1. On 3 July 1993, 62 residents of the village of Lower Alder fled to the caves above the river.
2. On 14 July 1993 the lower cave was attacked. As a result, 12 residents were killed.
3. A further 14 residents were taken to the old mill, as a result of which 9 of them died in custody.
4. The remaining 36 residents reached the safe zone after 22 days.
5. The dead of the mill were buried in the yard of the old mill.

(Signed) Ada Brook
"""
FIRST = """Testimony of a resident of Lower Alder, held on 12 May 2019.

We were about sixty in the caves. When they came, twelve died in the lower cave; I counted them.
They took fourteen to the mill. Ten of the fourteen died there, not nine; I was one of the four who lived.
We buried them in the yard, under the wall.
"""
SECOND = """Testimony of a driver, held on 3 June 2019.

I drove the bus from the river. I counted 36 people who came out of the hills.
My brother told me that the houses of Lower Alder were burnt on 15 July 1993.
"""


def tell(by: dict[str, Author], people: People) -> None:
    """Takes the sources in, records their claims and what a reviewer made of them."""
    own = at(by[Role.INVESTIGATOR], 100)
    letter = _take(
        own,
        "document",
        "Letter of the Office of the Invented Valley (invented)",
        LETTER,
        date="1995-03-02",
        author_name="Ada Brook",
        origin="archive of the valley",
    )
    first = _take(own, "testimony", "Testimony of a resident (invented)", FIRST, date="2019-05-12")
    second = _take(own, "testimony", "Testimony of a driver (invented)", SECOND, date="2019-06-03")
    event = people.events[0]
    group = start_group(own, "Those who fled to the caves (invented)", event)
    everybody = Part.objects.standing().get(group=group)
    killed, taken, safe = (
        add_part(own, everybody, t)
        for t in ("killed in the lower cave", "taken to the mill", "reached safety")
    )
    declare_whole(own, everybody, [killed, taken, safe])
    died = add_part(own, taken, "died in custody")
    lived = add_part(own, taken, "came back from the mill")
    declare_whole(own, taken, [died, lived])
    ask(own, group, "all the dead", [killed, died])
    office, resident, driver = (["Office of the Invented Valley"], ["a resident"], ["a driver"])
    counts = [
        (letter, "62 residents of the village of Lower Alder fled", office, everybody, 62),
        (letter, "12 residents were killed", office, killed, 12),
        (letter, "14 residents were taken to the old mill", office, taken, 14),
        (letter, "9 of them died in custody", office, died, 9),
        (letter, "36 residents reached the safe zone", office, safe, 36),
        (first, "twelve died in the lower cave", resident, killed, 12),
        (first, "Ten of the fourteen died there", resident, died, 10),
        (second, "36 people who came out of the hills", driver, safe, 36),
    ]
    made = [_count(own, source, quote, who, part, n, event) for source, quote, who, part, n in counts]
    buried = _claim(
        own,
        letter,
        "The dead of the mill were buried in the yard of the old mill",
        office,
        kind=Claim.Kind.SITE,
        place="the yard of the old mill",
        latitude=NORTH + 0.03,
        longitude=EAST + 0.01,
        event=event,
    )
    attacked = _claim(
        own,
        letter,
        "On 14 July 1993 the lower cave was attacked",
        office,
        kind=Claim.Kind.EVENT,
        place="the lower cave",
        latitude=NORTH + 0.01,
        longitude=EAST + 0.02,
        when="1993-07-14",
        event=event,
    )
    burnt = _claim(
        own,
        second,
        "the houses of Lower Alder were burnt on 15 July 1993",
        ["a driver", "his brother"],
        kind=Claim.Kind.DAMAGE,
        thing="houses",
        extent="burnt",
        place="Lower Alder",
        latitude=NORTH + 0.012,
        longitude=EAST + 0.018,
        when="1993-07-15",
        event=event,
    )
    show(own, burnt)
    under = _claim(
        own,
        first,
        "We buried them in the yard, under the wall",
        resident,
        kind=Claim.Kind.SITE,
        place="the yard of the old mill",
        latitude=NORTH + 0.0301,
        longitude=EAST + 0.0102,
        event=event,
    )
    cite(own, buried, under)
    reviewer = at(by[Role.REVIEWER], 420)
    for claim, verdict, why in (
        (made[1], "corroborated", "a witness counted the same number on her own"),
        (made[3], "contradicted", "a witness who was there says ten"),
        (made[4], "corroborated", "the driver counted the same"),
        (attacked, "unverified", "only one source gives the day"),
        (buried, "corroborated", "remains were recovered there"),
    ):
        assess(reviewer.because(f"{why} (invented)"), claim, verdict, "B", 2)


def _take(author: Author, kind: str, title: str, text: str, **about: str) -> Source:
    testimony = None
    if kind == "testimony":
        testimony = {
            "witness_name": title.split(" (")[0].removeprefix("Testimony of "),
            "interviewer": "demo-interviewer", "held_on": date.fromisoformat(about["date"]),
            "consent": "bodies",
        }  # fmt: skip
    incoming = Incoming(
        kind=kind,
        title=title,
        received_from="The invented archive",
        file_name=f"{kind}.txt",
        way="by hand",
        about={**about, "language": "English"},
        testimony=testimony,
    )
    source = take_in(author, incoming, [text.encode()]).source
    extract_text(author, source)
    return source


def _claim(author: Author, source: Source, quote: str, who: list[str], **about) -> Claim:
    passage = mark_quote(author, source, quote)
    return record_claim(author, passage, Claimed(about.pop("kind"), f"{quote}.", who, about=about))


def _count(author: Author, source: Source, quote: str, who: list[str], part: Part, n: int, event) -> Claim:
    return _claim(author, source, quote, who, kind=Claim.Kind.COUNT, part=part, least=n, most=n, event=event)
