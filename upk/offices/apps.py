from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "upk.offices"
    label = "offices"
    verbose_name = "Kantor"
