"""Addresses of the returns stage and of the overview."""

from django.urls import path

from antigone.register.returns import correction_views, passing_views, views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("notices/<uuid:key>/", views.notice_read, name="notice_read"),
    path("identifications/", views.identifications, name="identifications"),
    path("identifications/<uuid:key>/", views.identification, name="identification"),
    path("identifications/<uuid:key>/notify/", views.notify_family, name="notify"),
    path("identifications/<uuid:key>/withdrawal/", views.family_told_withdrawn, name="tell_withdrawn"),
    path("identifications/<uuid:key>/consent/", views.family_agrees, name="agree"),
    path("identifications/<uuid:key>/hand-over/", views.hand_over_remains, name="hand_over"),
    path("identifications/<uuid:key>/take-back/", views.take_remains_back, name="take_back"),
    path("identifications/<uuid:key>/withdraw/", views.withdraw_identification, name="withdraw"),
    path("corrections/<uuid:key>/read/", views.correction_read, name="correction_read"),
    path("notifications/<uuid:key>/correct/", correction_views.notification_correct,
         name="notification_correct"),
    path("notifications/<uuid:key>/retract/", correction_views.notification_retract,
         name="notification_retract"),
    path("consents/<uuid:key>/correct/", correction_views.consent_correct, name="consent_correct"),
    path("consents/<uuid:key>/retract/", correction_views.consent_retract, name="consent_retract"),
    path("hand-overs/<uuid:key>/correct/", correction_views.hand_over_correct, name="hand_over_correct"),
    path("hand-overs/<uuid:key>/retract/", correction_views.hand_over_retract, name="hand_over_retract"),
    path("transfers/<uuid:key>/correct/", correction_views.transfer_correct, name="transfer_correct"),
    path("transfers/<uuid:key>/retract/", correction_views.transfer_retract, name="transfer_retract"),
    path("remains/<uuid:key>/pass/", passing_views.remains_pass, name="remains_pass"),
    path("transfers/<uuid:key>/receipt", passing_views.transfer_receipt, name="transfer_receipt"),
    path("hand-overs/<uuid:key>/receipt", views.receipt, name="receipt"),
]  # fmt: skip
