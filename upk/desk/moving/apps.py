from django.apps import AppConfig


class MovingConfig(AppConfig):
    name = "upk.desk.moving"
    label = "moving"
    verbose_name = "Pindah"
