"""Addresses of trainings."""

from django.urls import path

from training.views import batches, kinds, papers, people, results

app_name = "training"
urlpatterns = [
    path("", batches.batch_list, name="batch-list"),
    path("baru/", batches.batch_add, name="batch-add"),
    path("berikutnya/", batches.batch_next, name="batch-next"),
    path("cakupan/", kinds.coverage_page, name="coverage"),
    path("jenis/", kinds.kind_list, name="kind-list"),
    path("jenis/awal/", kinds.kind_defaults, name="kind-defaults"),
    path("jenis/baru/", kinds.kind_add, name="kind-add"),
    path("jenis/<int:pk>/aturan/", kinds.kind_rule_add, name="kind-rule-add"),
    path("jenis/<int:pk>/pakai/", kinds.kind_switch, name="kind-switch"),
    path("<int:pk>/", batches.batch_detail, name="batch-detail"),
    path("<int:pk>/ubah/", batches.batch_replan, name="batch-replan"),
    path("<int:pk>/langkah/<slug:slug>/", batches.step_add, name="step-add"),
    path("langkah/<int:pk>/batal/", batches.step_reverse, name="step-reverse"),
    path("<int:pk>/peserta/kelompok/", people.groups_add, name="groups-add"),
    path("<int:pk>/peserta/lain/", people.participant_add, name="participant-add"),
    path("peserta/<int:pk>/batal/", people.participant_withdraw, name="participant-withdraw"),
    path("peserta/<int:pk>/lupakan/", people.participant_forget, name="participant-forget"),
    path("<int:pk>/kehadiran/", results.attendance, name="attendance"),
    path("<int:pk>/nilai/", results.scores, name="scores"),
    path("<int:pk>/sertifikat/", results.certificates_issue, name="certificates-issue"),
    path("sertifikat/<int:pk>/tarik/", results.certificate_withdraw, name="certificate-withdraw"),
    path("<int:pk>/tindak-lanjut/", results.follow_up_add, name="follow-up-add"),
    path("tindak-lanjut/<int:pk>/hasil/", results.follow_up_end, name="follow-up-end"),
    path("<int:pk>/biaya/", results.cost_add, name="cost-add"),
    path("<int:pk>/biaya/hapus/", results.cost_remove, name="cost-remove"),
    path("<int:pk>/undangan.pdf", papers.invitation, name="invitation"),
    path("<int:pk>/daftar-hadir.pdf", papers.attendance_list, name="attendance-list"),
    path("<int:pk>/sertifikat.pdf", papers.certificates, name="certificates"),
]
