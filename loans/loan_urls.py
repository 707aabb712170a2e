"""Addresses of loans and products; loans/urls.py puts all of them together."""

from django.urls import path

from loans import loan_views, product_views

urlpatterns = [
    path("", loan_views.loan_list, name="loan-list"),
    path("<int:pk>/", loan_views.loan_detail, name="loan-detail"),
    path("<int:pk>/kartu/", loan_views.loan_card, name="loan-card"),
    path("<int:pk>/pemanfaat/", loan_views.loan_shares, name="loan-shares"),
    path("<int:pk>/cairkan/", loan_views.loan_disburse, name="loan-disburse"),
    path("produk/", product_views.product_list, name="product-list"),
    path("produk/baru/", product_views.product_add, name="product-add"),
    path("produk/<int:pk>/", product_views.product_detail, name="product-detail"),
    path("produk/<int:pk>/pakai/", product_views.product_use, name="product-use"),
    path("produk/<int:pk>/ketentuan/", product_views.terms_add, name="terms-add"),
    path("produk/kelas/baru/", product_views.class_set_add, name="class-set-add"),
]
