"""Addresses of papers; loans/urls.py puts all of them together."""

from django.urls import path

from loans import paper_text_views, paper_views

urlpatterns = [
    path("<int:pk>/dokumen/", paper_views.loan_papers, name="loan-papers"),
    path("<int:pk>/dokumen/<str:key>/", paper_views.loan_paper, name="loan-paper"),
    path("dokumen/naskah/", paper_text_views.paper_text_list, name="paper-text-list"),
    path("dokumen/naskah/<str:key>/", paper_text_views.paper_text_edit, name="paper-text-edit"),
]
