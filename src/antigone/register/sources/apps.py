"""Django's entry of the app."""

from django.apps import AppConfig


class Sources(AppConfig):
    """Who says what: sources, passages in them, claims, assessments, and accounts that add up."""

    name = "antigone.register.sources"
    label = "sources"
