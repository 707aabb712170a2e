from django.urls import path

from goats.herd import event_views, handover_views, setting_views, views

urlpatterns = [
    path("", views.goat_list, name="goat-list"),
    path("baru/", views.goat_buy, name="goat-buy"),
    path("angka/", views.herd_figures_page, name="herd-figures"),
    path("label/", handover_views.label_sheet, name="label-sheet"),
    path("serah-terima/", handover_views.handover_list, name="handover-list"),
    path("serah-terima/<int:pk>/", handover_views.handover_paper, name="handover-paper"),
    path("aturan/", setting_views.rules_list, name="rules-list"),
    path("aturan/baru/", setting_views.rules_add, name="rules-add"),
    path("penduduk/", setting_views.population_list, name="population-list"),
    path("penduduk/baru/", setting_views.population_add, name="population-add"),
    path("foto/<int:pk>/", event_views.photo, name="goat-photo"),
    path("peristiwa/<int:pk>/batal/", event_views.event_reverse, name="goat-event-reverse"),
    path("<int:pk>/", views.goat_detail, name="goat-detail"),
    path("<int:pk>/keturunan/", views.goat_tree, name="goat-tree"),
    path("<int:pk>/tempatkan/", handover_views.goat_place, name="goat-place"),
    path("<int:pk>/serah-terima/", handover_views.handover_add, name="handover-add"),
    path("<int:pk>/berita-acara/", handover_views.handover_form, name="handover-form"),
    path("<int:pk>/beranak/", event_views.birth_add, name="birth-add"),
    path("<int:pk>/sapih/", event_views.weaning_add, name="weaning-add"),
    path("<int:pk>/ganti/", event_views.replacement_add, name="replacement-add"),
    path("<int:pk>/foto/", event_views.photo_add, name="goat-photo-add"),
    path("<int:pk>/peristiwa/<slug:slug>/", event_views.happening_add, name="happening-add"),
]
