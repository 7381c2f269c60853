"""Django's entry of the app."""

from django.apps import AppConfig


class Reports(AppConfig):
    """What is published and handed on: reports in three forms, and disclosure sets."""

    name = "antigone.register.reports"
    label = "reports"
