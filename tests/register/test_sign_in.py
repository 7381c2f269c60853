"""Signing in with Chromium: password and TOTP, recovery codes, a passkey of a virtual authenticator."""

import re

import pytest
from register.walker import NEEDS_CHROMIUM, PASSWORD, Walker, chromium, served, totp_code

pytestmark = NEEDS_CHROMIUM


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A record with a coordinator who has not signed in since the first run."""
    with served(tmp_path_factory.mktemp("home")) as (address, said, server), chromium() as browser:
        token = re.search(r"token (\S+)", "".join([*said, server.stdout.readline()]))[1]
        lead = Walker(browser, address, "coordinator")
        lead.page.goto("/setup/")
        lead.enter(token=token, name="coordinator", password=PASSWORD, title="The valley", slug="valley")
        for name in ("keyholder", "coder"):
            lead.second_factor()
            lead.open("members/new/")
            lead.enter(name=name, role="field", password=PASSWORD)
        yield browser, address


def begin(user):
    user.page.goto("/accounts/login/")
    user.page.fill("[name=login]", user.name)
    user.page.fill("[name=password]", PASSWORD)
    user.click("main button[type=submit]")


def sign_out(user):
    user.click("form.account button")
    user.click("main button[type=submit]") if "/logout/" in user.page.url else None


def reauthenticate(user):
    if "/reauthenticate/" in user.page.url:
        user.page.fill("[name=password]", PASSWORD)
        user.click("main form button[type=submit]")


def test_totp_and_recovery_codes(place):
    user = Walker(*place, "coder")
    begin(user)
    assert "/2fa/totp/activate/" in user.page.url and "Set up a second factor" in user.text()
    assert user.page.locator("main img, main svg").count() == 1, "the QR code is shown under the CSP"
    user.picture("totp")
    secret = user.page.input_value("#authenticator_secret")
    user.page.fill("[name=code]", "000000")
    user.click("main form button[type=submit]")
    assert "Incorrect code" in user.text()
    user.page.fill("[name=code]", totp_code(secret))
    user.click("main form button[type=submit]")
    user.page.goto("/accounts/2fa/recovery-codes/")
    reauthenticate(user)
    codes = re.findall(r"\b\d{8}\b", user.page.content())
    user.picture("codes")
    assert len(set(codes)) == 10
    sign_out(user)
    begin(user)
    assert "/2fa/authenticate/" in user.page.url
    user.picture("asks")
    user.page.goto("/i/valley/")
    assert "/2fa/authenticate/" in user.page.url, "without the code nothing is shown"
    user.page.fill("[name=code]", codes[0])
    user.click("main button[type=submit]:has-text('Sign In')")
    assert "/i/valley/" in user.page.url
    sign_out(user)
    begin(user)
    user.page.fill("[name=code]", codes[0])
    user.click("main button[type=submit]:has-text('Sign In')")
    assert "Incorrect code" in user.text(), "a recovery code is good once"
    assert not user.complaints, user.complaints


def test_a_passkey(place):
    user = Walker(*place, "keyholder")
    begin(user)
    tools = user.page.context.new_cdp_session(user.page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    user.click("main a:has-text('passkey')")
    reauthenticate(user)
    user.page.fill("[name=name]", "My telephone")
    user.picture("passkey")
    user.page.click("#mfa_webauthn_add")
    user.page.wait_for_url(lambda url: "/webauthn/add" not in url)
    user.picture("added")
    user.page.goto("/")
    assert "/i/valley/" in user.page.url
    sign_out(user)
    begin(user)
    assert "/2fa/authenticate/" in user.page.url
    user.picture("asks")
    user.page.click("#mfa_webauthn_authenticate")
    user.page.wait_for_url(lambda url: "/i/valley/" in url)
    assert not user.complaints, user.complaints
