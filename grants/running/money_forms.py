"""Forms of the money of phases and grants: they check shape, services check state."""

from django import forms
from django.core.exceptions import ValidationError

from grants.models import Allotment, Grant, Phase
from grants.rules.tranches import MOST_TRANCHES
from grants.running.forms import NO_NAMES, DatedForm, percent_field
from grants.running.payments import allotted_left, received_from, version_on
from upk.forms import AmountField, CrispyMixin, DayField
from upk.ledger.models import Account
from upk.money import rupiah
from upk.offices.models import Office, Village
from upk.periods import today


def _positive(amount: int | None) -> int:
    if not amount:
        raise ValidationError("Isi jumlahnya, lebih dari nol.")
    return amount


class ReceiveForm(DatedForm):
    """Money of the phase that came into Bank BLM."""

    days = ("received_on",)
    received_on = DayField(label="Tanggal diterima")
    source = forms.ChoiceField(label="Sumber")
    amount = AmountField(label="Jumlah")
    note = forms.CharField(label="Keterangan", max_length=150, required=False, help_text=NO_NAMES)

    def __init__(self, phase: Phase, data=None) -> None:
        super().__init__(phase.office, data)
        version = version_on(phase, today(phase.office))
        sources = list(version.sources.all()) if version else []
        self.fields["source"].choices = [
            (row.kind, f"{row}: sisa {rupiah(row.amount - received_from(phase, row.kind))}")
            for row in sources
        ]

    def clean_amount(self) -> int:
        return _positive(self.cleaned_data["amount"])


class AllotmentForm(DatedForm):
    """Operational money of the phase: for the UPK, or for a village's team."""

    days = ("paid_on",)
    paid_on = DayField(label="Tanggal")
    receiver = forms.ChoiceField(label="Untuk")
    amount = AmountField(label="Jumlah")
    note = forms.CharField(label="Keterangan", max_length=150, required=False, help_text=NO_NAMES)

    def __init__(self, phase: Phase, data=None) -> None:
        super().__init__(phase.office, data)
        day = today(phase.office)
        version = version_on(phase, day)
        rows = version.allotments.select_related("village") if version else []
        self.receivers: dict[str, tuple[str, Village | None]] = {}
        choices, used_up = [], []
        for row in rows:
            key = str(row.village_id or Allotment.Kind.UPK)
            self.receivers[key] = (row.kind, row.village)
            name = f"{row} Desa {row.village}" if row.village else str(row)
            left = allotted_left(phase, row.kind, row.village, day)
            (choices if left else used_up).append((key, f"{name}: sisa {rupiah(left)}"))
        self.fields["receiver"].choices = choices + used_up

    def clean_amount(self) -> int:
        return _positive(self.cleaned_data["amount"])

    def values(self) -> dict:
        data = dict(self.cleaned_data)
        kind, village = self.receivers[data.pop("receiver")]
        return {"kind": kind, "village": village, **data}


class PayForm(DatedForm):
    """The day on which a tranche is paid."""

    days = ("paid_on",)
    paid_on = DayField(label="Tanggal pencairan")


class CapitalForm(DatedForm):
    """When and to which bank of the loan fund an Ekonomi grant goes."""

    days = ("booked_on",)
    booked_on = DayField(label="Tanggal")
    bank = forms.ModelChoiceField(Account.objects.none(), label="Ke rekening dana bergulir")

    def __init__(self, grant: Grant, data=None) -> None:
        super().__init__(grant.office, data)
        banks = grant.office.accounts.postable().filter(
            liquidity=Account.Liquidity.BANK, fund=Account.Fund.REVOLVING
        )
        self.fields["bank"].queryset = banks


class ReturnForm(DatedForm):
    """Money that a team gave back."""

    days = ("returned_on",)
    returned_on = DayField(label="Tanggal dikembalikan")
    amount = AmountField(label="Jumlah")
    note = forms.CharField(label="Keterangan", max_length=150, required=False, help_text=NO_NAMES)

    def clean_amount(self) -> int:
        return _positive(self.cleaned_data["amount"])


class RuleForm(CrispyMixin, forms.Form):
    """How grants are divided into tranches from a day on."""

    since = DayField(label="Untuk SPPB mulai tanggal")

    def __init__(self, office: Office, data=None) -> None:
        super().__init__(data, initial={"since": today(office)})
        self.names = [f"tahap-{n}" for n in range(1, MOST_TRANCHES + 1)]
        for n, name in enumerate(self.names, 1):
            self.fields[name] = percent_field(f"Tahap {n} (%)", required=n == 1)

    def values(self) -> dict:
        data = self.cleaned_data
        return {"since": data["since"], "percents": [data[n] for n in self.names if data[n]]}
