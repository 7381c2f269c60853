"""Addresses of the laboratory stage."""

from django.urls import path

from antigone.register.laboratory.views import files, samples

urlpatterns = [
    path("laboratory/", samples.queue, name="lab_queue"),
    path("samples/", samples.samples, name="samples"),
    path("samples/export.<slug:kind>", files.samples_export, name="samples_export"),
    path("samples/<uuid:key>/", samples.sample, name="sample"),
    path("samples/<uuid:key>/custody/", samples.custody_add, name="custody_add"),
    path("samples/<uuid:key>/correct/", samples.sample_correct, name="sample_correct"),
    path("samples/<uuid:key>/step/", samples.step_add, name="step_add"),
    path("remains/<uuid:key>/sample/", samples.sample_of_remains, name="sample_of_remains"),
    path("relatives/<uuid:key>/sample/", samples.sample_of_relative, name="sample_of_relative"),
    path("persons/<uuid:key>/effect/", samples.sample_of_effect, name="sample_of_effect"),
    path("custody/<uuid:key>/correct/", samples.custody_correct, name="custody_correct"),
    path("custody/<uuid:key>/retract/", samples.custody_retract, name="custody_retract"),
    path("custody/export.<slug:kind>", files.custody_export, name="custody_export"),
    path("profiles/import/", files.profiles_import, name="profiles_import"),
    path("profiles/export.<slug:kind>", files.profiles_export, name="profiles_export"),
    path("frequencies/", files.frequencies, name="frequencies"),
    path("frequencies/import/", files.frequencies_import, name="frequencies_import"),
    path("frequencies/<uuid:key>/", files.frequency_table, name="frequency_table"),
    path("frequencies/<uuid:key>/export.<slug:kind>", files.frequencies_export, name="frequencies_export"),
    path("staff-profiles/", files.staff, name="staff"),
    path("staff-profiles/import/", files.staff_import, name="staff_import"),
]
