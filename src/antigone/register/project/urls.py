"""Addresses of the pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from antigone.register.access.views import investigations, setup
from antigone.register.api.api import api

handler500 = "antigone.register.access.middleware.failed"
STAGES = (
    "access",
    "work",
    "people",
    "sources",
    "field",
    "laboratory",
    "identification",
    "decisions",
    "returns",
    "reports",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", investigations, name="investigations"),
    path("setup/", setup, name="setup"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", api.urls),
    *(path("i/<slug:slug>/", include(f"antigone.register.{stage}.urls")) for stage in STAGES),
]
