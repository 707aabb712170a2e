from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "upk.ledger"
    label = "ledger"
    verbose_name = "Buku"
