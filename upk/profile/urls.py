from django.urls import path

from upk.profile import views

app_name = "profile"
urlpatterns = [
    path("", views.edit, name="edit"),
    path("naskah/<slug:key>/", views.text_edit, name="text-edit"),
    path("pengurus/baru/", views.officer_add, name="officer-add"),
    path("pengurus/<int:pk>/berakhir/", views.officer_end, name="officer-end"),
    path("pengurus/<int:pk>/tarik/", views.officer_withdraw, name="officer-withdraw"),
    path("dokumen/baru/", views.document_add, name="document-add"),
    path("dokumen/<int:pk>/berkas/", views.document_file, name="document-file"),
    path("dokumen/<int:pk>/tarik/", views.document_withdraw, name="document-withdraw"),
]
