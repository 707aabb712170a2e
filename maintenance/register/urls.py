from django.urls import path

from maintenance.register import care_views, inspection_views, views

urlpatterns = [
    path("", views.infrastructure_list, name="infrastructure-list"),
    path("baru/", views.infrastructure_add, name="infrastructure-add"),
    path("<int:pk>/", views.infrastructure_detail, name="infrastructure-detail"),
    path("<int:pk>/ubah/", views.infrastructure_correct, name="infrastructure-correct"),
    path("<int:pk>/akhiri/", views.infrastructure_end, name="infrastructure-end"),
    path("akhir/<int:pk>/batal/", views.ending_void, name="ending-void"),
    path("desa/<int:pk>/lembar/", views.village_sheet, name="village-sheet"),
    path("<int:pk>/foto/", care_views.photo_add, name="photo-add"),
    path("foto/<int:pk>/", care_views.photo, name="photo"),
    path("foto/<int:pk>/tarik/", care_views.photo_withdraw, name="photo-withdraw"),
    path("<int:pk>/perbaikan/", care_views.repair_add, name="repair-add"),
    path("perbaikan/<int:pk>/batal/", care_views.repair_void, name="repair-void"),
    path("pemeriksaan/", inspection_views.inspection_list, name="inspection-list"),
    path("<int:pk>/periksa/", inspection_views.inspection_add, name="inspection-add"),
    path(
        "pemeriksaan/<int:pk>/perbaiki/",
        inspection_views.inspection_correct,
        name="inspection-correct",
    ),
    path("pemeriksaan/<int:pk>/batal/", inspection_views.inspection_void, name="inspection-void"),
    path(
        "pemeriksaan/<int:pk>/hapus-nama/",
        inspection_views.inspector_forget,
        name="inspector-forget",
    ),
    path("bobot/", care_views.weights_list, name="weights-list"),
    path("bobot/baru/", care_views.weights_add, name="weights-add"),
]
