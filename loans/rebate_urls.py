"""Addresses of members' payments and of rebates; loans/urls.py puts all of them together."""

from django.urls import path

from loans import member_views, rebate_views

urlpatterns = [
    path("<int:pk>/kartu-pemanfaat/", member_views.member_cards, name="member-cards"),
    path("kwitansi/<int:pk>/anggota/", member_views.receipt_split, name="receipt-split"),
    path("iptw/", rebate_views.rebate_list, name="rebate-list"),
    path("iptw/setujui/", rebate_views.rebate_approve, name="rebate-approve"),
    path("iptw/bayar/", rebate_views.rebate_pay, name="rebate-pay"),
    path("iptw/<int:pk>/batal/", rebate_views.rebate_reverse, name="rebate-reverse"),
    path("<int:pk>/iptw/", rebate_views.loan_rebates, name="loan-rebates"),
]
