from django.urls import include, path

from upk.desk import check_views, closing_views, issuing_views, views
from upk.desk.first_run import first_run

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("kabupaten/", include("upk.desk.district.urls")),
    path("periksa-buku/", check_views.check, name="check-books"),
    path("tutup-buku/", closing_views.periods, name="periods"),
    path("tutup-buku/buka/", closing_views.period_reopen, name="period-reopen"),
    path("tutup-buku/<str:month>/", closing_views.period_close, name="period-close"),
    path(
        "laporan/triwulan/<str:quarter>/terbitkan/",
        issuing_views.quarter_issue,
        name="quarter-issue",
    ),
    path("jatuh-tempo/", views.due_list, name="due-list"),
    path("mulai/", first_run, name="first-run"),
    path("", include("upk.desk.public.urls")),
]
