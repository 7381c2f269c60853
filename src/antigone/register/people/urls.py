"""Addresses of the people stage."""

from django.urls import path

from antigone.register.people import duplicate_views, import_views, views

urlpatterns = [
    path("persons/", views.persons, name="persons"),
    path("persons/import/", import_views.list_import, name="list_import"),
    path("persons/import/<slug:code>/", import_views.list_check, name="list_check"),
    path("lists/", import_views.lists, name="lists"),
    path("lists/<uuid:key>/", import_views.person_list, name="person_list"),
    path("lists/<uuid:key>/rows.<slug:kind>", import_views.list_export, name="list_export"),
    path("persons/export.<slug:kind>", import_views.persons_export, name="persons_export"),
    path("persons/new/", views.report_new, name="report_new"),
    path("persons/duplicates/", duplicate_views.duplicates, name="duplicates"),
    path("persons/duplicates/search/", duplicate_views.duplicate_search_start, name="duplicate_search"),
    path(
        "persons/duplicates/export.<slug:kind>", duplicate_views.duplicates_export, name="duplicates_export"
    ),
    path("persons/distinct/", duplicate_views.distinct, name="distinct"),
    path("persons/distinct/<uuid:key>/undo/", duplicate_views.distinct_undo, name="distinct_undo"),
    path("persons/duplicates/<uuid:key>/", duplicate_views.duplicate, name="duplicate"),
    path(
        "persons/duplicates/<uuid:key>/weights.svg",
        duplicate_views.duplicate_drawing,
        name="duplicate_drawing",
    ),
    path("persons/duplicates/<uuid:key>/merge/", duplicate_views.duplicate_merge, name="duplicate_merge"),
    path("persons/duplicates/<uuid:key>/apart/", duplicate_views.duplicate_apart, name="duplicate_apart"),
    path("persons/<uuid:key>/", views.person, name="person"),
    path("persons/<uuid:key>/name/", views.name_add, name="name_add"),
    path("persons/<uuid:key>/describe/", views.describe_person, name="describe"),
    path("persons/<uuid:key>/alive/", views.alive, name="alive"),
    path("persons/<uuid:key>/merge/", views.merge_person, name="merge"),
    path("persons/<uuid:key>/family/", views.family_start, name="family_start"),
    path("merges/<uuid:key>/undo/", views.merge_undo, name="merge_undo"),
    path("reports/<uuid:key>/", views.report_correct, name="report_correct"),
    path("families/<uuid:key>/", views.family, name="family"),
    path("families/<uuid:key>/drawing.svg", views.family_drawing, name="family_drawing"),
    path("relatives/<uuid:key>/", views.relative, name="relative"),
    path("relatives/<uuid:key>/correct/", views.relative_correct, name="relative_correct"),
    path("relatives/<uuid:key>/missing/", views.relative_missing, name="relative_missing"),
    path("relatives/<uuid:key>/twin/", views.relative_twin, name="relative_twin"),
    path("relatives/<uuid:key>/remove/", views.relative_remove, name="relative_remove"),
    path("relatives/<uuid:key>/add/", views.relative_add, name="relative_add"),
    path("relatives/<uuid:key>/consent/", views.consent_add, name="consent"),
    path("events/", views.events, name="events"),
    path("events/new/", views.event_add, name="event_add"),
    path("accounting/", views.accounting, name="accounting"),
    path("accounting/lines.<slug:kind>", views.accounting_export, name="accounting_export"),
]
