from django.urls import path

from closing import provision_views, surplus_views

app_name = "closing"
urlpatterns = [
    path("cadangan/", provision_views.provision_list, name="provision-list"),
    path("cadangan/bukukan/", provision_views.provision_post, name="provision-post"),
    path("cadangan/<int:pk>/batal/", provision_views.provision_reverse, name="provision-reverse"),
    path("surplus/", surplus_views.surplus_list, name="surplus-list"),
    path("surplus/aturan/baru/", surplus_views.rule_add, name="rule-add"),
    path("surplus/bagi/<int:pk>/", surplus_views.surplus_divide, name="surplus-divide"),
    path("surplus/<int:pk>/", surplus_views.surplus_detail, name="surplus-detail"),
    path("surplus/<int:pk>/lampiran/", surplus_views.surplus_paper, name="surplus-paper"),
    path("surplus/<int:pk>/cabut/", surplus_views.surplus_withdraw, name="surplus-withdraw"),
]
