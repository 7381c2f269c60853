"""The whole life of one person in headless Chromium, by users of eight roles, through the pages only."""

import re

import pytest
from register.life import invented_files
from register.walker import NEEDS_CHROMIUM, PASSWORD, Walker, chromium, served

pytestmark = NEEDS_CHROMIUM
MEMBERS = {
    "interviewer": "interviewer", "field": "field", "laboratory": "laboratory", "geneticist": "geneticist",
    "first": "reviewer", "second": "reviewer", "liaison": "liaison",
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with (
        served(tmp_path_factory.mktemp("home")) as (address, said, _server),
        chromium() as browser,
    ):
        yield browser, address, re.search(r"token (\S+)", "".join([*said, _server.stdout.readline()]))[1]


def begin(browser, address, token) -> dict[str, Walker]:
    """The first run: a coordinator, an investigation, its members."""
    lead = Walker(browser, address, "coordinator")
    lead.page.goto("/setup/")
    lead.picture("setup")
    lead.enter(token=token, name="coordinator", password=PASSWORD, title="The invented valley", slug="valley")
    lead.second_factor()
    assert "This record is empty" in lead.text()
    lead.picture("empty")
    for name, role in MEMBERS.items():
        lead.open("members/new/")
        lead.enter(name=name, role=role, password=PASSWORD)
    lead.picture("members")
    users = {"coordinator": lead}
    for name in MEMBERS:
        users[name] = Walker(browser, address, name)
        users[name].sign_in()
    return users


def test_a_life_from_report_to_hand_over(place, tmp_path):
    browser, address, token = place
    files = invented_files(tmp_path)
    users = begin(browser, address, token)
    person = report(users["interviewer"])
    samples = sample_the_parents(users["laboratory"])
    remains, samples["V4"] = recover(users["field"])
    examine(users["laboratory"], remains)
    type_them(users["laboratory"], samples, files, tmp_path)
    proposal = compare(users["geneticist"])
    decide(users["first"], users["second"], proposal)
    bring_home(users["liaison"], tmp_path)
    lead = users["coordinator"]
    lead.open(f"persons/{person}/")
    lead.picture("person")
    assert "returned" in lead.text()
    lead.open("accounting/")
    lead.picture("accounting")
    total = lead.page.locator("tr.total td").all_inner_texts()
    assert total[0] == "1" and total[-1] == "0"
    lead.open("ledger/")
    lead.picture("ledger")


def report(interviewer) -> str:
    interviewer.picture("work")
    interviewer.follow("/persons/new/")
    interviewer.enter(
        names="Ismene Orchard\nИсмена Орчард", sex="female", birth="1970", reporter="her father",
        last_seen="spring 1993", place="Lower meadow", circumstances="She went to fetch water.",
    )  # fmt: skip
    person = re.search(r"persons/([^/]+)/", interviewer.page.url)[1]
    interviewer.follow("/describe/")
    interviewer.enter(
        sex="female", birth="1970", stature_min_cm="160", stature_max_cm="168",
        teeth="gold crown, upper left", body="broken left forearm in 1985", effects="a silver ring",
    )  # fmt: skip
    interviewer.open(f"persons/{person}/")
    interviewer.picture("person")
    interviewer.follow("/family/")
    interviewer.enter()
    for relation in ("father", "mother"):
        family = interviewer.page.url
        interviewer.follow("/add/")
        interviewer.enter(relation=relation, label=f"her {relation}")
        interviewer.page.goto(family)
    for nth in range(interviewer.page.locator('main a[href$="/consent/"]').count()):
        interviewer.page.goto(family)
        interviewer.follow("/consent/", nth)
        interviewer.enter(purpose="sample", given=True, on="2026-03-01")
    interviewer.page.goto(family)
    interviewer.picture("family")
    return person


def pass_to_laboratory(user, seal) -> str:
    """Custody of the sample that the page shows; its number."""
    number = re.search(r"X-\d+", user.text())[0]
    user.follow("/custody/")
    user.enter(giver="field", receiver="laboratory", when="2026-03-02T10:00", place="here", seal=seal)
    return number


def sample_the_parents(laboratory) -> dict[str, str]:
    laboratory.open("")
    laboratory.picture("work")
    laboratory.click(".work .first a")
    family, samples = laboratory.page.url, {}
    for nth, source in enumerate(("FA4", "MO4")):
        laboratory.page.goto(family)
        row = laboratory.page.locator("tr", has_text=("her father", "her mother")[nth])
        laboratory.click(row.locator('a[href$="/sample/"]'))
        laboratory.enter(material="saliva", taken_on="2026-03-01")
        samples[source] = pass_to_laboratory(laboratory, f"seal-{source}")
    laboratory.picture("sample")
    return samples


def recover(field) -> tuple[str, str]:
    field.open("")
    field.picture("work")
    field.follow("/sites/new/")
    field.enter(title="Lower cave", latitude="40.01", longitude="45.02")
    field.follow("/remains/")
    field.enter(recovered_on="2026-03-01", description="a body, complete")
    remains = re.search(r"remains/([^/]+)/", field.page.url)[1]
    field.follow("/bone/")
    field.enter(bag="1", element="femur", side="left", count="1")
    field.open(f"remains/{remains}/")
    field.picture("remains")
    field.follow("/sample/")
    field.enter(material="femur", taken_on="2026-03-01")
    return remains, pass_to_laboratory(field, "seal-V4")


def examine(laboratory, remains) -> None:
    laboratory.open(f"remains/{remains}/")
    laboratory.follow("/examination/")
    laboratory.enter(
        examiner="Dr Invented", on="2026-03-03", sex="female", age_min="20", age_max="30",
        stature_min_cm="158", stature_max_cm="166", trauma="healed fracture of the left radius",
        teeth="gold crown at 26", effects="a ring",
    )  # fmt: skip


def type_them(laboratory, samples, files, folder) -> None:
    header, *rows = files["profiles.csv"].splitlines()
    lines = [",".join([samples[s], rest]) for s, _, rest in (r.partition(",") for r in rows) if s in samples]
    (folder / "profiles.csv").write_text("\n".join([header, *lines]), encoding="utf-8")
    (folder / "frequencies.csv").write_text(files["frequencies.csv"], encoding="utf-8")
    laboratory.open("samples/")
    laboratory.picture("samples")
    laboratory.open("profiles/import/")
    laboratory.enter(file=folder / "profiles.csv", dry=False)
    laboratory.open("frequencies/import/")
    laboratory.enter(code="invented", file=folder / "frequencies.csv")


def compare(geneticist) -> str:
    geneticist.open("")
    geneticist.picture("work")
    geneticist.follow("/runs/new/")
    table = geneticist.page.locator("[name=table] option").nth(1).get_attribute("value")
    geneticist.enter(table=table, threshold_log10="4")
    geneticist.picture("working")
    geneticist.page.wait_for_url("**/runs/*/")
    geneticist.picture("run")
    geneticist.open("candidates/")
    geneticist.picture("candidates")
    geneticist.click("main td a")
    geneticist.picture("candidate")
    assert "times more probable" in geneticist.text()
    for point in ("teeth", "body", "effects"):
        geneticist.follow("/judge/")
        geneticist.enter(point=point, verdict="agree", reason="the same on both sides")
    assert "to be judged" not in geneticist.text()
    geneticist.follow("/propose/")
    geneticist.enter(grounds="Both parents typed; nothing differs.")
    geneticist.picture("proposal")
    return re.search(r"proposals/([^/]+)/", geneticist.page.url)[1]


def decide(first, second, proposal) -> None:
    for reviewer, left in ((first, "1 of 2"), (second, "identified")):
        reviewer.open("")
        reviewer.picture("work")
        reviewer.follow(f"/proposals/{proposal}/")
        reviewer.follow("/sign/")
        reviewer.enter(verdict="approved", reason="I looked at every point.")
        assert left in reviewer.text()
        reviewer.picture("signed")


def bring_home(liaison, folder) -> None:
    scan = folder / "receipt.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n invented")
    liaison.open("")
    liaison.picture("work")
    liaison.click(".work .first a")
    identification = liaison.page.url
    today = liaison.page.evaluate("new Date().toISOString().slice(0, 10)")
    liaison.follow("/notify/")
    liaison.enter(told="her father", by="the liaison, at his home", on=today)
    liaison.follow("/consent/")
    liaison.enter(given_by="her father", wishes="a burial in the village", on=today)
    liaison.follow("/hand-over/")
    liaison.enter(
        giver="laboratory", receiver="the commission of the valley", on=today, place="at the bridge",
        receipt="REC-1", final=False,
    )  # fmt: skip
    assert "on the way" in liaison.text()
    liaison.follow("/hand-over/")
    liaison.enter(
        receiver="her father", on=today, place="at his home", receipt="REC-2", final=True, scan=scan
    )
    assert liaison.page.url == identification and "returned" in liaison.text()
    assert not liaison.page.locator('main a[href$="/hand-over/"]').count()
    liaison.picture("identification")
