"""Addresses of moving in, below ``pindah/`` and in the namespace of the desk."""

from django.urls import path

from upk.desk.moving import views

urlpatterns = [
    path("", views.moving, name="moving"),
    path("templat/", views.template, name="moving-template"),
    path("<int:pk>/", views.upload, name="moving-upload"),
    path("<int:pk>/masalah/<str:file_format>/", views.problems_file, name="moving-problems"),
    path("<int:pk>/periksa/", views.upload_again, name="moving-again"),
    path("<int:pk>/masukkan/", views.upload_confirm, name="moving-confirm"),
    path("<int:pk>/hapus/", views.upload_discard, name="moving-discard"),
]
