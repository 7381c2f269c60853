"""Django's entry of the app."""

from django.apps import AppConfig


class Work(AppConfig):
    """Long work in a queue."""

    name = "antigone.register.work"
    label = "work"
