"""Django's entry of the app."""

from django.apps import AppConfig


class People(AppConfig):
    """Who is missing: persons, names, reports, families, lists."""

    name = "antigone.register.people"
    label = "people"
