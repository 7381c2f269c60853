"""Every page of the filled record in Chromium: axe-core finds nothing, phones need not scroll sideways."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from register.walker import NEEDS_CHROMIUM, Walker, chromium, served

pytestmark = [NEEDS_CHROMIUM, pytest.mark.one_pass]
SLUG = "invented-valley"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "resultTypes": ["violations"],
}
LARGEST = 100_000


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A coordinator signed in to the invented case."""
    with (
        served(tmp_path_factory.mktemp("home"), ["demo", "--record"]) as (address, said, _server),
        chromium() as browser,
    ):
        password = re.search(r"password (\S+)", " ".join(said))[1]

        def enter(role, **context):
            user = Walker(browser, address, f"demo-{role}", SLUG, **context)
            user.sign_in(password)
            return user

        yield enter


@pytest.fixture(scope="module")
def addresses(filled):
    """Each page of the menu, the first page below it, and the first form of that."""
    user = filled("coordinator")
    found = {}
    user.open("")
    for path in user.page.locator("nav.main a").evaluate_all("all => all.map(a => a.getAttribute('href'))"):
        user.page.goto(path)
        below = user.page.locator("main td a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        found[path] = [
            h for h in below if h and "?" not in h and not h.endswith((".svg", ".csv", ".xlsx", "original"))
        ][:1]
    return [p for path, below in found.items() for p in (path, *below)]


def violations(user) -> list[str]:
    found = Axe().run(user.page, options=RULES).response["violations"]
    return [f"{user.page.url}: {v['id']}: {n['html'][:200]}" for v in found for n in v["nodes"][:3]]


def test_axe_finds_nothing(filled, addresses):
    user, wrong = filled("coordinator"), []
    for path in addresses:
        user.page.goto(path)
        wrong += violations(user)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("coordinator", "persons/new/"), ("geneticist", "runs/new/"), ("liaison", "identifications/"),
        ("reviewer", ""), ("geneticist", "candidates/"),
    ],
)  # fmt: skip
def test_axe_finds_nothing_on_the_pages_of_roles_in_the_dark(filled, role, path):
    user = filled(role, color_scheme="dark")
    user.open(path)
    wrong = violations(user)
    assert not wrong, "\n".join(wrong)


def test_pages_are_small_and_fit_a_phone(filled, addresses):
    user, wrong = filled("coordinator", viewport={"width": 390, "height": 800}), []
    for path in addresses:
        answer = user.page.goto(path)
        wide = user.page.evaluate("document.scrollingElement.scrollWidth")
        if len(answer.body()) > LARGEST or wide > 390:
            wrong.append(f"{path}: {len(answer.body())} bytes, {wide} pixels wide")
    assert not wrong, "\n".join(wrong)


def test_menu_of_a_phone_opens_and_closes_by_keyboard(filled):
    user = filled("read-only", viewport={"width": 390, "height": 800})
    user.open("")
    menu = user.page.locator("nav.main")
    assert not menu.is_visible()
    user.page.locator(".menu-button").press("Enter")
    assert menu.is_visible()
    user.page.keyboard.press("Escape")
    assert not menu.is_visible()


def test_arabic_runs_from_right_to_left(filled):
    user = filled("read-only")
    user.open("persons/")
    user.page.select_option("#language", "ar")
    user.click(".foot button")
    assert user.page.get_attribute("html", "dir") == "rtl"
    menu, content = (user.page.locator(s).bounding_box() for s in ("nav.main", "main"))
    assert menu["x"] > content["x"] + content["width"] / 2
    first, last = (user.page.locator("thead th").nth(n).bounding_box() for n in (0, -1))
    assert first["x"] > last["x"]
    assert user.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
