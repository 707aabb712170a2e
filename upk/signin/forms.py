"""Forms of getting in: a password that is asked for again, a code."""

from django import forms
from django.core.exceptions import ValidationError

from upk.forms import CrispyMixin
from upk.offices.forms import LONGEST_PASSWORD
from upk.offices.models import User

CODE_INPUT = {
    "autocomplete": "one-time-code",
    "autocapitalize": "none",
    "spellcheck": "false",
    "inputmode": "text",  # codes on paper have letters
    "autofocus": True,
}


class CodeForm(CrispyMixin, forms.Form):
    """A code of the app, or one on paper."""

    otp = forms.CharField(
        label="Kode", max_length=40, widget=forms.TextInput(attrs=dict(CODE_INPUT))
    )


class FirstCodeForm(CodeForm):
    """The first code of a new app."""

    otp = forms.CharField(
        label="Kode enam angka dari aplikasi",
        max_length=10,
        widget=forms.TextInput(attrs={**CODE_INPUT, "inputmode": "numeric"}),
    )


class OwnPasswordForm(CrispyMixin, forms.Form):
    """The own password again, before what guards the account is changed.

    A code too, once the user has a second factor: an open computer alone must not be enough.
    """

    password = forms.CharField(
        label="Kata sandi Anda",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        max_length=LONGEST_PASSWORD,
    )
    otp = forms.CharField(
        label="Kode dari aplikasi, atau kode cadangan",
        max_length=40,
        widget=forms.TextInput(attrs={**CODE_INPUT, "autofocus": False}),
    )

    def __init__(self, user: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user.second_factor_since is None:
            del self.fields["otp"]

    def clean_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["password"]):
            raise ValidationError("Kata sandi Anda tidak cocok.")
        return self.cleaned_data["password"]
