from django.apps import AppConfig


class CashConfig(AppConfig):
    name = "upk.cash"
    label = "cash"
    verbose_name = "Kas dan bank"
