"""Django's entry of the app."""

from django.apps import AppConfig


class Decisions(AppConfig):
    """Proposals, signatures, identifications, withdrawals."""

    name = "antigone.register.decisions"
    label = "decisions"
