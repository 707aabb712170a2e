"""The month of a book, and the form of a usual transaction, which asks what its line says."""

import uuid
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from upk.cash.services import UsualDraft
from upk.cash.usual import INVENTORY, Side, Usual
from upk.forms import AmountField, CrispyMixin, DayField
from upk.ledger.models import Account, Posting
from upk.money import rupiah
from upk.offices.models import Office
from upk.periods import add_months, month_end, month_start, today


class MonthInput(forms.TextInput):
    """The browser's own month picker, which wants and sends ``2010-02``."""

    input_type = "month"


class MonthForm(forms.Form):
    """A month, by default the office's current one."""

    bulan = forms.RegexField(
        r"\A(?:19|2[0-9])[0-9]{2}-(?:0[1-9]|1[0-2])\Z",
        label="Bulan",
        required=False,
        widget=MonthInput,
        error_messages={"invalid": "Tulis tahun dan bulan, misalnya 2010-02."},
    )

    def __init__(self, office: Office, data) -> None:
        self.default = month_start(today(office))
        given = data.copy()
        given["bulan"] = given.get("bulan") or f"{self.default:%Y-%m}"
        super().__init__(given)

    @property
    def first(self) -> date:
        """The month's first day; that of the current month where it can't be read."""
        if not self.is_valid():
            return self.default
        return date.fromisoformat(f"{self.cleaned_data['bulan']}-01")

    @property
    def days(self) -> tuple[date, date]:
        """The month's first and last day."""
        return self.first, month_end(self.first)

    @property
    def month(self) -> str:
        """As it stands in an address."""
        return f"{self.first:%Y-%m}"

    @property
    def previous(self) -> str:
        """The month before, as it stands in an address."""
        return f"{add_months(self.first, -1):%Y-%m}"

    @property
    def following(self) -> str:
        """The month after, as it stands in an address."""
        return f"{add_months(self.first, 1):%Y-%m}"


class SideField(forms.TypedChoiceField):
    """One of the accounts that a side takes; money shows what it holds today."""

    def __init__(self, side: Side, accounts: list[Account], net: dict[int, int], **kwargs) -> None:
        offered = {str(account.pk): account for account in accounts if side.takes(account)}
        choices = [(pk, _label(account, net)) for pk, account in offered.items()]
        if len(choices) != 1:
            choices.insert(0, ("", "Pilih …"))
        super().__init__(
            label=side.question, choices=choices, coerce=offered.get, empty_value=None, **kwargs
        )


def _label(account: Account, net: dict[int, int]) -> str:
    if account.liquidity:
        return f"{account.name} (saldo {rupiah(net.get(account.pk, 0))})"
    return f"{account.name} ({account.code})"


class UsualForm(CrispyMixin, forms.Form):
    """A usual transaction as the office says it; ``draft`` and ``moves`` once it is valid.

    ``of_inventory`` are accounts that it would offer if they weren't those of an inventory class.
    """

    happened_on = DayField(label="Tanggal")
    memo = forms.CharField(
        label="Uraian",
        max_length=200,
        required=False,
        help_text="Boleh kosong: judul transaksi yang dipakai. Jangan menulis nama orang atau NIK.",
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    draft: UsualDraft

    def __init__(self, office: Office, usual: Usual, data=None, *, initial=None) -> None:
        own = {"happened_on": today(office), "request_key": uuid.uuid4()}
        super().__init__(data, initial=own | (initial or {}))
        self.usual = usual
        accounts = list(office.accounts.postable())
        self._ask([account for account in accounts if not account.subledger])
        self.of_inventory = [
            account
            for account in accounts
            if account.subledger == INVENTORY and any(side.takes(account) for side in usual.sides)
        ]
        asked = ("debit", "credit") if usual.asked_first == "debit" else ("credit", "debit")
        self.order_fields(["happened_on", *asked, "amount", "extra_amount", "extra", "memo"])

    def _ask(self, accounts: list[Account]) -> None:
        """Add the fields that this transaction has."""
        usual = self.usual
        money = [account for account in accounts if account.liquidity]
        net = Posting.objects.touching(money).net_by_account()
        self.fields["debit"] = SideField(usual.debit, accounts, net)
        self.fields["credit"] = SideField(usual.credit, accounts, net)
        self.fields["amount"] = AmountField(label=usual.amount, required=usual.extra is None)
        if usual.extra:
            self.fields["extra_amount"] = AmountField(label=usual.extra.label, required=False)
            self.fields["extra"] = SideField(usual.extra.debit, accounts, net, required=False)

    def clean_amount(self) -> int:
        if self.fields["amount"].required and not self.cleaned_data["amount"]:
            raise ValidationError("Jumlah harus lebih dari nol.")
        return self.cleaned_data["amount"] or 0

    def clean(self) -> dict:
        data = self.cleaned_data
        if data.get("extra_amount") and not data.get("extra") and "extra" not in self.errors:
            self.add_error("extra", "Pilih akunnya.")
        if not self.errors:
            self.draft = UsualDraft(
                usual=self.usual,
                happened_on=data["happened_on"],
                debit=data["debit"],
                credit=data["credit"],
                amount=data["amount"],
                memo=data["memo"],
                extra=data.get("extra"),
                extra_amount=data.get("extra_amount") or 0,
            )
            data["memo"] = data["memo"] or self.draft.text
        return data

    @property
    def moves(self) -> list:
        """What the preview shows."""
        return self.draft.moves
