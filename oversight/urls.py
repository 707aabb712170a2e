"""Addresses of findings, partners and agreements."""

from django.urls import path

from oversight.views import agreements, findings

app_name = "oversight"
urlpatterns = [
    path("temuan/", findings.finding_list, name="finding-list"),
    path("temuan/baru/", findings.finding_add, name="finding-add"),
    path("temuan/berita-acara/", findings.finding_minutes, name="finding-minutes"),
    path("temuan/<int:pk>/", findings.finding_detail, name="finding-detail"),
    path("temuan/<int:pk>/jawab/", findings.finding_answer, name="finding-answer"),
    path("temuan/<int:pk>/catat/<slug:slug>/", findings.finding_step, name="finding-step"),
    path("temuan/<int:pk>/berkas/", findings.finding_file, name="finding-file"),
    path("temuan/langkah/<int:pk>/berkas/", findings.step_file, name="step-file"),
    path("kerja-sama/", agreements.agreement_list, name="agreement-list"),
    path("kerja-sama/<int:pk>/", agreements.agreement_detail, name="agreement-detail"),
    path(
        "kerja-sama/<int:pk>/catat/<slug:slug>/", agreements.agreement_step, name="agreement-step"
    ),
    path("kerja-sama/<int:pk>/naskah/", agreements.agreement_file_add, name="agreement-file-add"),
    path("kerja-sama/naskah/<int:pk>/", agreements.agreement_file, name="agreement-file"),
    path("kerja-sama/mitra/", agreements.partner_list, name="partner-list"),
    path("kerja-sama/mitra/baru/", agreements.partner_add, name="partner-add"),
    path("kerja-sama/mitra/<int:pk>/", agreements.partner_detail, name="partner-detail"),
    path("kerja-sama/mitra/<int:pk>/ubah/", agreements.partner_change, name="partner-change"),
    path("kerja-sama/mitra/<int:pk>/perjanjian/", agreements.agreement_add, name="agreement-add"),
]
