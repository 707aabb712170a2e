from django.urls import path

from upk.budget import views

app_name = "budget"
urlpatterns = [
    path("", views.budget_detail, name="detail"),
    path("<int:year>/susun/", views.version_add, name="version-add"),
    path("versi/<int:pk>/<str:file_format>/", views.version_download, name="version-download"),
]
