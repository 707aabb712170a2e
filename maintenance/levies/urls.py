from django.urls import path

from maintenance.levies import bank_views, grade_views, payment_views, rule_views, views

urlpatterns = [
    path("", views.levy_list, name="levy-list"),
    path("desa/<int:pk>/", views.levy_card_page, name="levy-card"),
    path("desa/<int:pk>/perbaikan/", bank_views.spend_add, name="levy-spend-add"),
    path("nilai/", grade_views.grade_rule_list, name="grade-rule-list"),
    path("nilai/baru/", grade_views.grade_rule_add, name="grade-rule-add"),
    path("aturan/", rule_views.rule_list, name="levy-rule-list"),
    path("aturan/baru/", rule_views.rule_add, name="levy-rule-add"),
    path("aturan/<int:pk>/cabut/", rule_views.rule_withdraw, name="levy-rule-withdraw"),
    path("aturan/<int:pk>/berkas/", rule_views.rule_file, name="levy-rule-file"),
    path("terima/", payment_views.payment_sheet, name="levy-sheet"),
    path("terima/<uuid:key>/", payment_views.sheet_receipts, name="levy-receipts"),
    path("terima/<uuid:key>/cetak/", payment_views.sheet_paper, name="levy-receipts-paper"),
    path("penerimaan/", payment_views.payment_list, name="levy-payment-list"),
    path("penerimaan/<int:pk>/", payment_views.payment_detail, name="levy-payment"),
    path("penerimaan/<int:pk>/cetak/", payment_views.payment_paper, name="levy-payment-paper"),
    path("bank/", bank_views.bank_list, name="levy-bank-list"),
    path("bank/setor/", bank_views.deposit_add, name="levy-deposit-add"),
    path("bank/mutasi/", bank_views.bank_item_add, name="levy-bank-item-add"),
    path("bukti/<int:pk>/", bank_views.levy_entry, name="levy-entry"),
    path("bukti/<int:pk>/batal/", bank_views.levy_undo, name="levy-undo"),
]
