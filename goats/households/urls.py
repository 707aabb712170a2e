from django.urls import path

from goats.households import views

urlpatterns = [
    path("", views.household_list, name="household-list"),
]
