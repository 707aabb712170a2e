from django.urls import path

from goats.households import step_views, views

urlpatterns = [
    path("", views.household_list, name="household-list"),
    path("baru/", views.household_add, name="household-add"),
    path("<int:pk>/", views.household_detail, name="household-detail"),
    path("<int:pk>/ubah/", views.household_correct, name="household-correct"),
    path("<int:pk>/anggota/", views.member_add, name="household-member-add"),
    path("anggota/<int:pk>/keluar/", views.member_end, name="household-member-end"),
    path("<int:pk>/nilai/", step_views.assessment_add, name="household-assess"),
    path("<int:pk>/tetapkan/", step_views.confirmation_add, name="household-confirm"),
    path("<int:pk>/catat/<slug:slug>/", step_views.step_add, name="household-step"),
    path("langkah/<int:pk>/batal/", step_views.step_reverse, name="household-step-reverse"),
    path("<int:pk>/foto/", step_views.photo_add, name="household-photo-add"),
    path("foto/<int:pk>/", step_views.photo, name="household-photo"),
]
