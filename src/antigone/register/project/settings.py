"""Settings of the record; what an installation may change is an ANTIGONE_… variable (docs/record.md)."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from antigone.errors import InputError
from antigone.register.project.home import home, secret

PACKAGE = Path(__file__).resolve().parents[1]
HOME = home()
SECRET_KEY = secret("django").decode()
DEBUG = False

URL = os.environ.get("ANTIGONE_URL", "http://localhost:8000")
_address = urlsplit(URL)
HTTPS = _address.scheme == "https"
# The proxy with TLS: from this address alone it is believed who the visitor is and that they came by TLS.
PROXY = os.environ.get("ANTIGONE_PROXY", "127.0.0.1") if HTTPS else ""
ALLOWED_HOSTS = [_address.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [URL]

_database = os.environ.get("ANTIGONE_DATABASE") or f"sqlite:///{HOME / 'record.sqlite3'}"
try:
    DATABASES = {"default": dj_database_url.parse(_database, conn_max_age=60, conn_health_checks=True)}
except ValueError as error:
    raise InputError(
        "ANTIGONE_DATABASE is no address of a database; it looks like postgresql://user:password@host/name"
    ) from error
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STAGES = ("people", "field", "laboratory", "identification", "decisions", "returns")
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "leaflet",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "antigone.register.ledger",
    "antigone.register.access",
    "antigone.register.work",
    *(f"antigone.register.{stage}" for stage in STAGES),
    "antigone.register.sources",
    "antigone.register.reports",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "antigone.register.access.middleware.RefusedMiddleware",
    "antigone.register.access.middleware.SecondFactorMiddleware",
]
ROOT_URLCONF = "antigone.register.project.urls"
WSGI_APPLICATION = "antigone.register.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "antigone.register.project.navigation.navigation",
            ],
        },
    }
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "antigone.register.access.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "opening": "10/m/user"}
# Of the API's limits: the visitor is who connects, or whom ANTIGONE_PROXY says it is; no header is asked.
NINJA_NUM_PROXIES = 0
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "antigone.register.access.adapter.SealedMFAAdapter"
MFA_TOTP_ISSUER = "Antigone"
MFA_ALLOW_UNVERIFIED_EMAIL = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "investigations"

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = HOME / "files"
# Whether web pages may be fetched from their addresses: whoever keeps a page then sees who asks for it.
CAPTURE = os.environ.get("ANTIGONE_CAPTURE", "") == "1"
# A PMTiles archive of pictures, drawn under the maps; without it coastlines and rivers of the package.
TILES = os.environ.get("ANTIGONE_TILES", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ar", _("Arabic")), ("hy", _("Armenian")), ("az", _("Azerbaijani")),
             ("fr", _("French")), ("ru", _("Russian"))]  # fmt: skip
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = os.environ.get("ANTIGONE_TIME_ZONE", "UTC")
USE_I18N = USE_TZ = True
