"""Addresses that need no login; their names belong to ``desk``."""

from django.urls import path

from upk.desk.public import check_views

urlpatterns = [
    path("periksa/", check_views.check, name="check"),
    path("periksa/<str:code>/", check_views.report_check, name="report-check"),
]
