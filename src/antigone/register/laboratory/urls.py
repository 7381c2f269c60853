"""Addresses of the laboratory stage."""

from django.urls import path

from antigone.register.laboratory import views

urlpatterns = [
    path("samples/", views.samples, name="samples"),
    path("samples/<uuid:key>/", views.sample, name="sample"),
    path("samples/<uuid:key>/custody/", views.custody_add, name="custody_add"),
    path("remains/<uuid:key>/sample/", views.sample_of_remains, name="sample_of_remains"),
    path("relatives/<uuid:key>/sample/", views.sample_of_relative, name="sample_of_relative"),
    path("persons/<uuid:key>/effect/", views.sample_of_effect, name="sample_of_effect"),
    path("profiles/import/", views.profiles_import, name="profiles_import"),
    path("frequencies/import/", views.frequencies_import, name="frequencies_import"),
]
