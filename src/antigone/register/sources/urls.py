"""Addresses of the sources stage."""

from django.urls import path

from antigone.register.sources.views import claims, events, groups, reading, sources

urlpatterns = [
    path("sources/", sources.sources, name="sources"),
    path("sources/new/", sources.source_add, name="source_add"),
    path("testimonies/new/", sources.testimony_add, name="testimony_add"),
    path("sources/<uuid:key>/", sources.source, name="source"),
    path("sources/<uuid:key>/original", sources.source_original, name="source_original"),
    path("sources/<uuid:key>/extract/", sources.source_extract, name="source_extract"),
    path("sources/<uuid:key>/custody/", sources.source_custody, name="source_custody"),
    path("sources/<uuid:key>/visibility/", sources.source_visibility, name="source_visibility"),
    path("sources/<uuid:key>/reader/", sources.source_reader, name="source_reader"),
    path("sources/<uuid:key>/particular/", sources.particular_add, name="particular_add"),
    path("sources/<uuid:key>/read/", reading.reading, name="reading"),
    path("sources/<uuid:key>/read/accept/", reading.particular_accept, name="particular_accept"),
    path("sources/<uuid:key>/read/aside/", reading.proposal_aside, name="proposal_aside"),
    path("sources/<uuid:key>/read/count/", reading.count_accept, name="count_accept"),
    path("sources/<uuid:key>/read/days/", reading.elapsed_add, name="elapsed_add"),
    path("sources/<uuid:key>/claim/", reading.claim_add, name="claim_add"),
    path("claims/", claims.claims, name="claims"),
    path("contradictions/", claims.contradictions_page, name="contradictions"),
    path("claims/<uuid:key>/", claims.claim, name="claim"),
    path("claims/<uuid:key>/assess/", claims.claim_assess, name="claim_assess"),
    path("claims/<uuid:key>/cite/", claims.claim_cite, name="claim_cite"),
    path("claims/<uuid:key>/withdraw/", claims.claim_withdraw, name="claim_withdraw"),
    path("claims/<uuid:key>/alleged/", claims.alleged_add, name="alleged_add"),
    path("claims/<uuid:key>/pictures/", claims.claim_compare, name="claim_compare"),
    path("alleged/<uuid:key>/", claims.alleged_open, name="alleged_open"),
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.group_add, name="group_add"),
    path("groups/<uuid:key>/", groups.group, name="group"),
    path("groups/<uuid:key>/part/", groups.part_add, name="part_add"),
    path("groups/<uuid:key>/whole/", groups.whole_add, name="whole_add"),
    path("groups/<uuid:key>/sum/", groups.ask_add, name="ask_add"),
    path("groups/<uuid:key>/<str:code>.svg", groups.group_picture, name="group_picture"),
    path("timeline/", events.timeline_page, name="timeline"),
    path("timeline/link/", events.link_decide, name="link_decide"),
    path("events/<uuid:key>/", events.event, name="event"),
]
