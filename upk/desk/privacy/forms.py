"""Forms about personal data: the rule, who becomes anonymous, the passphrase of an archive."""

from django import forms
from django.core.exceptions import ValidationError

from upk.desk.privacy.rules import DAYS_TO_LOOK, FEWEST_YEARS, MOST_YEARS, PROPOSED_YEARS
from upk.forms import CrispyMixin, DayField
from upk.offices.models import Office
from upk.periods import today

SHORTEST = 12


class RuleForm(CrispyMixin, forms.Form):
    """How long personal data are kept after the last tie."""

    years = forms.IntegerField(
        label="Lama disimpan (tahun)",
        min_value=FEWEST_YEARS,
        max_value=MOST_YEARS,
        initial=PROPOSED_YEARS,
        help_text="Dihitung dari hari terakhir orang itu berurusan dengan kantor. Bukti pembukuan "
        "biasanya disimpan 10 tahun.",
    )
    since = DayField(label="Berlaku mulai")
    by_itself = forms.BooleanField(
        label="Hapus dengan sendirinya",
        required=False,
        help_text="Tidak ditandai: data hanya dihapus sesudah Anda mencentang orangnya. Ditandai: "
        f"{DAYS_TO_LOOK} hari sesudah waktunya tiba, data dihapus tanpa ditanyakan lagi. Selama "
        "itu orangnya tertulis di halaman Data pribadi dengan harinya.",
    )

    def __init__(self, *args, office: Office, **kwargs) -> None:
        kwargs.setdefault("initial", {"since": today(office)})
        super().__init__(*args, **kwargs)


class ConfirmForm(CrispyMixin, forms.Form):
    """The manager has read who and what goes."""

    is_meant = forms.BooleanField(
        label="Saya sudah membaca daftarnya. Data pribadi ini tidak dapat dikembalikan.",
        error_messages={"required": "Tandai kotak ini bila memang dimaksudkan."},
    )


class PassphraseForm(CrispyMixin, forms.Form):
    """The passphrase of an encrypted archive, twice: nobody can look it up later."""

    passphrase = forms.CharField(
        label="Kata sandi arsip",
        strip=False,
        min_length=SHORTEST,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=f"Sedikitnya {SHORTEST} huruf, misalnya empat kata. Tanpa kata sandi ini arsip "
        "tidak dapat dibuka oleh siapa pun.",
    )
    again = forms.CharField(
        label="Kata sandi arsip, sekali lagi",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("passphrase") and data.get("passphrase") != data.get("again"):
            raise ValidationError({"again": "Kedua kata sandi tidak sama."})
        return data
