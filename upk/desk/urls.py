from django.urls import include, path

from upk.desk import check_views, closing_views, issuing_views, views
from upk.desk.first_run import first_run
from upk.desk.villages import views as village_views

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
    path("desa-binaan/", village_views.village_list, name="village-list"),
    path("desa-binaan/<int:pk>/", village_views.village_page, name="village-page"),
    path("desa-binaan/<int:pk>/lembar/", village_views.village_sheet, name="village-sheet"),
    path("mulai/", first_run, name="first-run"),
    path("pindah/", include("upk.desk.moving.urls")),
    path("data-pribadi/", include("upk.desk.privacy.urls")),
    path("jejak/", include("upk.desk.trail.urls")),
    path("", include("upk.desk.public.urls")),
]
