from django.urls import path

from upk.ledger import file_views, views

app_name = "ledger"
urlpatterns = [
    path("jurnal/", views.journal, name="journal"),
    path("jurnal/baru/", views.entry_add, name="entry-add"),
    path("bukti/<int:pk>/", views.entry_detail, name="entry-detail"),
    path("bukti/<int:pk>/cetak/", views.entry_print, name="entry-print"),
    path("bukti/<int:pk>/batal/", views.entry_reverse, name="entry-reverse"),
    path("bukti/<int:pk>/lampirkan/", file_views.entry_attach, name="entry-attach"),
    path("lampiran/<int:pk>/", file_views.entry_file, name="entry-file"),
    path("lampiran/<int:pk>/tarik/", file_views.entry_file_withdraw, name="entry-file-withdraw"),
    path("neraca-saldo/", views.trial_balance, name="trial-balance"),
    path("akun/", views.account_list, name="account-list"),
    path("akun/baru/", views.account_add, name="account-add"),
    path("akun/<int:pk>/", views.account_book, name="account-book"),
    path("akun/<int:pk>/ubah/", views.account_edit, name="account-edit"),
]
