"""Addresses of the whole site; paths are Indonesian, names English."""

from django.urls import include, path

urlpatterns = [
    path("", include("upk.desk.urls")),
    path("", include("upk.offices.urls")),
    path("", include("upk.signin.urls")),
    path("buku/", include("upk.ledger.urls")),
    path("kas/", include("upk.cash.urls")),
    path("inventaris/", include("upk.assets.urls")),
    path("anggaran/", include("upk.budget.urls")),
    path("profil/", include("upk.profile.urls")),
    path("kelompok/", include("groups.urls")),
    path("kunjungan/", include("visits.urls")),
    path("pelatihan/", include("training.urls")),
    path("pinjaman/", include("loans.urls")),
    path("blm/", include("grants.urls")),
    path("pemeliharaan/", include("maintenance.urls")),
    path("sosial/", include("goats.urls")),
    path("penutupan/", include("closing.urls")),
    path("pengawasan/", include("oversight.urls")),
    path("laporan/", include("reports.urls")),
]

handler400 = "upk.running.pages.bad_request"
handler403 = "upk.running.pages.permission_denied"
handler404 = "upk.running.pages.page_not_found"
handler500 = "upk.running.pages.server_error"
