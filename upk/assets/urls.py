from django.urls import path

from upk.assets import class_views, depreciation_views, disposal_views, views

app_name = "assets"
urlpatterns = [
    path("", views.asset_list, name="list"),
    path("beli/", views.purchase_add, name="purchase-add"),
    path("saldo-awal/", views.takeover_add, name="takeover-add"),
    path("perolehan/<int:pk>/batal/", views.acquisition_undo, name="acquisition-undo"),
    path("barang/<int:pk>/", views.asset_detail, name="detail"),
    path("barang/<int:pk>/kondisi/", views.condition_add, name="condition-add"),
    path("barang/<int:pk>/lepas/", disposal_views.disposal_add, name="disposal-add"),
    path("pelepasan/<int:pk>/batal/", disposal_views.disposal_undo, name="disposal-undo"),
    path("penyusutan/", depreciation_views.depreciation_list, name="depreciation-list"),
    path("penyusutan/bukukan/", depreciation_views.depreciation_post, name="depreciation-post"),
    path(
        "penyusutan/<int:pk>/batal/",
        depreciation_views.depreciation_undo,
        name="depreciation-undo",
    ),
    path("golongan/", class_views.class_list, name="class-list"),
    path("golongan/baku/", class_views.class_defaults, name="class-defaults"),
    path("golongan/baru/", class_views.class_add, name="class-add"),
    path("golongan/<int:pk>/ubah/", class_views.class_edit, name="class-edit"),
    path("golongan/<int:pk>/masa-manfaat/", class_views.life_add, name="life-add"),
]
