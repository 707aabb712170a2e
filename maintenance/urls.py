from django.urls import include, path

app_name = "maintenance"
urlpatterns = [
    path("prasarana/", include("maintenance.register.urls")),
    path("iuran/", include("maintenance.levies.urls")),
]
