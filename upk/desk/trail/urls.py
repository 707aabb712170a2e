from django.urls import path

from upk.desk.trail import views

urlpatterns = [
    path("", views.trail_list, name="trail"),
    path("unduh/<slug:kind>/", views.trail_file, name="trail-file"),
]
