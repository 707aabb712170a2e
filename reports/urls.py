from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:name>/", views.report, name="report"),
    path("<str:name>/unduh/<str:file_format>/", views.download, name="download"),
]
