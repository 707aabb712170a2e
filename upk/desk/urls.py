from django.urls import path

from upk.desk import check_views, views
from upk.desk.first_run import first_run

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("periksa-buku/", check_views.check, name="check-books"),
    path("jatuh-tempo/", views.due_list, name="due-list"),
    path("mulai/", first_run, name="first-run"),
]
