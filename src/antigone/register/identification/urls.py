"""Addresses of the identification stage."""

from django.urls import path

from antigone.register.identification import check_views, views

urlpatterns = [
    path("runs/", views.runs, name="runs"),
    path("runs/new/", views.run_add, name="run_add"),
    path("runs/<uuid:key>/", views.run, name="run"),
    path("runs/<uuid:key>/again/", views.run_again, name="run_again"),
    path("runs/<uuid:key>/case.zip", views.run_case, name="run_case"),
    path("runs/<uuid:key>/with/<uuid:other>/", views.run_compare, name="run_compare"),
    path("checks/", check_views.checks, name="checks"),
    path("checks/new/", check_views.check_add, name="check_add"),
    path("checks/<uuid:key>/", check_views.check, name="check"),
    path("checks/<uuid:key>/case.zip", check_views.check_case, name="check_case"),
    path("checks/<uuid:key>/findings.<slug:kind>", check_views.check_export, name="check_export"),
    path("cases/import/", views.case_add, name="case_add"),
    path("candidates/", views.candidates, name="candidates"),
    path("candidates/<uuid:key>/", views.candidate, name="candidate"),
    path("candidates/<uuid:key>/markers.svg", views.candidate_markers, name="candidate_markers"),
    path("candidates/<uuid:key>/pedigree.svg", views.candidate_pedigree, name="candidate_pedigree"),
    path("candidates/<uuid:key>/judge/", views.judge_point, name="judge"),
    path("candidates/<uuid:key>/aside/", views.candidate_aside, name="set_aside"),
    path("same/<uuid:key>/", views.same_person, name="same_person"),
]
