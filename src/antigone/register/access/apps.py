"""Django's entry of the app."""

from django.apps import AppConfig


class Access(AppConfig):
    """Investigations, roles and protected identities."""

    name = "antigone.register.access"
    label = "access"
