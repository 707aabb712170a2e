"""Addresses of the district's desk, below ``kabupaten/`` and in the namespace of the desk."""

from django.urls import path

from upk.desk.district.views import board, bundling, comparing, consolidating, reminders, reports
from upk.desk.district.views import settings as settings_views

urlpatterns = [
    path("triwulan/", board.quarters, name="district-quarters"),
    path("laporan/<int:pk>/", reports.report, name="district-report"),
    path("upk/<int:pk>/", reports.office, name="district-office"),
    path("pengingat/", reminders.reminders, name="district-reminders"),
    path("pengingat/surat/", reminders.reminder_letters, name="district-letters"),
    path("perbandingan/", comparing.comparison, name="district-comparison"),
    path(
        "perbandingan/unduh/<str:file_format>/",
        comparing.comparison_file,
        name="district-comparison-file",
    ),
    path("perubahan/", comparing.changes, name="district-changes"),
    path("konsolidasi/", consolidating.consolidated, name="district-consolidated"),
    path(
        "konsolidasi/<str:name>/",
        consolidating.consolidated_report,
        name="district-consolidated-report",
    ),
    path(
        "konsolidasi/<str:name>/unduh/<str:file_format>/",
        consolidating.consolidated_file,
        name="district-consolidated-file",
    ),
    path("berkas/", bundling.bundles, name="district-bundles"),
    path("berkas/baru/", bundling.bundle_add, name="district-bundle-add"),
    path("berkas/<int:pk>/", bundling.bundle, name="district-bundle"),
    path("berkas/<int:pk>/lanjut/", bundling.bundle_resume, name="district-bundle-resume"),
    path("berkas/<int:pk>/unduh/", bundling.bundle_file, name="district-bundle-file"),
    path("aturan/", settings_views.rules, name="district-rules"),
]
