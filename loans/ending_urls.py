"""Addresses of how loans end: settlement, rescheduling, write-off and what follows."""

from django.urls import path

from loans import ending_views, recovery_views, rescheduling_views, settlement_views

urlpatterns = [
    path("<int:pk>/pelunasan/", settlement_views.loan_quotation, name="loan-quotation"),
    path("<int:pk>/pelunasan/terima/", settlement_views.loan_settle, name="loan-settle"),
    path("<int:pk>/jadwal-ulang/", rescheduling_views.loan_reschedule, name="loan-reschedule"),
    path("<int:pk>/hapus/", ending_views.loan_write_off, name="loan-write-off"),
    path("<int:pk>/pemanfaat/selesai/", ending_views.loan_member_end, name="loan-member-end"),
    path("<int:pk>/batal-cair/", ending_views.loan_cancel, name="loan-cancel"),
    path("pengurangan/<int:pk>/batal/", ending_views.relief_undo, name="relief-undo"),
    path("pengurangan/<int:pk>/terima/", recovery_views.recovery_add, name="recovery-add"),
    path("penagihan/<int:pk>/", recovery_views.recovery_detail, name="recovery-detail"),
    path("penagihan/<int:pk>/batal/", recovery_views.recovery_reverse, name="recovery-reverse"),
]
