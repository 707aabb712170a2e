from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "upk.assets"
    label = "assets"
    verbose_name = "Inventaris"
