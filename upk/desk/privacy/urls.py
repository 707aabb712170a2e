"""Addresses about personal data, below ``data-pribadi/`` and in the namespace of the desk."""

from django.urls import path

from upk.desk.privacy import views

urlpatterns = [
    path("", views.retention, name="retention"),
    path("aturan/", views.rule_add, name="retention-rule"),
    path("hapus/", views.people_forget, name="people-forget"),
    path("kantor/", views.office_copy, name="office-copy"),
    path("kantor/unduh/", views.office_copy_file, name="office-copy-file"),
    path("kantor/hapus/", views.office_copy_remove, name="office-copy-remove"),
    path("orang/<int:pk>/<str:file_format>/", views.person_copy, name="person-copy"),
]
