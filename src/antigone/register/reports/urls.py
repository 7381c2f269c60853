"""Addresses of the reports."""

from django.urls import path

from antigone.register.reports import list_views, views

urlpatterns = [
    path("files/", list_views.list_files, name="list_files"),
    path("files/<slug:name>.<slug:kind>", list_views.list_file, name="list_file"),
    path("reports/", views.reports, name="reports"),
    path("reports/case-file/", views.case_file_make, name="case_file"),
    path("reports/certificate/", views.certificate_make, name="certificate"),
    path("reports/family-letter/", views.family_letter_make, name="family_letter"),
    path("reports/protocol/", views.protocol_make, name="protocol"),
    path("reports/circulation/", views.circulation_make, name="circulation"),
    path("reports/accounting/", views.accounting_make, name="public_accounting"),
    path("reports/disclose/", views.disclose_make, name="disclose"),
    path("documents/<uuid:key>/", views.document, name="document"),
    path("disclosures/<uuid:key>/", views.disclosure, name="disclosure"),
]
