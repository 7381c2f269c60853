"""Addresses of the returns stage and of the overview."""

from django.urls import path

from antigone.register.returns import views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("identifications/", views.identifications, name="identifications"),
    path("identifications/<uuid:key>/", views.identification, name="identification"),
    path("identifications/<uuid:key>/notify/", views.notify_family, name="notify"),
    path("identifications/<uuid:key>/consent/", views.family_agrees, name="agree"),
    path("identifications/<uuid:key>/hand-over/", views.hand_over_remains, name="hand_over"),
    path("identifications/<uuid:key>/withdraw/", views.withdraw_identification, name="withdraw"),
]
