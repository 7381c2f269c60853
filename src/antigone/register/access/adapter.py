"""Nobody signs up alone, and the secrets of second factors are of no use to who reads the database."""

from __future__ import annotations

import logging
import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken
from django.http import HttpRequest

from antigone.register.project.home import home, write_secret

KEY = "second-factor"
SEALED = "gAAAA"
"""Begins what Fernet seals: its version and the upper bytes of the time."""
logger = logging.getLogger(__name__)


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
        """The secret; one from before secrets were sealed is as it is.

        Where the key that sealed it is lost, a secret that nobody has: every code is refused.
        """
        try:
            return _key().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            if not encrypted_text.startswith(SEALED):
                return encrypted_text
            logger.error("keys/%s does not open a second factor: put the file back, or renew access", KEY)
            return generate_totp_secret()


def _key() -> Fernet:
    path = home() / "keys" / KEY
    if not path.exists():
        write_secret(KEY, Fernet.generate_key())
    return Fernet(path.read_bytes())
