from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "upk.desk"
    label = "desk"
    verbose_name = "Meja kerja"
