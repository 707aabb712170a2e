from django.apps import AppConfig


class ClosingConfig(AppConfig):
    name = "closing"
    label = "closing"
    verbose_name = "Penutupan buku"
