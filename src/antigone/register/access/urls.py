"""Addresses of members, identities and the ledger."""

from django.urls import path

from antigone.register.access import settings_views, tiles, token_views, views

urlpatterns = [
    path("members/", views.members, name="members"),
    path("members/new/", views.member_add, name="member_add"),
    path("members/<uuid:key>/remove/", views.member_remove, name="member_remove"),
    path("members/<uuid:key>/close/", views.account_close, name="account_close"),
    path("members/<uuid:key>/renew/", views.account_renew, name="account_renew"),
    path("identities/", views.identities, name="identities"),
    path("identities/new/", views.identity_add, name="identity_add"),
    path("identities/<uuid:key>/", views.identity_open, name="identity_open"),
    path("map/tiles/<int:z>/<int:x>/<int:y>/", tiles.map_tile, name="map_tile"),
    path("tokens/", token_views.tokens, name="tokens"),
    path("tokens/new/", token_views.token_new, name="token_new"),
    path("tokens/<uuid:key>/revoke/", token_views.token_revoke, name="token_revoke"),
    path("settings/", settings_views.settings, name="settings"),
    path("settings/change/", settings_views.settings_change, name="settings_change"),
    path("ledger/", views.ledger, name="ledger"),
]
