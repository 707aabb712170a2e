"""Forms of the budget: the grid of accounts by months, its decision, a file to begin with."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from upk.budget.files import LARGEST, UnreadableFile, read_budget
from upk.budget.spreading import same_every_month, spread
from upk.forms import AmountField, CrispyMixin, DayField
from upk.ledger.forms import AccountField
from upk.ledger.models import Account
from upk.offices.models import Decision, Office
from upk.periods import MONTHS, today

EMPTY_ROWS, MOST_ROWS = 5, 60
MONTH_NAMES = tuple(f"m{n}" for n in range(1, 13))


class LineForm(forms.Form):
    """An account's months; ``same`` and ``whole`` fill them in."""

    account = AccountField(label="Akun", required=False)
    same = AmountField(label="Sama setiap bulan", required=False)
    whole = AmountField(label="Setahun dibagi rata", required=False)

    def __init__(self, *args, by_code: dict[str, Account], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].by_code = by_code
        for name, label in zip(MONTH_NAMES, MONTHS, strict=True):
            self.fields[name] = AmountField(label=label, required=False)

    def clean(self) -> dict:
        data = self.cleaned_data
        if data.get("same") and data.get("whole"):
            self.add_error("whole", "Isi salah satu: sama setiap bulan atau setahun.")
        if not self.errors and not data.get("account") and any(self.months):
            self.add_error("account", "Pilih akunnya.")
        return data

    @property
    def months(self) -> list[int]:
        """Twelve amounts: those of a help that was used, else those typed."""
        data = self.cleaned_data
        typed = [data.get(name) or 0 for name in MONTH_NAMES]
        if data.get("same"):
            return same_every_month(data["same"])
        return spread(data["whole"]) if data.get("whole") else typed


class LineFormSet(BaseFormSet):
    """The grid; every account at most once."""

    def clean(self) -> None:
        seen = set()
        for form in self.forms:
            account = form.cleaned_data.get("account") if form.is_valid() else None
            if account in seen:
                form.add_error("account", "Akun ini sudah ada di baris lain.")
                raise ValidationError("Satu akun hanya boleh satu baris.")
            if account:
                seen.add(account)

    @property
    def amounts(self) -> dict[Account, list[int]]:
        """Months of each account that was named, where there are any."""
        rows = [(form.cleaned_data.get("account"), form.months) for form in self.forms]
        return {account: months for account, months in rows if account and any(months)}


Lines = formset_factory(
    LineForm, LineFormSet, extra=EMPTY_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


def grid(
    accounts: Sequence[Account], data=None, amounts: Mapping[Account, Sequence[int]] | None = None
) -> LineFormSet:
    """The grid as it was sent, or filled with ``amounts``."""
    by_code = {account.code: account for account in accounts}
    rows = [
        {"account": str(account), **{n: m for n, m in zip(MONTH_NAMES, months, strict=True) if m}}
        for account, months in sorted((amounts or {}).items(), key=lambda row: row[0].code)
    ]
    how = {"prefix": "baris", "form_kwargs": {"by_code": by_code}}
    return Lines(data, **how) if data is not None else Lines(initial=rows, **how)


class BudgetForm(CrispyMixin, forms.Form):
    """The decision, and the day from which the budget is in force."""

    body = forms.ChoiceField(
        label="Diputuskan oleh", choices=Decision.Body, initial=Decision.Body.MAD
    )
    number = forms.CharField(label="Nomor keputusan", max_length=60)
    decided_on = DayField(label="Tanggal keputusan")
    since = DayField(label="Berlaku mulai")
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, office: Office, data=None, typed: Mapping[str, str] | None = None) -> None:
        """``typed``: what stood in the form while the grid was worked on."""
        initial = {"since": today(office), "decided_on": today(office)}
        initial |= {name: typed[name] for name in self.base_fields if typed and name in typed}
        super().__init__(data, initial=initial)


class FileForm(forms.Form):
    """A file that fills the grid."""

    file = forms.FileField(label="Berkas CSV atau XLSX", max_length=200)

    def __init__(self, accounts: Sequence[Account], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.by_code = {account.code: account for account in accounts}

    def clean_file(self) -> dict[Account, list[int]]:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise ValidationError("Berkas terlalu besar.")
        try:
            amounts = read_budget(upload.read(), self.by_code)
        except UnreadableFile as error:
            raise ValidationError(error.args[0]) from error
        if len(amounts) > MOST_ROWS:
            raise ValidationError(f"Paling banyak {MOST_ROWS} akun.")
        return amounts


class SourceForm(forms.Form):
    """What a new budget begins with: another year's budget or realisation, and a percentage."""

    BUDGET, REAL = "anggaran", "realisasi"

    dari = forms.ChoiceField(
        label="Mulai dari",
        required=False,
        choices=[
            ("", "Anggaran tahun ini, bila sudah ada"),
            (BUDGET, "Anggaran tahun lalu"),
            (REAL, "Realisasi tahun lalu"),
        ],
    )
    persen = forms.DecimalField(
        label="Dinaikkan (%)", required=False, min_value=-100, max_value=1000, max_digits=6,
        decimal_places=2,
    )  # fmt: skip

    @property
    def source(self) -> tuple[str, Decimal]:
        """Where from and the percentage; nothing where it can't be read."""
        if not self.is_valid():
            return "", Decimal(0)
        return self.cleaned_data["dari"], self.cleaned_data["persen"] or Decimal(0)


class DayForm(forms.Form):
    """The day up to which the year is compared."""

    per = DayField(label="Sampai tanggal", required=False)

    def __init__(self, office: Office, data) -> None:
        self.default = today(office)
        given = data.copy()
        given["per"] = given.get("per") or self.default.isoformat()
        super().__init__(given)

    @property
    def day(self) -> date:
        return self.cleaned_data["per"] if self.is_valid() else self.default
