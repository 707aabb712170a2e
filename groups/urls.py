from django.urls import path

from groups import assessment_views, views

app_name = "groups"
urlpatterns = [
    path("", views.group_list, name="group-list"),
    path("baru/", views.group_add, name="group-add"),
    path("<int:pk>/", views.group_detail, name="group-detail"),
    path("<int:pk>/ubah/", views.group_edit, name="group-edit"),
    path("<int:pk>/anggota/tambah/", views.member_add, name="member-add"),
    path("<int:pk>/anggota/orang-baru/", views.member_new, name="member-new"),
    path("<int:pk>/penilaian/baru/", assessment_views.assessment_add, name="assessment-add"),
    path("penilaian/<int:pk>/", assessment_views.assessment_detail, name="assessment-detail"),
    path("anggota/<int:pk>/kedudukan/", views.member_position, name="member-position"),
    path("anggota/<int:pk>/akhiri/", views.member_end, name="member-end"),
]
