from django.urls import path

from goats.aid import handover_views, money_views, plan_views, views

urlpatterns = [
    path("", views.aid_list, name="aid-list"),
    path("<int:year>/", views.aid_year, name="aid-year"),
    path("rencana/baru/", plan_views.plan_add, name="aid-plan-add"),
    path("rencana/<int:pk>/", plan_views.plan_detail, name="aid-plan"),
    path("rencana/<int:pk>/putusan/", plan_views.plan_decide, name="aid-plan-decide"),
    path("rencana/<int:pk>/akhiri/", plan_views.plan_end, name="aid-plan-end"),
    path("rencana/<int:pk>/bayar/", money_views.payment_add, name="aid-pay"),
    path("rencana/<int:pk>/beli-kambing/", money_views.goats_buy, name="aid-goats-buy"),
    path("rencana/<int:pk>/kembali/", money_views.return_add, name="aid-return"),
    path("pembayaran/<int:pk>/batal/", money_views.move_reverse, name="aid-move-reverse"),
    path("penyerahan/", handover_views.handover_list, name="aid-handovers"),
    path("rencana/<int:pk>/serahkan/", handover_views.handover_add, name="aid-hand"),
    path("rencana/<int:pk>/daftar-terima/", handover_views.receipt_list, name="aid-receipts"),
    path("penyerahan/<int:pk>/batal/", handover_views.handover_reverse, name="aid-hand-reverse"),
]
