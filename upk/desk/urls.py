from django.urls import path

from upk.desk import views
from upk.desk.first_run import first_run

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("mulai/", first_run, name="first-run"),
]
