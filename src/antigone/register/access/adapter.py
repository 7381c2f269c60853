"""Nobody signs up alone, and the secrets of second factors are of no use to who reads the database."""

from __future__ import annotations

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.http import HttpRequest

from antigone.register.project.home import home, write_secret

KEY = "second-factor"


class ClosedAdapter(DefaultAccountAdapter):
    """allauth without open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Not of who signed in just now, in this session: they set up their second factor next."""
        records = get_authentication_records(context.request, context.request.user)
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        return not any(r["at"] > since for r in records)


class SealedMFAAdapter(DefaultMFAAdapter):
    """Keeps the secrets of TOTP and recovery codes sealed with a key of the home folder."""

    def encrypt(self, text: str) -> str:
        """The sealed secret."""
        return _key().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; one from before secrets were sealed is as it is."""
        try:
            return _key().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return encrypted_text


def _key() -> Fernet:
    path = home() / "keys" / KEY
    if not path.exists():
        write_secret(KEY, Fernet.generate_key())
    return Fernet(path.read_bytes())
