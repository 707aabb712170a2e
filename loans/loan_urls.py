"""Addresses of loans and products; loans/urls.py puts all of them together."""

from django.urls import path

from loans import disbursement_views, loan_views, product_views, simulation_views, waiting_views

urlpatterns = [
    path("", loan_views.loan_list, name="loan-list"),
    path("<int:pk>/", loan_views.loan_detail, name="loan-detail"),
    path("<int:pk>/kartu/", loan_views.loan_card, name="loan-card"),
    path("<int:pk>/pemanfaat/", loan_views.loan_shares, name="loan-shares"),
    path("<int:pk>/cairkan/", disbursement_views.loan_disburse, name="loan-disburse"),
    path("cairkan/", disbursement_views.loans_disburse, name="loans-disburse"),
    path("pencairan/<uuid:key>/", disbursement_views.disbursement, name="disbursement"),
    path("<int:pk>/tanda-terima/", disbursement_views.handover, name="handover"),
    path("daftar-tunggu/", waiting_views.waiting_list, name="waiting-list"),
    path("<int:pk>/berikutnya/", waiting_views.choose, name="waiting-choose"),
    path("simulasi/", simulation_views.simulation, name="simulation"),
    path("produk/", product_views.product_list, name="product-list"),
    path("produk/baru/", product_views.product_add, name="product-add"),
    path("produk/<int:pk>/", product_views.product_detail, name="product-detail"),
    path("produk/<int:pk>/pakai/", product_views.product_use, name="product-use"),
    path("produk/<int:pk>/ketentuan/", product_views.terms_add, name="terms-add"),
    path("produk/kelas/baru/", product_views.class_set_add, name="class-set-add"),
]
