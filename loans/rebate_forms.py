"""Forms of rebates (IPTW): which ones, when, from which account."""

import re
import uuid
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from loans.rebates import Key
from loans.rebating import Item
from upk.forms import CrispyMixin, DayField
from upk.ledger.models import Account
from upk.money import rupiah
from upk.offices.models import Office
from upk.periods import today

_ITEM = re.compile(r"([0-9]{1,18})-([0-9]{1,4})-([0-9]{1,18})")


class ItemsField(forms.Field):
    """Ticked rows, each ``loan-instalment-amount``: the amount is what the person saw."""

    def to_python(self, value: Iterable[str] | None) -> list[Item]:
        found = []
        for text in dict.fromkeys(value or ()):
            match = _ITEM.fullmatch(text)
            if match is None:
                raise ValidationError("Pilihan tidak terbaca. Buka kembali daftarnya.")
            found.append((int(match[1]), int(match[2]), int(match[3])))
        return found


class _Ticks(forms.MultipleHiddenInput):
    """Checkboxes that the page draws, one in each row of its table."""


class ApproveForm(forms.Form):
    """The rebates that the manager confirms."""

    items = ItemsField(widget=_Ticks, error_messages={"required": "Belum ada IPTW yang dipilih."})
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def ticked(self) -> set[Key]:
        """Keys of the rows that are ticked, to tick them again."""
        texts = self["items"].value() or () if self.is_bound else ()
        matches = [_ITEM.fullmatch(text) for text in texts]
        return {(int(match[1]), int(match[2])) for match in matches if match}


class PayForm(ApproveForm):
    """The rebates that the treasurer pays, on a day from one account."""

    paid_on = DayField(label="Tanggal bayar")
    cash = forms.ModelChoiceField(
        Account.objects.none(), label="Dari kas atau bank", empty_label=None
    )

    def __init__(self, *args, office: Office, balances: dict[int, int], **kwargs) -> None:
        super().__init__(*args, initial={"paid_on": today(office)}, **kwargs)
        self.fields["cash"].queryset = paying_accounts(office)
        self.fields["cash"].label_from_instance = lambda account: (
            f"{account.name} · saldo {rupiah(balances.get(account.pk, 0))}"
        )


def paying_accounts(office: Office) -> QuerySet[Account]:
    """Cash and bank accounts of the revolving fund, from which rebates are paid."""
    own = Account.objects.filter(office=office).postable().cash_and_bank()
    return own.filter(fund=Account.Fund.REVOLVING).order_by("code")


class RebateReversalForm(CrispyMixin, forms.Form):
    """Why and when a paid rebate is taken back."""

    reason = forms.CharField(
        label="Alasan pembatalan",
        max_length=200,
        help_text="Tercetak di jurnal. Tulis tanpa nama orang.",
    )
    happened_on = DayField(label="Tanggal pembatalan")
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
