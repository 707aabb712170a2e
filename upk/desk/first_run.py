"""The first-run page: district, office and manager of a new installation, in one step."""

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from upk.access import public
from upk.desk.new_office import create_office
from upk.forms import CrispyMixin, DayInput
from upk.offices.first_run import is_setup_code
from upk.offices.forms import LONGEST_PASSWORD, PASSWORD_ADVICE
from upk.offices.models import Office, User, validate_code

BEGINNINGS = {
    "villages": "Mulai dari awal: mencatat desa-desa",
    "moving": "Memindahkan pembukuan lama (buku kerja atau program lain)",
}


class FirstRunForm(CrispyMixin, forms.Form):
    """Everything that a new office needs before anybody can log in."""

    code = forms.CharField(
        label="Kode pemasangan",
        help_text="Tercetak di terminal tempat server dijalankan.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    province = forms.CharField(label="Provinsi", max_length=100)
    district_name = forms.CharField(label="Kabupaten", max_length=100)
    district_code = forms.CharField(
        label="Kode kabupaten", max_length=20, help_text="Huruf besar dan angka, misalnya SRAGEN."
    )
    subdistrict = forms.CharField(label="Kecamatan", max_length=100)
    office_name = forms.CharField(
        label="Nama kantor", max_length=150, help_text="Misalnya UPK Kecamatan Kalijambe."
    )
    office_code = forms.CharField(label="Kode kantor", max_length=20)
    legal_form = forms.ChoiceField(label="Bentuk", choices=Office.LegalForm)
    timezone = forms.ChoiceField(label="Zona waktu", choices=Office.TimeZone)
    since = forms.DateField(
        label="Pembukuan di Bergulir mulai",
        widget=DayInput(),
        help_text="Ketentuan pinjaman berlaku sejak tanggal ini.",
    )
    manager_name = forms.CharField(label="Nama manajer", max_length=120)
    username = forms.CharField(label="Nama pengguna manajer", max_length=60)
    password = forms.CharField(
        label="Kata sandi",
        widget=forms.PasswordInput,
        strip=False,
        max_length=LONGEST_PASSWORD,
        help_text=PASSWORD_ADVICE,
    )
    beginning = forms.ChoiceField(
        label="Sesudah itu",
        choices=list(BEGINNINGS.items()),
        widget=forms.RadioSelect,
        initial=next(iter(BEGINNINGS)),
        required=False,
    )

    def clean_code(self) -> str:
        if not is_setup_code(self.cleaned_data["code"]):
            raise ValidationError("Kode tidak cocok. Lihat kembali di terminal.")
        return self.cleaned_data["code"]

    def _clean_code(self, field: str) -> str:
        code = self.cleaned_data[field].strip().upper()
        validate_code(code)
        return code

    def clean_district_code(self) -> str:
        return self._clean_code("district_code")

    def clean_office_code(self) -> str:
        return self._clean_code("office_code")

    def clean_username(self) -> str:
        username = self.cleaned_data["username"].strip().lower()
        User._meta.get_field("username").run_validators(username)
        return username

    def clean_password(self) -> str:
        named = User(
            username=self.cleaned_data.get("username", ""),
            name=self.cleaned_data.get("manager_name", ""),
        )
        validate_password(self.cleaned_data["password"], named)
        return self.cleaned_data["password"]


def _lock_offices() -> None:
    """Hold the table, since there is no row yet to hold; SQLite's transaction does so anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE offices_office IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def create_first_office(data: dict) -> User:
    """Create district, office with what it begins with, and the manager; return the manager.

    Two at once wait for each other: one office is made. Raises ``ValidationError`` when there
    is an office already.
    """
    _lock_offices()
    if Office.objects.exists():
        raise ValidationError("Kantor sudah dibuat. Masuk dengan akun yang ada.")
    return create_office(data, on=timezone.localdate())


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    form = FirstRunForm(request.POST or None)
    if form.is_valid():
        try:
            manager = create_first_office(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            login(request, manager, backend="upk.offices.backends.OfficeBackend")
            if form.cleaned_data["beginning"] == "moving":
                messages.success(request, "Kantor dibuat. Unduh templat, isi, lalu unggah.")
                return redirect("desk:moving")
            messages.success(request, "Kantor dibuat. Lanjutkan dengan mencatat desa-desa.")
            return redirect("offices:village-list")
    if not Office.objects.exists():
        return render(request, "desk/first_run.html", {"form": form})
    if request.method == "GET":
        raise Http404
    # The second click of two: the first one has made the office, and the code is gone with it.
    messages.info(request, "Kantor sudah dibuat. Masuk dengan akun manajernya.")
    return redirect("offices:login")
