"""Django's entry of the app."""

from django.apps import AppConfig


class Ledger(AppConfig):
    """The append-only Merkle log of every change, and the facts it covers."""

    name = "antigone.register.ledger"
    label = "ledger"
