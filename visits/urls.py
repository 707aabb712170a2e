from django.urls import path

from visits.views import agreement_pages, lists, visit_pages

app_name = "visits"
urlpatterns = [
    path("", lists.visit_list, name="visit-list"),
    path("belum/", lists.visit_missing, name="visit-missing"),
    path("baru/", lists.visit_choose, name="visit-choose"),
    path("kelompok/<int:pk>/baru/", visit_pages.visit_add_group, name="visit-add-group"),
    path("desa/<int:pk>/baru/", visit_pages.visit_add_village, name="visit-add-village"),
    path("<int:pk>/", visit_pages.visit_detail, name="visit-detail"),
    path("<int:pk>/perbaiki/", visit_pages.visit_correct, name="visit-correct"),
    path("<int:pk>/batalkan/", visit_pages.visit_withdraw, name="visit-withdraw"),
    path("<int:pk>/notulen/", visit_pages.visit_minutes, name="visit-minutes"),
    path("<int:pk>/foto/", visit_pages.visit_photo_add, name="visit-photo-add"),
    path("foto/<int:pk>/", visit_pages.visit_photo, name="visit-photo"),
    path("foto/<int:pk>/tarik/", visit_pages.visit_photo_withdraw, name="visit-photo-withdraw"),
    path("kesepakatan/", agreement_pages.agreement_list, name="agreement-list"),
    path("kesepakatan/<int:pk>/tutup/", agreement_pages.agreement_close, name="agreement-close"),
    path("kesepakatan/<int:pk>/buka/", agreement_pages.agreement_reopen, name="agreement-reopen"),
]
