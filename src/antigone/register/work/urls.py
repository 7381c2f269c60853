"""Addresses of long work."""

from django.urls import path

from antigone.register.work import views

urlpatterns = [
    path("work/", views.work, name="work"),
    path("work/<uuid:key>/", views.job, name="job"),
    path("work/<uuid:key>/standing/", views.job_standing, name="job_standing"),
    path("work/<uuid:key>/stop/", views.job_stop, name="job_stop"),
]
