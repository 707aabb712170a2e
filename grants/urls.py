from django.urls import include, path

app_name = "grants"
urlpatterns = [
    path("usulan/", include("grants.proposals.urls")),
    path("kegiatan/", include("grants.running.urls")),
]
