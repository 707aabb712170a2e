"""Forms of products, their dated terms and the classes of collectibility."""

from django import forms
from django.core.exceptions import ValidationError

from loans.collectibility import PRESETS, Basis, ClassRule, ClassSet, InvalidClassSet
from loans.models import BASES, CollectibilitySet, Product, ProductTerms, TermsFields
from loans.setup import usual_accounts
from loans.steps import ORIGIN
from upk.forms import AmountField, CrispyMixin, DayField, PercentField
from upk.ledger.models import Account
from upk.offices.models import Office


def terms_fields() -> dict[str, forms.Field]:
    """A form field for each column of the terms, with the model's own limits."""
    fields = forms.fields_for_model(ProductTerms, fields=TermsFields.TERMS)
    label = fields["rate"].label
    fields["rate"] = PercentField(label=label, max_value=20)
    fields["rounding_step"] = AmountField(label="Pembulatan ke (Rp)")
    for name in ("tenor", "cutoff_day"):
        fields[name].validators += ProductTerms._meta.get_field(name).validators
    fields["tenor"].label = "Jangka (bulan, atau minggu)"
    fields["principal_every"].label = "Pokok setiap … bulan/minggu (0: sekali di akhir)"
    fields["interest_every"].label = "Jasa setiap … bulan/minggu (0: sekali di akhir)"
    fields["grace"].label = "Tenggang pokok (bulan, atau minggu)"
    fields["cutoff_day"].label = "Tanggal batas pencairan"
    fields[
        "cutoff_day"
    ].help_text = (
        "Cair pada atau sesudah tanggal ini: angsuran pertama mundur satu bulan. Boleh kosong."
    )
    return fields


class TermsForm(CrispyMixin, forms.Form):
    """Terms of a product from a day on."""

    since = DayField(label="Berlaku mulai")
    collectibility = forms.ModelChoiceField(
        CollectibilitySet.objects.none(), label="Susunan kelas kolektibilitas", empty_label=None
    )

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collectibility"].queryset = CollectibilitySet.objects.filter(office=office)
        self.fields |= terms_fields()


class ProductForm(CrispyMixin, forms.ModelForm):
    """A new product with its accounts; its terms come next."""

    class Meta:
        model = Product
        fields = ["code", "name", "category", "women_only", *Product.ACCOUNTS]
        labels = {
            "receivable": "Akun piutang pokok",
            "interest_income": "Akun pendapatan jasa",
            "penalty_income": "Akun pendapatan denda",
            "cash": "Kas atau bank untuk pencairan",
            "allowance": "Akun cadangan kerugian piutang",
            "provision_expense": "Akun beban penyisihan",
            "rebate_expense": "Akun beban IPTW",
            "recovery_income": "Akun pendapatan penagihan pinjaman dihapus",
            "rescheduling": "Akun antara penjadwalan ulang",
        }

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = Account.objects.filter(office=office).postable().order_by("code")
        unused = own.filter(kind=Account.Kind.ASSET, liquidity="", subledger="")
        unused = unused.exclude(pk__in=Product.objects.filter(office=office).values("receivable"))
        revolving = own.cash_and_bank().filter(fund=Account.Fund.REVOLVING)
        incomes = own.filter(kind=Account.Kind.INCOME)
        expenses = own.filter(kind=Account.Kind.EXPENSE)
        choices = {
            "receivable": unused,
            "interest_income": incomes,
            "penalty_income": incomes,
            "cash": revolving,
            "allowance": own.filter(kind=Account.Kind.CONTRA_ASSET),
            "provision_expense": expenses,
            "rebate_expense": expenses,
            "recovery_income": incomes,
            "rescheduling": own.filter(
                kind=Account.Kind.ASSET, liquidity="", subledger__in=("", ORIGIN)
            ).exclude(pk__in=Product.objects.filter(office=office).values("receivable")),
        }
        usual = usual_accounts(office, "")
        for name, accounts in choices.items():
            self.fields[name].queryset = accounts
            self.fields[name].empty_label = "Pilih …"
            self.fields[name].initial = usual.get(name)

    def _post_clean(self) -> None:
        """The service checks the rest, with all that it finds."""


CLASS_ROWS = 6


class ClassSetForm(CrispyMixin, forms.Form):
    """A set of classes: from a preset, or typed row by row.

    A row is filled in whole or left empty; the last class has no upper bound.
    """

    preset = forms.ChoiceField(
        label="Susunan yang sudah dikenal",
        required=False,
        choices=[("", "Tidak, isi sendiri di bawah")]
        + [(code, f"{preset.name} ({code})") for code, preset in PRESETS.items()],
    )
    code = forms.CharField(label="Kode", max_length=20, required=False)
    name = forms.CharField(label="Nama", max_length=100, required=False)
    basis = forms.ChoiceField(label="Dasar", choices=BASES, initial=Basis.MONTHS.value)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, CLASS_ROWS + 1):
            self.fields |= {
                f"class-{n}-code": forms.CharField(label="Kelas", max_length=5, required=False),
                f"class-{n}-name": forms.CharField(label="Nama", max_length=50, required=False),
                f"class-{n}-upper": forms.IntegerField(
                    label="Sampai", min_value=0, max_value=100_000, required=False
                ),
                f"class-{n}-provision": PercentField(
                    label="Cadangan %", max_value=100, max_digits=5, decimal_places=2,
                    required=False,
                ),
            }  # fmt: skip

    def class_rows(self) -> list[list[forms.BoundField]]:
        """The bound fields of each class, for the page's table."""
        parts = ("code", "name", "upper", "provision")
        return [[self[f"class-{n}-{part}"] for part in parts] for n in range(1, CLASS_ROWS + 1)]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("preset"):
            data["class_set"] = PRESETS[data["preset"]]
        elif not self.errors:
            for field in ("code", "name"):
                if not data[field]:
                    self.add_error(field, "Isi bidang ini, atau pilih susunan yang sudah dikenal.")
            if not self.errors:
                data["class_set"] = self._typed(data)
        return data

    def _typed(self, data: dict) -> ClassSet:
        rules, lower = [], 0
        for n in range(1, CLASS_ROWS + 1):
            code, name, upper, provision = (
                data[f"class-{n}-{part}"] for part in ("code", "name", "upper", "provision")
            )
            if not code and not name and upper is None and provision is None:
                continue
            if not code or not name or provision is None:
                raise ValidationError(f"Baris {n}: isi kelas, nama, dan cadangannya.")
            rules.append(ClassRule(code, name, lower, upper, provision))
            lower = 0 if upper is None else upper + 1
        try:
            return ClassSet(data["code"], data["name"], Basis(data["basis"]), tuple(rules))
        except InvalidClassSet as error:
            raise ValidationError(CLASS_SENTENCES[error.code]) from error


CLASS_SENTENCES = {
    "empty": "Isi sedikitnya satu kelas.",
    "not_from_zero": "Kelas pertama harus mulai dari 0.",
    "gap_or_overlap": "Batas “sampai” harus naik dari kelas ke kelas; hanya kelas terakhir kosong.",
    "ends": "Kelas terakhir tidak boleh punya batas “sampai”. Kosongkan isinya.",
    "duplicate_code": "Dua kelas memakai kode yang sama.",
    "not_a_percentage": "Cadangan adalah persen dari 0 sampai 100.",
}
