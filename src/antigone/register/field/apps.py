"""Django's entry of the app."""

from django.apps import AppConfig


class Field(AppConfig):
    """Where: sites, hazards, operations, recoveries, remains."""

    name = "antigone.register.field"
    label = "field"
