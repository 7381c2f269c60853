"""Addresses of the field stage."""

from django.urls import path

from antigone.register.field import views

urlpatterns = [
    path("sites/", views.sites, name="sites"),
    path("sites/new/", views.site_add, name="site_add"),
    path("sites/<uuid:key>/", views.site, name="site"),
    path("sites/<uuid:key>/operation/", views.operation_add, name="operation_add"),
    path("sites/<uuid:key>/override/", views.override, name="override"),
    path("sites/<uuid:key>/remains/", views.remains_add, name="remains_add"),
    path("hazards/", views.hazards, name="hazards"),
    path("hazards/import/", views.hazard_import, name="hazard_import"),
    path("hazards/<uuid:key>/clear/", views.hazard_clear, name="hazard_clear"),
    path("remains/", views.all_remains, name="all_remains"),
    path("remains/export.<slug:kind>", views.remains_export, name="remains_export"),
    path("remains/<uuid:key>/", views.remains, name="remains"),
    path("remains/<uuid:key>/bone/", views.bone_add, name="bone_add"),
    path("remains/<uuid:key>/examination/", views.examination_add, name="examination_add"),
    path("remains/<uuid:key>/presumption/", views.presumption_add, name="presumption_add"),
]
