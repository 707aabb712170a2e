"""Forms of the ledger: they check shape, services check state."""

import uuid
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from upk.forms import AmountField, CrispyMixin, DayField
from upk.ledger.models import Account, Voucher
from upk.ledger.pairing import BothSides, Line, Unbalanced, pair_lines
from upk.ledger.services import Move
from upk.money import rupiah
from upk.offices.models import Office
from upk.periods import month_end, month_start, today

ROWS = 6
MORE_ROWS = 4
MOST_ROWS = 60
SIMPLE, DETAILED = "", "rinci"


class PeriodForm(forms.Form):
    """From one day to another, by default the office's current month."""

    dari = DayField(label="Dari", required=False)
    sampai = DayField(label="Sampai", required=False)

    def __init__(self, office: Office, data) -> None:
        day = today(office)
        self.default = (month_start(day), month_end(day))
        given = data.copy()
        for name, value in zip(("dari", "sampai"), self.default, strict=True):
            if not given.get(name):
                given[name] = value.isoformat()
        super().__init__(given)
        self.office = office

    def clean(self) -> dict:
        first, last = self.cleaned_data.get("dari"), self.cleaned_data.get("sampai")
        if first and last and first > last:
            self.add_error("sampai", "Tanggal akhir lebih awal daripada tanggal mulai.")
        return self.cleaned_data

    @property
    def days(self) -> tuple[date, date]:
        """The days asked for; the current month where they can't be read."""
        if not self.is_valid():
            return self.default
        return self.cleaned_data["dari"], self.cleaned_data["sampai"]


class JournalForm(PeriodForm):
    """Filters of the journal."""

    bukti = forms.ChoiceField(
        label="Bukti", required=False, choices=[("", "Semua"), *Voucher.choices]
    )
    akun = forms.ModelChoiceField(
        Account.objects.none(), label="Akun", required=False, empty_label="Semua"
    )
    cari = forms.CharField(label="Nomor bukti atau uraian", required=False, max_length=100)

    def __init__(self, office: Office, data) -> None:
        super().__init__(office, data)
        self.fields["akun"].queryset = office.accounts.filter(is_header=False)
        for name in ("bukti", "akun"):
            self.fields[name].widget.attrs["class"] = "form-select"


class DayForm(forms.Form):
    """One day of a report, by default today."""

    per = DayField(label="Per tanggal", required=False)

    def __init__(self, office: Office, data) -> None:
        self.default = today(office)
        given = data.copy()
        given["per"] = given.get("per") or self.default.isoformat()
        super().__init__(given)

    @property
    def day(self) -> date:
        return self.cleaned_data["per"] if self.is_valid() else self.default


class AccountField(forms.CharField):
    """An account by its code; what follows the code (its name, from the list) is ignored."""

    def __init__(self, **kwargs) -> None:
        super().__init__(max_length=150, **kwargs)
        self.widget.attrs.update({"list": "akun", "autocomplete": "off"})
        self.by_code: dict[str, Account] = {}

    def clean(self, value) -> Account | None:
        text = super().clean(value)
        if not text:
            return None
        account = self.by_code.get(text.split()[0])
        if account is None:
            raise ValidationError(
                "Akun ini tidak ada atau tidak boleh dipakai dalam jurnal. Pilih dari daftar."
            )
        return account


class EntryForm(CrispyMixin, forms.Form):
    """An entry of two accounts and an amount; ``moves`` once it is valid."""

    happened_on = DayField(label="Tanggal")
    memo = forms.CharField(
        label="Uraian",
        max_length=200,
        help_text="Jangan menulis nama orang atau NIK: uraian tidak dapat diubah atau dihapus.",
    )
    debit = AccountField(label="Debet")
    credit = AccountField(label="Kredit")
    amount = AmountField(label="Jumlah")
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    lines = None
    moves: list[Move]

    def __init__(self, office: Office, data=None) -> None:
        initial = {"happened_on": today(office), "request_key": uuid.uuid4()}
        super().__init__(data, initial=initial)
        self.accounts = list(office.accounts.free())
        _offer(self, self.accounts)

    def clean_amount(self) -> int:
        if not self.cleaned_data["amount"]:
            raise ValidationError("Jumlah harus lebih dari nol.")
        return self.cleaned_data["amount"]

    def clean(self) -> dict:
        data = self.cleaned_data
        if {"debit", "credit", "amount"} <= data.keys():
            self.moves = [Move(data["debit"], data["credit"], data["amount"])]
            if data["debit"] == data["credit"]:
                self.add_error("credit", "Akun debet dan kredit harus berbeda.")
        return data


def _offer(form: forms.Form, accounts: list[Account]) -> None:
    by_code = {account.code: account for account in accounts}
    for field in form.fields.values():
        if isinstance(field, AccountField):
            field.by_code = by_code


class LineForm(forms.Form):
    """A line of a detailed entry: an account with a debit or a credit."""

    account = AccountField(label="Akun", required=False)
    debit = AmountField(label="Debet", required=False)
    credit = AmountField(label="Kredit", required=False)

    def clean(self) -> dict:
        data = self.cleaned_data
        if self.errors:
            return data
        sides = [side for side in ("debit", "credit") if data.get(side)]
        if len(sides) == 2:
            self.add_error("credit", "Isi debet atau kredit, jangan keduanya.")
        elif data.get("account") and not sides:
            self.add_error("debit", "Isi debet atau kredit.")
        elif sides and not data.get("account"):
            self.add_error("account", "Pilih akunnya.")
        return data


class LineFormSet(BaseFormSet):
    """The lines; empty ones are left out."""

    def __init__(self, accounts: list[Account], data) -> None:
        self.accounts = accounts
        super().__init__(data, prefix="baris")

    def _construct_form(self, i: int, **kwargs) -> LineForm:
        form = super()._construct_form(i, **kwargs)
        _offer(form, self.accounts)
        return form

    def typed(self) -> list[Line]:
        """The lines that hold something, in the order entered."""
        return [
            Line(data["account"], bool(data["debit"]), data["debit"] or data["credit"])
            for data in (form.cleaned_data for form in self.forms)
            if data.get("account")
        ]


Lines = formset_factory(
    LineForm, LineFormSet, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


class DetailedEntryForm(EntryForm):
    """An entry of several lines; they are paired in the order entered (``pair_lines``)."""

    debit = credit = amount = None

    def __init__(self, office: Office, data=None) -> None:
        super().__init__(office, data)
        self.lines = Lines(self.accounts, data)

    def with_more_rows(self) -> None:
        """Show the same lines and some empty ones below them."""
        data = self.data.copy()
        count = self.lines.total_form_count() + MORE_ROWS
        data["baris-TOTAL_FORMS"] = str(min(count, MOST_ROWS))
        self.lines = Lines(self.accounts, data)

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.lines.is_valid()])

    def clean(self) -> dict:
        if not self.lines.is_valid():
            return self.cleaned_data
        try:
            pairs = pair_lines(self.lines.typed())
        except Unbalanced as error:
            raise ValidationError(
                f"Debet {rupiah(error.debit)} dan kredit {rupiah(error.credit)} belum sama: "
                f"selisih {rupiah(abs(error.debit - error.credit))}."
            ) from error
        except BothSides as error:
            raise ValidationError(
                f"Akun {error.account} ada di debet dan di kredit. Tulis selisihnya saja."
            ) from error
        if not pairs:
            raise ValidationError("Isi sedikitnya satu baris debet dan satu baris kredit.")
        self.moves = [Move(pair.debit, pair.credit, pair.amount) for pair in pairs]
        return self.cleaned_data


class ReversalForm(CrispyMixin, forms.Form):
    """The day and the reason of a reversal."""

    happened_on = DayField(label="Tanggal pembatalan")
    reason = forms.CharField(
        label="Alasan", max_length=150, help_text="Jangan menulis nama orang atau NIK."
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, office: Office, data=None) -> None:
        super().__init__(data, initial={"happened_on": today(office), "request_key": uuid.uuid4()})


class AccountForm(CrispyMixin, forms.Form):
    """A new account below a header."""

    parent = forms.ModelChoiceField(Account.objects.none(), label="Di bawah judul")
    name = forms.CharField(label="Nama akun", max_length=120)
    fund = forms.ChoiceField(label="Dana", choices=Account.Fund.choices)
    liquidity = forms.ChoiceField(
        label="Kas atau bank", choices=Account.Liquidity.choices, required=False
    )

    def __init__(self, office: Office, data=None) -> None:
        super().__init__(data)
        holders = office.accounts.filter(is_header=True, children__is_header=False).distinct()
        self.fields["parent"].queryset = holders


class AccountChangeForm(CrispyMixin, forms.Form):
    """Name and use of an account."""

    name = forms.CharField(label="Nama akun", max_length=120)
    is_active = forms.BooleanField(label="Dipakai", required=False)
