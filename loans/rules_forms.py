"""The form of a product's dated rules: limits, ceilings, rebate, waiting list."""

from decimal import Decimal

from django import forms

from loans.collectibility import ClassSet
from loans.models import LendingRules
from upk.forms import AmountField, DayField, PercentField

HIGHEST_CEILING = 1000
LIMITS = ("max_beginner", "max_growing", "max_mature", "max_share")
SIZES = ("min_members", "max_members")


class RulesForm(forms.Form):
    """Rules of a product from a day on. An empty limit, or an empty ceiling, is none."""

    since = DayField(label="Berlaku mulai")
    min_members = forms.IntegerField(
        label="Pemanfaat paling sedikit", required=False, min_value=1, max_value=1000
    )
    max_members = forms.IntegerField(
        label="Pemanfaat paling banyak", required=False, min_value=1, max_value=1000
    )
    max_beginner = AmountField(label="Paling banyak, kelompok pemula", required=False)
    max_growing = AmountField(label="Paling banyak, kelompok berkembang", required=False)
    max_mature = AmountField(label="Paling banyak, kelompok matang", required=False)
    max_share = AmountField(label="Paling banyak per pemanfaat", required=False)
    full_interest_when_early = forms.BooleanField(
        label="Lunas awal tetap membayar jasa penuh", required=False
    )
    rebate_timing = forms.ChoiceField(label="IPTW dibayar", choices=LendingRules.RebateTiming)
    rebate_percent = PercentField(
        label="IPTW (% dari jasa yang dibayar)", max_value=100, max_digits=5, decimal_places=2,
        required=False,
    )  # fmt: skip
    rebate_days = forms.IntegerField(
        label="Toleransi terlambat (hari)", min_value=0, max_value=365, required=False
    )
    waiting_order = forms.ChoiceField(
        label="Urutan daftar tunggu", choices=LendingRules.WaitingOrder
    )
    cash_reserve = AmountField(label="Saldo yang tidak dipinjamkan", required=False)
    rounds_per_member = forms.BooleanField(
        label="Angsuran dibulatkan per pemanfaat", required=False
    )

    def __init__(self, *args, class_set: ClassSet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.class_set = class_set
        for rule in class_set.classes:
            self.fields[f"ceiling-{rule.code}"] = forms.IntegerField(
                label=f"Terburuk {rule.code} {rule.name}: % dari pinjaman lalu",
                required=False,
                min_value=0,
                max_value=HIGHEST_CEILING,
            )

    def part(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def sections(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Heading, explanation and fields, in the order of the page."""
        ceilings = [f"ceiling-{rule.code}" for rule in self.class_set.classes]
        return [
            ("", "", self.part("since")),
            (
                "Batas pinjaman",
                "Kosong: tidak dibatasi.",
                self.part(*SIZES, *LIMITS),
            ),
            (
                "Plafon pinjaman berikutnya",
                "Menurut kelas terburuk pinjaman sebelumnya. Kosong: boleh naik. 0: tidak boleh "
                "meminjam sebelum lunas.",
                self.part(*ceilings),
            ),
            (
                "Lunas awal dan IPTW",
                "",
                self.part(
                    "full_interest_when_early", "rebate_timing", "rebate_percent", "rebate_days"
                ),
            ),
            (
                "Daftar tunggu dan pencairan",
                "Saldo yang tidak dipinjamkan tetap di rekening produk: daftar tunggu tidak "
                "menjanjikannya. Pembulatan berlaku untuk pinjaman yang dicairkan sejak itu.",
                self.part("waiting_order", "cash_reserve", "rounds_per_member"),
            ),
        ]

    def values(self) -> dict:
        """Arguments of ``loans.setup.add_rules``, after validation."""
        data = dict(self.cleaned_data)
        data["rebate_percent"] = data["rebate_percent"] or Decimal(0)
        data["rebate_days"] = data["rebate_days"] or 0
        data["cash_reserve"] = data["cash_reserve"] or 0
        codes = [rule.code for rule in self.class_set.classes]
        ceilings = {code: data.pop(f"ceiling-{code}") for code in codes}
        return {**data, "ceilings": ceilings}


RULES = (
    *SIZES, *LIMITS, "full_interest_when_early", "rebate_timing", "rebate_percent", "rebate_days",
    "waiting_order", "cash_reserve", "rounds_per_member",
)  # fmt: skip


def rules_initial(rules: LendingRules) -> dict:
    """What the form shows of the rules that are followed now."""
    ceilings = rules.ceilings.values_list("class_code", "percent")
    shown = {name: getattr(rules, name) for name in RULES}
    return shown | {f"ceiling-{code}": percent for code, percent in ceilings}
