"""A paper taken in by a new user in headless Chromium: clicks on proposals, marks in text and on pictures."""

import re

import pytest
from register.invented_sources import LETTER, jpeg
from register.test_accessibility import violations
from register.test_group_accounts import OPPOSING, SEED
from register.test_looking import COLUMNS, sound
from register.walker import NEEDS_CHROMIUM, PASSWORD, Walker, chromium, served

pytestmark = NEEDS_CHROMIUM


@pytest.fixture(scope="module")
def user(tmp_path_factory):
    with served(tmp_path_factory.mktemp("home")) as (address, said, server), chromium() as browser:
        token = re.search(r"token (\S+)", "".join([*said, server.stdout.readline()]))[1]
        lead = Walker(browser, address, "coordinator")
        lead.page.goto("/setup/")
        lead.enter(
            token=token, name="coordinator", password=PASSWORD, title="The invented valley", slug="valley"
        )
        lead.second_factor()
        yield lead


def bring(user, folder, name, data, title, kind="document"):
    """Takes a source in; the address of its page."""
    path = folder / name
    path.write_bytes(data)
    user.open("sources/new/")
    user.enter(kind=kind, file=str(path), title=title, received_from="an archive")
    return user.page.url


def accessible(user):
    wrong = violations(user)
    assert not wrong, "\n".join(wrong)
    user.page.set_viewport_size({"width": 390, "height": 800})
    wide = user.page.evaluate("document.scrollingElement.scrollWidth")
    user.page.set_viewport_size({"width": 1280, "height": 800})
    assert wide <= 390, f"{user.page.url}: {wide} pixels wide on a phone"


class Clicks:
    """Clicks made, nothing typed."""

    def __init__(self, user):
        self.user, self.made = user, 0

    def __call__(self, where):
        self.user.click(where)
        self.made += 1


def take_account(user, source, since):
    """From the page of a source to its account: what a user clicks, and how often."""
    page = user.page
    page.goto(source)
    click = Clicks(user)
    click("main a:has-text('Read it')")
    accessible(user)
    user.picture("reading")
    click("#particulars form.actions button")
    assert "all accepted" in page.inner_text("#particulars")
    click("#accounts a.button")
    accessible(user)
    user.picture("account")
    click("main form[method=post] button")
    accessible(user)
    user.picture("group")
    group = user.text()
    assert re.search(r"remaining[^\t]*\t36\t", group) and re.search(r"sum: the dead\t21\t", group)
    assert "62 (C-" in group and "− 12 (C-" in group and "− 14 (C-" in group
    page.goto(source)
    click("main a:has-text('Read it')")
    click("article.duration:has-text('113 days') a.button")
    accessible(user)
    for start in since:
        page.click(f"label:has-text('{start} →')")
        click.made += 1
    click("main form.entry button")
    user.picture("days")
    assert not user.complaints
    return click.made, user.text()


def test_a_letter_and_its_opponent(user, tmp_path):
    source = bring(user, tmp_path, "letter.txt", LETTER.encode(), "A letter")
    clicks, days = take_account(user, source, ["2029-04-03", "2029-04-18"])
    assert "25 July 2029" in days and "9 August 2029" in days and "leaves open" in days
    assert clicks <= 12
    page = user.page
    page.goto(bring(user, tmp_path, "opposing.txt", OPPOSING.encode(), "An opposing letter"))
    user.click("main a:has-text('Read it')")
    user.click("#accounts a.button")
    page.select_option("#group", index=1)
    user.click("main form[method=get] button")
    user.click("main form[method=post] button")
    assert "contradiction" in user.text()
    user.open("contradictions/")
    user.picture("contradictions")
    accessible(user)
    said = user.text()
    assert "different counts of the same people" in said
    assert said.count("According to") >= 2 and "citing eyewitnesses" in said


def test_the_seed(user, tmp_path):
    if not SEED.exists():
        pytest.skip("the example document is not here")
    source = bring(user, tmp_path, "seed.txt", SEED.read_bytes(), "The example document")
    clicks, days = take_account(user, source, ["1993-04-03", "1993-04-18"])
    assert "25 July 1993" in days and "9 August 1993" in days and "leaves open" in days
    assert clicks <= 12


def test_words_are_marked_by_selecting_them(user, tmp_path):
    page = user.page
    page.goto(bring(user, tmp_path, "words.txt", LETTER.encode() + b"\n", "Words"))
    user.click("main a:has-text('Read it')")
    page.evaluate("""() => {
        const pieces = [...document.querySelectorAll('#text span')];
        const piece = pieces.find((s) => s.textContent.includes('attacked'));
        const at = piece.textContent.indexOf('the caves were attacked');
        const range = document.createRange();
        range.setStart(piece.firstChild, at);
        range.setEnd(piece.firstChild, at + 'the caves were attacked'.length);
        document.getSelection().removeAllRanges();
        document.getSelection().addRange(range);
    }""")
    page.wait_for_selector("#quote:has-text('the caves were attacked')")
    user.click("#marked button")
    assert page.input_value("[name=quote]") == "the caves were attacked"
    accessible(user)
    page.select_option("[name=kind]", "event")
    assert not page.locator("[name=thing]").is_visible() and page.locator("[name=place]").is_visible()
    user.picture("claim-form")
    user.enter(place="Sorrel", new_event="The caves", when="2029-04-18")
    assert "the caves were attacked" in user.text() and "According to" in user.text()
    user.click("main a[href*='passage=']")
    assert page.inner_text("#passage") == "the caves were attacked"
    user.open("timeline/")
    accessible(user)
    user.picture("timeline")


def test_a_region_is_drawn_and_moved_by_keys(user, tmp_path):
    page = user.page
    page.goto(bring(user, tmp_path, "columns.pdf", COLUMNS.read_bytes(), "In columns"))
    user.click("main a:has-text('Look at it')")
    accessible(user)
    page.wait_for_load_state("networkidle")
    frame = page.locator("#canvas").bounding_box()
    page.mouse.move(frame["x"] + frame["width"] * 0.2, frame["y"] + 100)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.6, frame["y"] + 200)
    page.mouse.up()
    drawn = [float(page.input_value(f"[name={n}]")) for n in "xywh"]
    assert drawn[0] == pytest.approx(20, abs=0.3) and drawn[2] == pytest.approx(40, abs=0.3)
    page.focus("#canvas")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    moved = [float(page.input_value(f"[name={n}]")) for n in "xywh"]
    assert moved == pytest.approx([drawn[0] + 1, drawn[1], drawn[2], drawn[3] + 1], abs=0.11)
    user.click("#marked button")
    page.select_option("[name=kind]", "damage")
    user.enter(
        statement="a house burned", speakers="the Chair", thing="house", extent="burned", place="Sorrel"
    )
    claim = page.url
    for when in ("before", "after"):
        data = jpeg() + when.encode()
        bring(user, tmp_path, f"{when}.jpg", data, f"The house {when}", kind="photo")
    page.goto(claim)
    user.click("main a:has-text('Pictures before and after')")
    page.select_option("[name=before]", label=page.locator("[name=before] option").nth(2).inner_text())
    page.select_option("[name=after]", label=page.locator("[name=after] option").nth(1).inner_text())
    user.click("main form.entry button")
    user.open("damage/")
    accessible(user)
    user.picture("damage")
    assert page.locator(".beside img").count() == 2


def test_a_time_is_taken_from_the_player(user, tmp_path):
    page = user.page
    page.goto(bring(user, tmp_path, "a.wav", sound(20), "A recording", kind="video"))
    user.click("main a:has-text('Look at it')")
    accessible(user)
    # The page forbids eval, so what waits for the player runs in the page itself.
    seek = """(to) => new Promise((done) => {
        const player = document.getElementById('player');
        const go = () => { player.addEventListener('seeked', done, {once: true}); player.currentTime = to; };
        if (player.readyState) go(); else player.addEventListener('loadedmetadata', go, {once: true});
    })"""
    page.evaluate(seek, 12.5)
    page.click("#from-here")
    page.evaluate(seek, 15)
    page.click("#to-here")
    user.click("#marked button:not([type=button])")
    assert page.input_value("[name=fragment]") == "t=12.5,15"


def test_the_pages_of_interviews(user):
    user.open("interviews/")
    accessible(user)
    user.picture("interviews")
