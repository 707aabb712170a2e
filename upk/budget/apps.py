from django.apps import AppConfig


class BudgetConfig(AppConfig):
    name = "upk.budget"
    label = "budget"
    verbose_name = "Anggaran"
