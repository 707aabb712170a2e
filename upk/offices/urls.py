from django.urls import path

from upk.offices import assignment_views, checklist_views, views

app_name = "offices"
urlpatterns = [
    path("masuk/", views.login, name="login"),
    path("keluar/", views.logout_view, name="logout"),
    path("keluar/semua/", views.sessions_end, name="sessions-end"),
    path("kata-sandi/", views.password_change, name="password-change"),
    path("kantor/", views.office_edit, name="office-edit"),
    path("pengguna/", views.user_list, name="user-list"),
    path("pengguna/baru/", views.user_add, name="user-add"),
    path("pengguna/<int:pk>/", views.user_edit, name="user-edit"),
    path("pengguna/<int:pk>/kata-sandi/", views.user_reset_password, name="user-reset-password"),
    path("daftar-periksa/", checklist_views.checklist_list, name="checklist-list"),
    path("daftar-periksa/<slug:kind>/baru/", checklist_views.checklist_add, name="checklist-add"),
    path("desa/", views.village_list, name="village-list"),
    path("desa/baru/", views.village_add, name="village-add"),
    path("desa/<int:pk>/", views.village_edit, name="village-edit"),
    path("desa/<int:pk>/penanggung-jawab/", assignment_views.village_assign, name="village-assign"),
    path("desa/<int:pk>/riwayat/", assignment_views.village_history, name="village-history"),
    path("penanggung-jawab/", assignment_views.responsible_list, name="responsible-list"),
    path(
        "penanggung-jawab/<int:pk>/",
        assignment_views.responsible_detail,
        name="responsible-detail",
    ),
    path("orang/", views.person_list, name="person-list"),
    path("orang/baru/", views.person_add, name="person-add"),
    path("orang/cari-nik/", views.person_search, name="person-search"),
    path("orang/<int:pk>/", views.person_detail, name="person-detail"),
    path("orang/<int:pk>/nik/", views.person_identity, name="person-identity"),
    path("orang/<int:pk>/ubah/", views.person_edit, name="person-edit"),
]
