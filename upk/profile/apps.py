from django.apps import AppConfig


class ProfileConfig(AppConfig):
    name = "upk.profile"
    label = "profile"
    verbose_name = "Profil Kantor"
