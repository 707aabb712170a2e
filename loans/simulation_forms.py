"""What a simulation is asked. Field names are those of the address, so Indonesian."""

from datetime import date

from django import forms

from loans.models import METHODS, PERIODS, ROUNDINGS
from loans.schedule import InvalidTerms, Period
from loans.terms_words import terms_sentence
from upk.forms import AmountField, CrispyMixin, DayField, PercentField
from upk.money import RoundingMode

LONGEST = 260
MOST_MEMBERS = 50
"""Limits of size: the page is open to everybody, so nobody may ask it for hours of work."""

FIELD_OF = {
    "principal": "jumlah", "rate": "jasa", "tenor": "jangka", "principal_every": "pokok_tiap",
    "interest_every": "jasa_tiap", "grace": "tenggang", "step": "pembulatan",
    "payment_day": "tanggal_angsuran", "disbursed_on": "cair",
}  # fmt: skip
"""The form's field for each field of ``Terms``."""


def _periods(label: str, **more) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=LONGEST, **more)


class SimulationForm(CrispyMixin, forms.Form):
    """A loan that somebody thinks about."""

    jumlah = AmountField(label="Pinjaman")
    jangka = _periods("Jangka (bulan, atau minggu)")
    jasa = PercentField(label="Jasa (% per bulan)", max_value=20)
    pemanfaat = forms.IntegerField(
        label="Pemanfaat (orang)", required=False, min_value=1, max_value=MOST_MEMBERS
    )
    cara = forms.ChoiceField(
        label="Cara hitung jasa", required=False, choices=[("", "Bandingkan ketiganya"), *METHODS]
    )
    cair = DayField(label="Tanggal pencairan")
    jadwal = forms.ChoiceField(label="Jadwal", choices=PERIODS)
    pokok_tiap = _periods("Pokok dibayar tiap (0: sekali di akhir)")
    jasa_tiap = _periods("Jasa dibayar tiap (0: sekali di akhir)")
    tenggang = _periods("Tenggang pokok")
    pembulatan = AmountField(label="Pembulatan ke (Rp)")
    cara_bulat = forms.ChoiceField(label="Cara pembulatan", choices=ROUNDINGS)
    tanggal_angsuran = forms.IntegerField(
        label="Tanggal angsuran", required=False, min_value=1, max_value=31,
        help_text="Kosong: sama dengan tanggal pencairan.",
    )  # fmt: skip

    @staticmethod
    def initial_of(terms: dict, on: date) -> dict:
        """What the form starts with, from the columns of terms."""
        return {
            "jangka": terms["tenor"],
            "jasa": terms["rate"],
            "cair": on,
            "jadwal": terms.get("period", Period.MONTH),
            "pokok_tiap": terms.get("principal_every", 1),
            "jasa_tiap": terms.get("interest_every", 1),
            "tenggang": terms.get("grace", 0),
            "pembulatan": terms["rounding_step"],
            "cara_bulat": terms.get("rounding", RoundingMode.NEAREST),
        }

    def main_fields(self) -> list[forms.BoundField]:
        """What everybody fills in."""
        return [self[name] for name in ("jumlah", "jangka", "jasa", "pemanfaat", "cara", "cair")]

    def more_fields(self) -> list[forms.BoundField]:
        """What mostly stays as it is."""
        main = {field.name for field in self.main_fields()}
        return [field for field in self if field.name not in main]

    @property
    def more_have_errors(self) -> bool:
        return any(field.errors for field in self.more_fields())

    def terms(self) -> dict:
        """Arguments of ``Terms`` but for the method, after validation."""
        data = self.cleaned_data
        return {
            "principal": data["jumlah"],
            "rate": data["jasa"],
            "tenor": data["jangka"],
            "principal_every": data["pokok_tiap"],
            "interest_every": data["jasa_tiap"],
            "grace": data["tenggang"],
            "step": data["pembulatan"],
            "rounding": RoundingMode(data["cara_bulat"]),
            "disbursed_on": data["cair"],
            "payment_day": data["tanggal_angsuran"],
            "period": Period(data["jadwal"]),
        }

    def split(self) -> tuple[int, int] | None:
        """The loan and how many members share it evenly; ``None`` without members."""
        count, amount = self.cleaned_data["pemanfaat"], self.cleaned_data["jumlah"]
        return (amount, count) if count and amount >= count else None

    def refuse(self, error: InvalidTerms) -> None:
        """Show why no schedule follows, at the field that it is about."""
        self.add_error(FIELD_OF.get(error.field), terms_sentence(error))
