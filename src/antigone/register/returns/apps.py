"""Django's entry of the app."""

from django.apps import AppConfig


class Returns(AppConfig):
    """Notifications, consents, hand-overs, notices."""

    name = "antigone.register.returns"
    label = "returns"
