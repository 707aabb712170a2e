"""Addresses that need no login; their names belong to ``desk``."""

from django.urls import path

from upk.desk.public import check_views, views

urlpatterns = [
    path("publik/", views.office_list, name="public-list"),
    path("publik/<str:code>/", views.office_page, name="public-office"),
    path("publik/<str:code>/dokumen/<int:pk>/", views.document, name="public-document"),
    path("publik/<str:code>/laporan/<str:quarter>/", views.report, name="public-report"),
    path("periksa/", check_views.check, name="check"),
    path("periksa/<str:code>/", check_views.report_check, name="report-check"),
]
