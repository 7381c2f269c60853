"""Addresses of the identification stage."""

from django.urls import path

from antigone.register.identification import views

urlpatterns = [
    path("runs/", views.runs, name="runs"),
    path("runs/new/", views.run_add, name="run_add"),
    path("runs/<uuid:key>/", views.run, name="run"),
    path("candidates/<uuid:key>/", views.candidate, name="candidate"),
]
