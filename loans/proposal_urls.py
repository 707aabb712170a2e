"""Addresses of the steps before the money, and of the rules they follow."""

from django.urls import path

from loans import proposal_views, rules_views, verification_views

urlpatterns = [
    path("baru/", proposal_views.loan_add, name="loan-add"),
    path("<int:pk>/verifikasi/", verification_views.verification, name="loan-verification"),
    path("<int:pk>/verifikasi/dokumen/", verification_views.papers_check, name="papers-check"),
    path("<int:pk>/verifikasi/<int:person>/", verification_views.member_check, name="loan-member"),
    path("<int:pk>/verifikasi/putusan/", proposal_views.loan_verify, name="loan-verify"),
    path("<int:pk>/setujui/", proposal_views.loan_approve, name="loan-approve"),
    path("<int:pk>/tolak/", proposal_views.loan_refuse, name="loan-refuse"),
    path("<int:pk>/kembalikan/", proposal_views.loan_take_back, name="loan-take-back"),
    path("produk/<int:pk>/aturan/", rules_views.rules_add, name="rules-add"),
]
