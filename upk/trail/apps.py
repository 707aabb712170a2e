from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "upk.trail"
    label = "trail"
    verbose_name = "Jejak perubahan"
