"""Forms of paying out: day and account, and whom the manager wants next."""

import uuid

from django import forms
from django.db.models import QuerySet

from upk.forms import CrispyMixin, DayField
from upk.ledger.models import Account
from upk.money import rupiah
from upk.offices.models import Office
from upk.periods import today


class DisburseForm(CrispyMixin, forms.Form):
    """When waiting loans are paid out, and from which account."""

    disbursed_on = DayField(label="Tanggal pencairan")
    cash = forms.ModelChoiceField(
        Account.objects.none(), label="Dari kas atau bank", empty_label=None
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self, *args, office: Office, balances: dict[int, int], cash: Account, **kwargs
    ) -> None:
        super().__init__(*args, initial={"disbursed_on": today(office), "cash": cash}, **kwargs)
        self.fields["cash"].queryset = disbursing_accounts(office)
        self.fields["cash"].label_from_instance = lambda account: (
            f"{account.name} · saldo {rupiah(balances.get(account.pk, 0))}"
        )


def disbursing_accounts(office: Office) -> QuerySet[Account]:
    """Cash and bank accounts of the revolving fund, from which loans may be paid."""
    own = Account.objects.filter(office=office).postable().cash_and_bank()
    return own.filter(fund=Account.Fund.REVOLVING).order_by("code")


class ChooseForm(CrispyMixin, forms.Form):
    """Why a waiting loan comes before the others."""

    reason = forms.CharField(label="Alasan", max_length=250, required=False)
