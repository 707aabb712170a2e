from django.urls import path

from grants.proposals import decision_views, paper_views, phase_views, set_views, views

urlpatterns = [
    path("", views.proposal_list, name="proposal-list"),
    path("<int:pk>/", views.proposal_detail, name="proposal-detail"),
    path("<int:pk>/ubah/", views.proposal_edit, name="proposal-edit"),
    path("<int:pk>/verifikasi/", views.proposal_verify, name="proposal-verify"),
    path("<int:pk>/nilai/", decision_views.proposal_score, name="proposal-score"),
    path("<int:pk>/tarik/", views.proposal_withdraw, name="proposal-withdraw"),
    path("<int:pk>/kembali/", views.proposal_take_back, name="proposal-take-back"),
    path("<int:pk>/cetak/<slug:key>/", paper_views.proposal_paper, name="proposal-paper"),
    path("tahap/", phase_views.phase_list, name="phase-list"),
    path("tahap/baru/", phase_views.phase_add, name="phase-add"),
    path("tahap/<int:pk>/", phase_views.phase_detail, name="phase-detail"),
    path("tahap/<int:pk>/ubah/", phase_views.phase_change, name="phase-change"),
    path("tahap/<int:pk>/usulan-baru/", views.proposal_add, name="proposal-add"),
    path(
        "tahap/<int:pk>/peringkat/<slug:sector>/",
        decision_views.phase_ranking,
        name="phase-ranking",
    ),
    path(
        "tahap/<int:pk>/keputusan/<slug:sector>/",
        decision_views.phase_decide,
        name="phase-decide",
    ),
    path("tahap/<int:pk>/usulan-desa/cetak/", paper_views.village_paper, name="village-paper"),
    path("tahap/<int:pk>/cetak/<slug:key>/", paper_views.phase_paper, name="phase-paper"),
    path("kriteria/", set_views.scoring_set_list, name="scoring-set-list"),
    path("kriteria/baru/", set_views.scoring_set_add, name="scoring-set-add"),
]
