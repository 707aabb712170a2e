"""Addresses of loans: lending and its settings, then money coming in."""

from django.urls import path

from loans import (
    collection_urls,
    ending_urls,
    loan_urls,
    paper_urls,
    proposal_urls,
    rebate_urls,
    receipt_views,
    sheet_views,
)

app_name = "loans"

sheet_urls = [
    path("lembar-setoran/", sheet_views.day_sheet, name="day-sheet"),
    path("lembar-setoran/blangko/", sheet_views.day_sheet_print, name="day-sheet-print"),
    path("lembar-setoran/<uuid:key>/", sheet_views.sheet_result, name="sheet-result"),
    path(
        "lembar-setoran/<uuid:key>/kwitansi/", receipt_views.sheet_receipts, name="sheet-receipts"
    ),
    path("angsuran/", receipt_views.repayment_search, name="repayment-search"),
    path("<int:pk>/angsuran/baru/", receipt_views.repayment_add, name="repayment-add"),
    path("bukti/<int:pk>/", receipt_views.entry_source, name="entry-source"),
    path("kwitansi/<int:pk>/", receipt_views.receipt, name="receipt"),
    path("kwitansi/<int:pk>/batal/", receipt_views.repayment_reverse, name="repayment-reverse"),
]

urlpatterns = [
    *loan_urls.urlpatterns,
    *proposal_urls.urlpatterns,
    *ending_urls.urlpatterns,
    *paper_urls.urlpatterns,
    *rebate_urls.urlpatterns,
    *collection_urls.urlpatterns,
    *sheet_urls,
]
