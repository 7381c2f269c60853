"""Addresses of the decisions stage."""

from django.urls import path

from antigone.register.decisions import views

urlpatterns = [
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/<uuid:key>/", views.proposal, name="proposal"),
    path("proposals/<uuid:key>/sign/", views.sign_proposal, name="sign"),
    path("candidates/<uuid:key>/propose/", views.propose_candidate, name="propose"),
    path("same/<uuid:key>/join/", views.propose_join, name="join"),
    path("joinings/<uuid:key>/", views.joining, name="joining"),
    path("joinings/<uuid:key>/sign/", views.sign_joining_, name="sign_joining"),
    path("reassociations/<uuid:key>/part/", views.part_again, name="part"),
]
