from django.apps import AppConfig, apps


class TrailConfig(AppConfig):
    name = "upk.trail"
    label = "trail"
    verbose_name = "Jejak perubahan"

    def ready(self) -> None:
        from auditlog.registry import auditlog  # noqa: PLC0415 -- needs the app registry

        from upk.trail import coming  # noqa: PLC0415 -- the same
        from upk.trail.trailed import Trailed, told_columns  # noqa: PLC0415 -- the same

        for model in apps.get_models():
            if issubclass(model, Trailed):
                auditlog.register(model, include_fields=sorted(told_columns(model)))
        coming.connect()
