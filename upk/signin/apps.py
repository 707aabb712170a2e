from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "upk.signin"
    label = "signin"
    verbose_name = "Masuk"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 -- needs the apps

        from upk.signin.noting import note_login  # noqa: PLC0415 -- needs the models

        user_logged_in.connect(note_login, dispatch_uid="upk.signin.note_login")
