"""Accounts that add up, from claims recorded by accepting proposals."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from register.invented_sources import LETTER, take

from antigone.errors import InputError
from antigone.register.people.reporting import Reported, report_missing
from antigone.register.sources.account import account_of
from antigone.register.sources.claiming import Claimed, record_claim
from antigone.register.sources.contradictions import contradictions
from antigone.register.sources.elapsed import after, proposed_starts
from antigone.register.sources.extracting import standing_extraction
from antigone.register.sources.groups import add_part, ask, declare_whole, parts_of, start_group
from antigone.register.sources.icicle import Slice, icicle
from antigone.register.sources.passages import mark
from antigone.register.sources.proposals import findings, speaker_at

SEED = Path(__file__).parents[3] / "shared" / "seed" / "A-75-875_S-2021-433.txt"
OPPOSING = """Letter dated 9 March 2031 from the Office of Umbria addressed to the Commission

According to eyewitnesses, 50 residents fled to the caves. 20 residents were killed there and 14 were taken.
"""


def caves(author):
    """The group as both papers divide it, with what the parts add up to."""
    group = start_group(author, "fled to the caves")
    [root] = parts_of(group)
    killed, taken, safe = (
        add_part(author, root, t) for t in ("killed in the caves", "taken", "reached safety")
    )
    died = add_part(author, taken, "died in custody")
    declare_whole(author, root, [killed, taken, safe])
    ask(author, group, "dead", [killed, died])
    return group, {"all": root, "killed": killed, "taken": taken, "died": died, "safe": safe}


def count(author, source, part, number):
    """Accepts the proposal of the first count of that number."""
    extraction = standing_extraction(source)
    found = next(f for f in findings(extraction) if f.kind == "count" and f.least == number)
    passage = mark(author, source, found.start, found.end)
    speaker = speaker_at(extraction, found.start)
    about = {"part": part, "least": found.least, "most": found.most}
    return record_claim(author, passage, Claimed("count", f"{found.quote}: {part}", [speaker], "", about))


def tell(author, source, parts):
    numbers = {"all": 62, "killed": 12, "taken": 14, "died": 9}
    return {name: count(author, source, parts[name], n) for name, n in numbers.items()}


def check_caves(author, source):
    group, parts = caves(author)
    told = tell(author, source, parts)
    found = account_of(author, group)
    own = found.result.sources[source.code]
    assert own.bounds["reached safety"] == (36, 36)
    assert own.bounds["dead"] == (21, 21)
    c = {n: x.code for n, x in told.items()}
    assert own.derivations["reached safety"] == f"62 ({c['all']}) − 12 ({c['killed']}) − 14 ({c['taken']})"
    assert own.derivations["dead"] == f"12 ({c['killed']}) + 9 ({c['died']})"
    assert contradictions(author) == []
    return group, parts, told


def test_the_invented_letter_adds_up(coordinator):
    check_caves(coordinator, take(coordinator))


@pytest.mark.skipif(not SEED.exists(), reason="the shared folder is absent")
def test_the_example_paper_adds_up_and_its_days_are_ambiguous(coordinator):
    source = take(coordinator, SEED.read_bytes(), "A paper", file_name=SEED.name)
    check_caves(coordinator, source)
    extraction = standing_extraction(source)
    duration = next(f for f in findings(extraction) if f.kind == "duration" and f.value == 113)
    starts = proposed_starts(extraction, duration)
    assert starts[:2] == ["1993-04-03", "1993-04-18"]
    assert [f"{after(s, 113).earliest}" for s in starts[:2]] == ["1993-07-25", "1993-08-09"]


def test_an_opposing_source_contradicts(coordinator):
    group, parts, told = check_caves(coordinator, take(coordinator))
    other = take(coordinator, OPPOSING, "A note")
    theirs = {name: count(coordinator, other, parts[name], n) for name, n in (("all", 50), ("killed", 20))}
    found = account_of(coordinator, group)
    assert found.result.sources[other.code].consistent
    assert not found.result.together.consistent
    pairs = {frozenset(c.code for c in x.claims) for x in contradictions(coordinator)}
    assert {frozenset((told[n].code, theirs[n].code)) for n in ("all", "killed")} <= pairs
    speakers = {found.speakers(s) for s in found.sources}
    assert speakers == {"Ministry of Tolvania", "Office of Umbria"}


def test_persons_known_by_name_are_counted(coordinator):
    group, parts = caves(coordinator)
    source = take(coordinator)
    person = report_missing(coordinator, Reported(["Ada Brook"]))
    passage = mark(coordinator, source, 0, 10)
    for _ in range(2):
        about = {"part": parts["died"], "person": person, "fate": "died"}
        record_claim(coordinator, passage, Claimed("fate", "She died.", ["A witness"], "", about))
    named = account_of(coordinator, group).named
    assert named == {"fled to the caves": 1, "killed in the caves": 0, "taken": 1, "died in custody": 1,
                     "reached safety": 0}  # fmt: skip


def test_groups_that_cannot_be(coordinator):
    group, parts = caves(coordinator)
    with pytest.raises(InputError, match="already"):
        add_part(coordinator, parts["taken"], "Killed in the caves")
    assert add_part(coordinator, parts["taken"], "died in custody") == parts["died"]
    with pytest.raises(InputError, match="different parts of"):
        declare_whole(coordinator, parts["all"], [parts["killed"], parts["died"]])
    with pytest.raises(InputError, match="another meaning"):
        ask(coordinator, group, "dead", [parts["killed"]])
    with pytest.raises(InputError, match="say who"):
        start_group(coordinator, "  ")


def test_the_picture_is_to_scale():
    slices = [Slice("all", None, (62, 62)), Slice("killed", "all", (12, 12)), Slice("taken", "all", (0, 14))]
    svg = ElementTree.fromstring(icicle(slices, "an account"))
    boxes = [g for g in svg if g.tag.endswith("}g")]
    widths = [float(g.find("{*}rect").get("width")) + 2 for g in boxes]
    assert widths == pytest.approx([960, 960 * 12 / 62, 960 * 14 / 62], abs=0.02)
    assert [g.find("{*}title").text for g in boxes] == ["all: 62", "killed: 12", "taken: 0 to 14"]
    assert "&lt;b&gt;" in icicle([Slice("<b>", None, (1, None))], "x")


def test_letter_text_is_what_the_tests_say():
    assert "62 residents" in LETTER
