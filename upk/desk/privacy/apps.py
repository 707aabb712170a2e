from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "upk.desk.privacy"
    label = "privacy"
    verbose_name = "Data pribadi"
