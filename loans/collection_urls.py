"""Addresses of arrears work; loans/urls.py puts all of them together."""

from django.urls import path

from loans import collection_views, warning_views

urlpatterns = [
    path("penagihan/", collection_views.arrears_work, name="arrears-work"),
    path("<int:pk>/penagihan/", collection_views.contact_add, name="contact-add"),
    path(
        "penagihan/catatan/<int:pk>/perbaiki/",
        collection_views.contact_correct,
        name="contact-correct",
    ),
    path("penagihan/kelompok/<int:pk>/pesan/", collection_views.reminder, name="reminder"),
    path("penagihan/surat/", warning_views.letters_due_list, name="letters-due"),
    path("penagihan/surat/terbitkan/", warning_views.letters_issue, name="letters-issue"),
    path("penagihan/surat/naskah/", warning_views.letters_draft, name="letters-draft"),
    path("penagihan/surat/terbit/", warning_views.letter_list, name="letter-list"),
    path("penagihan/surat/<uuid:key>/", warning_views.letter_batch, name="letter-batch"),
    path(
        "penagihan/surat/<uuid:key>/pdf/", warning_views.letter_batch_pdf, name="letter-batch-pdf"
    ),
    path(
        "penagihan/surat/terbit/<int:pk>/batalkan/",
        warning_views.letter_withdraw,
        name="letter-withdraw",
    ),
    path("penagihan/aturan/", warning_views.collection_rules, name="collection-rules"),
]
