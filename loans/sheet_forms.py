"""Forms of the day sheet, of one payment and of its reversal: they check shape, the service state.

A row's inputs are named by the loan (``loan-17-amount``), so that a draft kept in the browser
finds its row again whatever else stands on the sheet. The key of the form goes along in
``request_key``; everything a preview needs to come back is carried as it was typed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

from loans.day_sheet import Choice, Line
from loans.models import Product
from loans.repayments import PaymentRow, Sheet, SheetErrors
from upk.asked import row_id
from upk.forms import AmountField, DayField
from upk.ledger.models import Account
from upk.offices.models import User, Village
from upk.prepared import Prepared

_ROW = re.compile(r"loan-([0-9]{1,18})-(?:amount|principal|interest|penalty)")


class ChoiceForm(forms.Form):
    """What the sheet is about; the fields' names are those in the address."""

    tanggal = DayField(label="Tanggal", required=False)
    desa = forms.ModelChoiceField(Village.objects.none(), required=False, empty_label="Semua")
    produk = forms.ModelChoiceField(Product.objects.none(), required=False, empty_label="Semua")
    minggu = forms.BooleanField(label="Jatuh tempo minggu ini", required=False)
    cari = forms.CharField(label="Cari", required=False, max_length=60, strip=True)

    def __init__(self, user: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desa"].queryset = Village.objects.visible_to(user)
        self.fields["produk"].queryset = Product.objects.filter(office_id=user.office_id)

    def choice(self) -> Choice:
        """The choice; what isn't valid counts as not chosen."""
        self.is_valid()
        given = self.cleaned_data
        return Choice(
            village=given.get("desa"),
            product=given.get("produk"),
            this_week=bool(given.get("minggu")),
            text=given.get("cari") or "",
        )


_cash_and_bank = Prepared(
    lambda office: Account.objects.filter(office=office).postable().cash_and_bank(),
    models.BigIntegerField(),
)


class HeadForm(forms.Form):
    """What holds for the whole sheet."""

    paid_on = DayField(label="Tanggal", widget=forms.HiddenInput)
    cash = forms.TypedChoiceField(label="Masuk ke")
    counted = AmountField(label="Uang dihitung", required=False)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, user: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        accounts = {str(account.pk): account for account in _cash_and_bank(user.office_id)}
        self.fields["cash"].choices = [(pk, account.name) for pk, account in accounts.items()]
        self.fields["cash"].coerce = accounts.get


class RowForm(forms.Form):
    """What one group pays. Without an amount it is the sum of principal and jasa, if typed."""

    amount = AmountField(label="Setoran", required=False)
    principal = AmountField(label="Pokok", required=False)
    interest = AmountField(label="Jasa", required=False)
    penalty = AmountField(label="Denda", required=False)
    payer = forms.IntegerField(label="Penyetor", required=False, max_value=2**63 - 1)
    ahead = forms.BooleanField(label="Bayar di muka", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def payment(self, loan_id: int) -> PaymentRow:
        """The row as a value; the form is valid."""
        given = self.cleaned_data
        split = None
        if given["principal"] is not None or given["interest"] is not None:
            split = (given["principal"] or 0, given["interest"] or 0)
        amount = given["amount"]
        if amount is None:
            amount = sum(split) if split else 0
        return PaymentRow(
            loan_id,
            amount,
            split=split,
            penalty=given["penalty"] or 0,
            ahead=given["ahead"],
            paid_in_by_id=given["payer"],
        )


class SheetRow:
    """What is typed for a loan, and what is wrong with it; with its line once it is shown."""

    line: Line

    def __init__(self, loan_id: int, data: Mapping | None) -> None:
        self.loan_id = loan_id
        self.form = RowForm(data, prefix=f"loan-{loan_id}")
        self.errors: list[str] = []

    @property
    def payer_id(self) -> int | None:
        """The chosen payer, to mark in the list."""
        return row_id(str(self.form["payer"].value() or ""))

    @property
    def is_opened(self) -> bool:
        """Whether the split was typed by hand, so that it is shown."""
        return bool(self.form["principal"].value() or self.form["interest"].value())


class SheetForm:
    """The whole sheet: its head and a row for each loan (by id; the user may see them).

    ``errors`` are those of the sheet, each row has its own. ``spent`` tells that the key was
    used before with other content. A form that is shown needs its lines; one that is only posted
    does without, which saves reading them.
    """

    def __init__(
        self,
        user: User,
        loans: Iterable[int],
        data: QueryDict | None = None,
        initial: dict | None = None,
    ) -> None:
        self.head = HeadForm(user, data, initial=initial)
        self.posted = posted_loans(data) if data else []
        self.rows = [SheetRow(loan_id, data) for loan_id in loans]
        self.errors: list[str] = []
        self.spent = False

    @classmethod
    def of_lines(cls, user: User, lines: Sequence[Line], *args, **kwargs) -> "SheetForm":
        """The form to be shown with these lines."""
        form = cls(user, [line.loan.pk for line in lines], *args, **kwargs)
        form.show(lines)
        return form

    def show(self, lines: Sequence[Line]) -> None:
        """Put a line beside each row, in the rows' order."""
        for row, line in zip(self.rows, lines, strict=True):
            row.line = line

    @property
    def filled(self) -> list[SheetRow]:
        """Rows with an amount, in the order in which they were sent.

        Not in that of the rows: it may be another one when the same form is sent again, and the
        order belongs to the content.
        """
        rows = {row.loan_id: row for row in self.rows}
        return [rows[loan_id] for loan_id in self.posted if loan_id in rows]

    @property
    def has_errors(self) -> bool:
        return bool(self.errors or any(row.errors for row in self.rows))

    def sheet(self) -> Sheet | None:
        """What was typed as a value, or ``None`` if it can't be read; the errors say why."""
        self._read()
        return None if self.has_errors else self._sheet_of(self.filled)

    def readable_sheet(self) -> Sheet | None:
        """The rows that can be read, beside others that can't; ``None`` if there are none.

        After ``sheet``: so that the service's errors show together with those of the form.
        """
        rows = [row for row in self.filled if not row.errors]
        return self._sheet_of(rows) if rows and not self.errors else None

    def _read(self) -> None:
        """Validate the head and the filled rows; their errors go where they belong."""
        if not self.head.is_valid():
            for name, messages in self.head.errors.items():
                label = self.head.fields[name].label or "Formulir"
                self.errors += [f"{label}: {message}" for message in messages]
        filled = self.filled
        if len(filled) < len(self.posted):
            self.errors.append("Ada pinjaman yang tidak ditemukan. Periksa daftarnya.")
        for row in filled:
            if not row.form.is_valid():
                for name, messages in row.form.errors.items():
                    label = row.form.fields[name].label
                    row.errors += [f"{label}: {message}" for message in messages]

    def _sheet_of(self, rows: Sequence[SheetRow]) -> Sheet:
        head = self.head.cleaned_data
        return Sheet(
            paid_on=head["paid_on"],
            cash=head["cash"],
            rows=[row.form.payment(row.loan_id) for row in rows],
            request_key=head["request_key"],
        )

    def add_error(self, error: ValidationError) -> None:
        """Put the service's errors where they belong."""
        if isinstance(error, SheetErrors):
            rows = {row.loan_id: row for row in self.rows}
            for loan_id, messages in error.rows.items():
                rows.get(loan_id, self).errors.extend(messages)
        else:
            self.errors += error.messages
            self.spent = getattr(error, "code", None) == "key_spent"

    def carried(self) -> list[tuple[str, str]]:
        """Names and values, as typed, of all that was filled in."""
        fields = list(self.head)
        for row in self.filled:
            fields += list(row.form)
        return [(f.html_name, f.value()) for f in fields if f.value() not in (None, "", False)]


def posted_loans(data: QueryDict) -> list[int]:
    """Ids of the loans for which something was typed, in the order of the form."""
    found: dict[int, None] = {}
    for name, value in data.items():
        if (match := _ROW.fullmatch(name)) and value.strip():
            found[int(match[1])] = None
    return list(found)


class ReversalForm(forms.Form):
    """Why and when a receipt is taken back."""

    reason = forms.CharField(
        label="Alasan pembatalan",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Tercetak di kwitansi dan di jurnal. Tulis tanpa nama orang.",
    )
    happened_on = DayField(label="Tanggal pembatalan")
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
