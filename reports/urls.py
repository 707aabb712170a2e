from django.urls import path

from reports import health_views, pack_views, quarter_views, settings_views, views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("triwulan/", quarter_views.quarter_list, name="quarter-list"),
    path("triwulan/<str:quarter>/draf/", quarter_views.quarter_draft, name="quarter-draft"),
    path(
        "triwulan/<str:quarter>/draf/unduh/",
        quarter_views.quarter_draft_file,
        name="quarter-draft-file",
    ),
    path("triwulan/terbit/<int:pk>/", quarter_views.issued_detail, name="issued-detail"),
    path("triwulan/terbit/<int:pk>/buat-pdf/", quarter_views.issued_make, name="issued-make"),
    path(
        "triwulan/terbit/<int:pk>/unduh/<str:kind>/", quarter_views.issued_file, name="issued-file"
    ),
    path("triwulan/terbit/<int:pk>/perubahan/", pack_views.issued_changes, name="issued-changes"),
    path("triwulan/susunan/", pack_views.pack_settings, name="pack-settings"),
    path("pengaturan/", settings_views.statement_settings, name="settings"),
    path("pengaturan/penilaian/", health_views.health_tables, name="health-tables"),
    path("pengaturan/penilaian/baru/", health_views.health_table_add, name="health-table-add"),
    path("pengaturan/catatan/<str:key>/", settings_views.note_edit, name="note-edit"),
    path("<str:name>/", views.report, name="report"),
    path("<str:name>/unduh/<str:file_format>/", views.download, name="download"),
]
