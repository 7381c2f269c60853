"""Accounts: closed, recovered, second factors; what members lose they lose at once."""

import os
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from register.conftest import PASSWORD
from register.walker import totp_code

from antigone.errors import InputError
from antigone.register.access.adapter import SealedMFAAdapter
from antigone.register.access.models import Investigation, Membership, ProtectedIdentity
from antigone.register.access.opening_up import add_member, deactivate_user, remove_member, renew_access
from antigone.register.access.tokens import bearer, make_token
from antigone.register.access.vault import ROTATE_AFTER, open_identity, protect, rotate_keys
from antigone.register.ledger.models import Entry
from antigone.register.ledger.verify import findings
from antigone.register.project.home import home

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEW = "another four invented words"


def signed_in(user):
    Investigation.objects.update(invented=True)
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_who_is_removed_sees_nothing_from_the_next_click(member, coordinator):
    field = member("field")
    client = signed_in(field.user)
    assert client.get("/i/valley/sites/").status_code == 200
    remove_member(coordinator, Membership.objects.get(user=field.user))
    assert client.get("/i/valley/sites/").status_code == 404


def test_a_closed_account_is_signed_out_and_cannot_sign_in(member, coordinator):
    field = member("field")
    client = signed_in(field.user)
    key = Membership.objects.get(user=field.user).pk
    lead = signed_in(coordinator.user)
    assert lead.post(f"/i/valley/members/{key}/close/").status_code == 302
    assert client.get("/i/valley/sites/").url.startswith("/accounts/login/")
    again = Client()
    again.post("/accounts/login/", {"login": "field", "password": PASSWORD})
    assert "_auth_user_id" not in again.session


def test_nobody_closes_their_own_account_or_those_of_others_members(member, coordinator, other):
    with pytest.raises(InputError, match="your own"):
        deactivate_user(coordinator, coordinator.user)
    field = member("field")
    add_member(other, field.user, "field")
    for act in (lambda: deactivate_user(coordinator, field.user),
                lambda: renew_access(coordinator, field.user, NEW)):  # fmt: skip
        with pytest.raises(InputError, match="do not coordinate"):
            act()
    field.user.refresh_from_db()
    assert field.user.is_active and field.user.check_password(PASSWORD)


def test_new_access_ends_sessions_and_forgets_second_factors(member, coordinator):
    field = member("field")
    client = signed_in(field.user)
    TOTP.activate(field.user, generate_totp_secret())
    key = Membership.objects.get(user=field.user).pk
    lead = signed_in(coordinator.user)
    _, secret = make_token(field, "a phone that was lost", date.today() + timedelta(days=9))
    assert bearer(secret)
    assert lead.post(f"/i/valley/members/{key}/renew/", {"password": "short"}).status_code == 422
    assert lead.post(f"/i/valley/members/{key}/renew/", {"password": NEW}).status_code == 302
    assert client.get("/i/valley/sites/").url.startswith("/accounts/login/")
    assert not Authenticator.objects.filter(user=field.user).exists() and bearer(secret) is None
    client.post("/accounts/login/", {"login": "field", "password": NEW})
    assert client.get("/i/valley/sites/").status_code == 200
    assert '"action":"access renewed"' in Entry.objects.latest("sequence").content


def test_the_secrets_of_second_factors_are_sealed(member):
    field, secret = member("field"), generate_totp_secret()
    TOTP.activate(field.user, secret)
    row = Authenticator.objects.get(type="totp")
    assert secret not in str(row.data)
    assert (home() / "keys" / "second-factor").exists()
    assert row.wrap().validate_code(totp_code(secret))


def test_without_the_key_of_second_factors_no_code_is_right(member):
    field, secret = member("field"), generate_totp_secret()
    TOTP.activate(field.user, secret)
    codes = RecoveryCodes.activate(field.user)
    key = home() / "keys" / "second-factor"
    kept = key.read_bytes()
    key.unlink()
    try:
        client = Client()
        client.post("/accounts/login/", {"login": "field", "password": PASSWORD})
        sealed = Authenticator.objects.get(type="recovery_codes").data["seed"]
        of_the_sealed_text = RecoveryCodes(Authenticator(data={"seed": SealedMFAAdapter().encrypt(sealed)}))
        for code in (totp_code(secret), *of_the_sealed_text.generate_codes(), *codes.generate_codes()):
            answer = client.post("/accounts/2fa/authenticate/", {"code": code})
            assert answer.status_code in (200, 429) and "_auth_user_id" not in client.session
            cache.clear()
    finally:
        key.write_bytes(kept)
    assert client.post("/accounts/2fa/authenticate/", {"code": totp_code(secret)}).status_code == 302


def test_a_second_factor_is_asked_for_and_a_wrong_code_refused(member):
    field = member("field")
    TOTP.activate(field.user, generate_totp_secret())
    client = Client()
    said = client.post("/accounts/login/", {"login": "field", "password": PASSWORD})
    assert said.url.startswith("/accounts/2fa/authenticate/")
    assert client.get("/i/valley/sites/").url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_password_is_changed_by_its_owner(member):
    field = member("field")
    client = signed_in(field.user)
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/accounts/password/change/", {**sent, "oldpassword": "wrong"}).status_code == 200
    assert client.post("/accounts/password/change/", sent).status_code == 302
    field.user.refresh_from_db()
    assert field.user.check_password(NEW)


def test_too_many_wrong_passwords_are_slowed_down(member):
    member("field")
    client = Client()
    said = [
        client.post("/accounts/login/", {"login": "field", "password": f"wrong {i}"}).content
        for i in range(7)
    ]
    right = client.post("/accounts/login/", {"login": "field", "password": PASSWORD})
    assert b"Too many failed" in said[-1] and right.status_code != 302


def test_keys_are_rotated_each_in_the_ledger(member, django_capture_on_commit_callbacks):
    interviewer = member("interviewer")
    rows = [protect(interviewer, f"Witness {i}", {"name": f"Name {i}"}) for i in range(3)]
    old = (home() / "keys" / "identities").read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        assert rotate_keys(interviewer) == 3
    assert old.split()[0] not in (home() / "keys" / "identities").read_bytes()
    for i, row in enumerate(rows):
        row = ProtectedIdentity.objects.get(pk=row.pk)
        assert open_identity(interviewer.because("to tell her the news"), row) == {"name": f"Name {i}"}
    resealed = Entry.objects.filter(content__contains='"resealed"')
    assert resealed.filter(investigation=interviewer.investigation).count() == 3
    assert list(findings()) == []


def test_an_old_key_is_called_old(member, coordinator):
    protect(member("interviewer"), "Witness", {"name": "x"})
    client = signed_in(coordinator.user)
    assert b"keys rotate" not in client.get("/i/valley/identities/").content
    os.utime(home() / "keys" / "identities", (0, 0))
    assert ROTATE_AFTER.days == 365
    assert b"keys rotate" in client.get("/i/valley/identities/").content
