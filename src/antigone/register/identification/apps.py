"""Django's entry of the app."""

from django.apps import AppConfig


class Identification(AppConfig):
    """Runs of the engine and the candidates they gave."""

    name = "antigone.register.identification"
    label = "identification"
