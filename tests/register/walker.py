"""Users in headless Chromium on the real server, for walks through the pages."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Locator, Page, sync_playwright
from register.homes import database_of, free_port

PASSWORD = "four invented words here"
PICTURES = os.environ.get("ANTIGONE_WALK_PICTURES")
CHROMIUM = os.environ.get("ANTIGONE_CHROMIUM", "/usr/bin/chromium")
NEEDS_CHROMIUM = pytest.mark.skipif(
    not Path(CHROMIUM).exists(), reason="no Chromium here: apt install chromium, or set ANTIGONE_CHROMIUM"
)
# Ends a walk that hangs; a loaded machine may take minutes over what takes seconds.
PATIENCE_SECONDS = 300
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@contextmanager
def served(home: Path, *before: list[str], database: str | None = None):
    """The address of a record served from `home`, what it and the commands `before` printed, its process.

    Its database is of the kind the suite runs on, unless named ("": SQLite).
    """
    port = free_port()
    address = f"http://localhost:{port}"
    environment = {
        **os.environ, "ANTIGONE_HOME": str(home), "ANTIGONE_URL": address, "PYTHONFAULTHANDLER": "1",
        "ANTIGONE_DATABASE": database_of(home) if database is None else database,
    }  # fmt: skip
    antigone = [str(Path(sys.executable).parent / "antigone")]
    said = []
    for command in before:
        done = subprocess.run(
            [*antigone, *command], env=environment, check=True, capture_output=True, text=True
        )
        said += done.stdout.splitlines()
    server = subprocess.Popen(
        [*antigone, "serve", "--port", str(port)], env=environment, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        for line in server.stdout:
            said.append(line)
            if f":{port}/" in line:
                break
        try:
            _answers(address)
        except OSError as error:
            server.send_signal(signal.SIGABRT)  # it then says what each of its threads does
            raise AssertionError(f"{address} gives no answer\n{server.stdout.read()}") from error
        yield address, said, server
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE_SECONDS)


def _answers(address: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            urlopen(f"{address}/accounts/login/", timeout=PATIENCE_SECONDS).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise


@contextmanager
def chromium():
    """The browser that Debian packages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


class Walker:
    """One user with a browser of their own; every error in the console or answer of 500 fails the walk."""

    def __init__(self, browser, address: str, name: str, slug: str = "valley", **context) -> None:
        self.address, self.name, self.slug, self.shots = address, name, slug, 0
        self.page: Page = browser.new_context(base_url=address, **context).new_page()
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("response", lambda r: self.complaints.append(r.url) if r.status >= 500 else None)
        self.page.set_default_timeout(PATIENCE_SECONDS * 1000)
        self.complaints: list[str] = []

    def sign_in(self, password: str = PASSWORD) -> None:
        """Password, then the second factor: set up at the first sign-in."""
        self.page.goto("/accounts/login/")
        self.page.fill("[name=login]", self.name)
        self.page.fill("[name=password]", password)
        self.click("main button[type=submit]")
        self.second_factor()

    def second_factor(self) -> None:
        """Sets up the second factor where the record asks for it."""
        if "/reauthenticate/" in self.page.url:
            self.page.fill("[name=password]", PASSWORD)
            self.click("main form button[type=submit]")
        if "/2fa/" not in self.page.url:
            return
        secret = self.page.input_value("#authenticator_secret")
        self.page.fill("[name=code]", totp_code(secret))
        self.click("main form button[type=submit]")
        self.page.goto("/")

    def open(self, path: str) -> None:
        """A page of the investigation, by its path below it."""
        self.page.goto(f"/i/{self.slug}/{path}")
        assert not self.complaints, self.complaints

    def click(self, where: str | Locator) -> None:
        """The first link or button found there, then the page it leads to.

        A click alone may return before the browser has begun to leave the page.
        """
        found = self.page.locator(where) if isinstance(where, str) else where
        with self.page.expect_navigation():
            found.first.click()

    def follow(self, end: str, nth: int = 0) -> None:
        """A link of the page whose address ends so."""
        self.click(self.page.locator(f'main a[href$="{end}"]').nth(nth))
        assert not self.complaints, self.complaints

    def follow_text(self, text: str) -> None:
        """The first link of the page's content with this text."""
        self.click(self.page.locator("main a", has_text=text))
        assert not self.complaints, self.complaints

    def enter(self, **values) -> None:
        """Fills the page's form and sends it; it must be accepted."""
        form = self.page.locator("main form.entry")
        for name, value in values.items():
            field = form.locator(f"[name={name}]")
            kind = field.first.get_attribute("type")
            tag = field.first.evaluate("e => e.tagName")
            if kind == "radio":
                form.locator(f"[name={name}][value='{value}']").check()
            elif kind == "checkbox":
                field.set_checked(value)
            elif kind == "file":
                field.set_input_files(value)
            elif tag == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        asked = self.page.url
        self.picture("form")
        self.click(form.locator("button"))
        refused = self.page.locator("main .errors")
        assert not refused.count(), f"{asked}: {refused.first.inner_text()}"
        assert not self.complaints, self.complaints

    def text(self) -> str:
        """What the page says."""
        return self.page.inner_text("main")

    def picture(self, what: str) -> None:
        """A screenshot of the whole page, where ANTIGONE_WALK_PICTURES names a folder."""
        if PICTURES:
            self.shots += 1
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            name = re.sub(r"[^\w-]+", "-", f"{self.name}-{self.shots:02}-{what}")
            self.page.wait_for_load_state("networkidle")
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def totp_code(secret: str) -> str:
    """The code that an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
