from django.urls import include, path

app_name = "goats"
urlpatterns = [
    path("rtm/", include("goats.households.urls")),
    path("bantuan/", include("goats.aid.urls")),
    path("kambing/", include("goats.herd.urls")),
]
