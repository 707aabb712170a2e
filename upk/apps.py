"""Django app of the project package itself: database guards and template tags."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class UpkConfig(AppConfig):
    name = "upk"
    label = "upk"

    def ready(self) -> None:
        from upk import triggers  # noqa: PLC0415 -- needs the app registry
        from upk.running import database_line  # noqa: F401, PLC0415 -- registers its check

        pre_migrate.connect(triggers.drop_before_migrate, dispatch_uid="drop_triggers")
        post_migrate.connect(triggers.create_after_migrate, dispatch_uid="create_triggers")
