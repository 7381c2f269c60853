"""Django's entry of the app."""

from django.apps import AppConfig


class Laboratory(AppConfig):
    """Samples, their custody, and profiles."""

    name = "antigone.register.laboratory"
    label = "laboratory"
