from django.apps import AppConfig


class GoatsConfig(AppConfig):
    name = "goats"
    verbose_name = "RTM dan Kambing"
