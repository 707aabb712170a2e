"""Forms of the office's registers: they check shape, services check state."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from upk.access import Role
from upk.forms import CrispyMixin, DayInput
from upk.offices import identity
from upk.offices.models import Assignment, Office, Person, User, Village
from upk.periods import today

LONGEST_PASSWORD = 128
"""Argon2 takes any, but nobody should send the server megabytes to hash."""
PASSWORD_ADVICE = (
    "Sedikitnya 12 huruf atau angka; beberapa kata yang tidak berhubungan mudah diingat dan sulit "
    "ditebak. Bukan nama Anda, dan bukan kata sandi yang terkenal."
)


class LoginForm(AuthenticationForm):
    """Names are stored in small letters, so capitals of a phone's keyboard don't matter."""

    username = forms.CharField(label="Nama pengguna", max_length=60)
    error_messages = {
        "invalid_login": "Nama pengguna atau kata sandi salah. Periksa, lalu coba sekali lagi.",
        "inactive": "Akun ini tidak dipakai lagi. Hubungi manajer kantor Anda.",
        "expired": "Kata sandi sementara ini sudah habis waktunya. Minta manajer yang baru.",
    }

    def clean_username(self) -> str:
        return self.cleaned_data["username"].strip().lower()

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if user.temporary_until and user.temporary_until < timezone.now():
            raise ValidationError(self.error_messages["expired"], code="expired")


class PasswordForm(CrispyMixin, forms.Form):
    """Change of the own password."""

    old_password = forms.CharField(
        label="Kata sandi sekarang", widget=forms.PasswordInput, strip=False
    )
    new_password = forms.CharField(
        label="Kata sandi baru",
        widget=forms.PasswordInput,
        strip=False,  # as at login, else a blank at the end would lock its owner out
        max_length=LONGEST_PASSWORD,
        help_text=PASSWORD_ADVICE,
    )
    password_again = forms.CharField(
        label="Kata sandi baru, sekali lagi", widget=forms.PasswordInput, strip=False
    )

    def __init__(self, user: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["old_password"]):
            raise ValidationError("Kata sandi sekarang tidak cocok.")
        return self.cleaned_data["old_password"]

    def clean_new_password(self) -> str:
        if self.cleaned_data["new_password"] == self.data.get("old_password"):
            raise ValidationError("Pilih kata sandi yang lain dari yang sekarang.")
        validate_password(self.cleaned_data["new_password"], self.user)
        return self.cleaned_data["new_password"]

    def clean(self) -> dict:
        new, again = self.data.get("new_password"), self.data.get("password_again")
        if new and again and new != again:
            self.add_error("password_again", "Kedua kata sandi baru tidak sama.")
        return self.cleaned_data


class UserForm(CrispyMixin, forms.ModelForm):
    """A user of the manager's own office. The district's users aren't made here."""

    class Meta:
        model = User
        fields = ["username", "name", "role", "is_active"]

    def __init__(self, *args, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["role"].choices = [c for c in Role.choices if c[0] != Role.DISTRICT]
        if self.instance.pk is None:
            del self.fields["is_active"]
        else:
            self.fields["username"].disabled = True

    def clean_username(self) -> str:
        return self.cleaned_data["username"].lower()

    def clean(self) -> dict:
        data = super().clean()
        keeps = data.get("role") == Role.MANAGER and data.get("is_active", True)
        if self.instance.pk == self.by.pk and not keeps:
            raise ValidationError("Anda tidak dapat mencabut peran atau akun Anda sendiri.")
        return data


class VillageForm(CrispyMixin, forms.ModelForm):
    class Meta:
        model = Village
        fields = ["code", "name", "payment_day"]
        help_texts = {"payment_day": "Kosongkan bila mengikuti tanggal pencairan."}

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance.office = office

    def clean_code(self) -> str:
        return self.cleaned_data["code"].upper()

    def clean_payment_day(self) -> int | None:
        day = self.cleaned_data["payment_day"]
        if day is not None and not 1 <= day <= 31:
            raise ValidationError("Tulis tanggal 1 sampai 31.")
        return day

    def clean(self) -> dict:
        data = super().clean()
        others = Village.objects.filter(office=self.instance.office).exclude(pk=self.instance.pk)
        for field, label in (("code", "Kode"), ("name", "Nama")):
            if data.get(field) and others.filter(**{field: data[field]}).exists():
                self.add_error(field, f"{label} ini sudah dipakai desa lain.")
        return data


class AssignmentForm(CrispyMixin, forms.ModelForm):
    third_is_meant = forms.BooleanField(
        label="Lebih dari dua desa memang dimaksudkan", required=False
    )

    class Meta:
        model = Assignment
        fields = ["user", "since", "reason"]
        labels = {"user": "Penanggung jawab", "reason": "Alasan berpindah tangan"}
        help_texts = {
            "since": "Boleh tanggal yang akan datang; sampai hari itu yang lama tetap bertugas.",
            "reason": "Kosongkan hanya bila desa ini belum pernah ada penanggung jawabnya.",
        }
        widgets = {"since": DayInput()}

    def __init__(self, *args, office: Office, **kwargs) -> None:
        kwargs.setdefault("initial", {"since": today(office)})
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(office=office, is_active=True)
        self.fields["user"].empty_label = "Pilih …"


def _number_input() -> forms.TextInput:
    """For a NIK or KK: no browser proposes it, no draft and no page of an error shows it."""
    return forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "data-private": ""})


class PersonForm(CrispyMixin, forms.ModelForm):
    """A person; NIK and KK are left as they are when their fields stay empty."""

    nik = forms.CharField(label="NIK", required=False, max_length=20, widget=_number_input())
    kk = forms.CharField(label="Nomor KK", required=False, max_length=20, widget=_number_input())

    class Meta:
        model = Person
        fields = ["name", "sex", "village", "birth_date", "phone", "address"]
        labels = {"village": "Desa"}
        widgets = {"birth_date": DayInput()}

    field_order = ["name", "sex", "village", "nik", "kk", "birth_date", "phone", "address"]

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance.office = office
        self.fields["village"].queryset = Village.objects.filter(office=office)
        for field in ("nik", "kk"):
            stored = getattr(self.instance, f"{field}_masked")
            if stored:
                self.fields[field].help_text = f"Tersimpan: {stored}. Isi hanya untuk menggantinya."

    def _clean_identity(self, field: str) -> str:
        number = "".join(self.cleaned_data[field].split())
        if number:
            identity.validate_identity(number)
        return number

    def clean_nik(self) -> str:
        nik = self._clean_identity("nik")
        others = Person.objects.filter(office=self.instance.office).exclude(pk=self.instance.pk)
        if nik and (other := others.with_nik(nik).first()):
            raise ValidationError(f"NIK ini sudah tercatat atas nama {other.name}.")
        return nik

    def clean_kk(self) -> str:
        return self._clean_identity("kk")

    def clean_birth_date(self):
        birth_date = self.cleaned_data["birth_date"]
        if birth_date and birth_date > today(self.instance.office):
            raise ValidationError("Tanggal lahir belum tiba. Periksa tahunnya.")
        return birth_date

    def clean(self) -> dict:
        data = super().clean()
        nik = data.get("nik") or self.instance.nik
        identity.check_birth_date_matches(nik, data.get("birth_date"), data.get("sex", ""))
        return data

    def save(self, commit: bool = True) -> Person:
        person = super().save(commit=False)
        person.set_identity(
            nik=self.cleaned_data["nik"] or person.nik, kk=self.cleaned_data["kk"] or person.kk
        )
        if commit:
            person.save()
        return person


class OfficeForm(CrispyMixin, forms.ModelForm):
    class Meta:
        model = Office
        fields = [
            "name", "legal_form", "subdistrict", "address", "phone", "email",
            "manager_title", "treasurer_title", "supervisor_title", "timezone",
            "second_factor_from",
        ]  # fmt: skip
        widgets = {"second_factor_from": DayInput()}
        help_texts = {
            "second_factor_from": "Sejak tanggal ini manajer dan bendahara memakai kode dari "
            "telepon selain kata sandi; yang belum memasangnya diminta memasang saat masuk. "
            "Kosong: tidak wajib, setiap orang boleh memasangnya sendiri.",
        }
