"""Forms of a bank's statement: its balances, a file or typed lines, an explanation."""

import uuid
from datetime import timedelta
from hashlib import sha256

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from upk.cash.models import BankStatement
from upk.cash.reconciling import StatementDraft
from upk.cash.statement_files import BadStatement, ReadLine, read_statement
from upk.forms import AmountField, CrispyMixin, DayField
from upk.ledger.models import Account
from upk.periods import add_months, month_end, month_start, today

ROWS, MORE_ROWS, MOST_ROWS = 8, 10, 200
MEGABYTE = 1024 * 1024


class LineForm(forms.Form):
    """A typed movement: money in or money out."""

    day = DayField(label="Tanggal", required=False)
    text = forms.CharField(label="Uraian", max_length=200, required=False)
    money_in = AmountField(label="Masuk", required=False)
    money_out = AmountField(label="Keluar", required=False)

    def clean(self) -> dict:
        data = self.cleaned_data
        if self.errors:
            return data
        sides = [side for side in ("money_in", "money_out") if data.get(side)]
        if len(sides) == 2:
            self.add_error("money_out", "Isi masuk atau keluar, jangan keduanya.")
        elif (data.get("day") or data.get("text")) and not sides:
            self.add_error("money_in", "Isi masuk atau keluar.")
        elif sides and not data.get("day"):
            self.add_error("day", "Isi tanggalnya.")
        return data


class LineFormSet(BaseFormSet):
    """The typed movements; empty rows are left out."""

    def typed(self) -> list[ReadLine]:
        """The movements in the order typed."""
        rows = (form.cleaned_data for form in self.forms)
        return [
            ReadLine(row["day"], row["text"], (row["money_in"] or 0) - (row["money_out"] or 0))
            for row in rows
            if row.get("money_in") or row.get("money_out")
        ]


Lines = formset_factory(
    LineForm, LineFormSet, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


class StatementForm(CrispyMixin, forms.Form):
    """A statement of an account, following its last one; ``draft`` once it is valid."""

    since = DayField(label="Dari")
    until = DayField(label="Sampai")
    opening = AmountField(label="Saldo awal")
    closing = AmountField(label="Saldo akhir")
    file = forms.FileField(
        label="Berkas CSV atau XLSX dari bank",
        required=False,
        help_text="Baris pertama berisi judul: Tanggal, Uraian, Masuk (Kredit), Keluar (Debet). "
        "Tanpa berkas, ketik mutasinya di bawah.",
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    draft: StatementDraft

    def __init__(self, account: Account, last: BankStatement | None, data=None, files=None) -> None:
        month = add_months(month_start(today(account.office)), -1)
        since = last.until + timedelta(days=1) if last else month
        initial = {"since": since, "until": month_end(since), "request_key": uuid.uuid4()}
        if last:
            initial["opening"] = last.closing
        super().__init__(data, files, initial=initial)
        self.lines = Lines(data, prefix="baris")

    def with_more_rows(self) -> None:
        """Show the same rows and some empty ones below them."""
        data = self.data.copy()
        count = self.lines.total_form_count() + MORE_ROWS
        data["baris-TOTAL_FORMS"] = str(min(count, MOST_ROWS))
        self.lines = Lines(data, prefix="baris")

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.lines.is_valid()])

    def clean(self) -> dict:
        data = self.cleaned_data
        if self.errors or not self.lines.is_valid():
            return data
        lines, digest = self.lines.typed(), ""
        if upload := data.get("file"):
            if lines:
                raise ValidationError("Pilih berkas atau ketik mutasinya, jangan keduanya.")
            content = self._content(upload)
            digest = sha256(content).hexdigest()
            try:
                lines = read_statement(content)
            except BadStatement as error:
                raise ValidationError({"file": error.faults}) from error
        balances = (data["opening"], data["closing"])
        self.draft = StatementDraft(data["since"], data["until"], *balances, lines, digest)
        return data

    def _content(self, upload) -> bytes:
        limit = settings.UPLOAD_MEGABYTES
        if upload.size > limit * MEGABYTE:
            raise ValidationError({"file": f"Berkas lebih besar dari {limit} MB."})
        return upload.read()


class NoteForm(CrispyMixin, forms.Form):
    """Why a line has no entry yet."""

    text = forms.CharField(
        label="Penjelasan", max_length=200, help_text="Jangan menulis nama orang atau NIK."
    )


class ReasonForm(CrispyMixin, forms.Form):
    """Why a statement is taken back."""

    reason = forms.CharField(label="Alasan", max_length=150)
