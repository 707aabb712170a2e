"""Forms of how a loan ends: settled early, rescheduled, written off, cancelled, undone."""

import uuid

from django import forms
from django.db.models import QuerySet

from groups.models import Group
from loans.ending_problems import Ruling
from loans.models import Loan, Repayment, TermsFields
from loans.product_forms import terms_fields
from loans.recoveries import Received
from loans.settlement import Settlement
from upk.forms import AmountField, CrispyMixin, DayField
from upk.ledger.models import Account
from upk.offices.models import Decision, Office, Person

NO_NAMES = "Tulis tanpa nama orang: tercatat untuk selamanya."


class EndingForm(CrispyMixin, forms.Form):
    """What every ending asks for: the day, and a key that the rendered form may use once."""

    on = DayField(label="Tanggal")
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class ReasonForm(EndingForm):
    """Why something is taken back."""

    reason = forms.CharField(label="Alasan", max_length=200, help_text=NO_NAMES)

    def values(self) -> dict:
        """Arguments of the services that take something back."""
        return {name: self.cleaned_data[name] for name in ("on", "reason", "request_key")}


class RulingForm(EndingForm):
    """An ending that a body decided."""

    number = forms.CharField(label="Nomor keputusan MAD", max_length=60)
    decided_on = DayField(label="Tanggal keputusan")
    reason = forms.CharField(
        label="Catatan", max_length=200, required=False, help_text=f"Boleh kosong. {NO_NAMES}"
    )

    body = Decision.Body.MAD

    @property
    def ruling(self) -> Ruling:
        data = self.cleaned_data
        return Ruling(self.body, data["number"], data["decided_on"])

    def values(self) -> dict:
        """What every service of a decided ending takes."""
        data = self.cleaned_data
        return {
            "on": data["on"],
            "ruling": self.ruling,
            "reason": data["reason"],
            "request_key": data["request_key"],
        }


class MemberEndForm(RulingForm):
    """What happens to one member's part: written off, settled by death, or paid by the heirs."""

    HEIRS = "heirs"
    HOW = (
        (Repayment.Kind.DEATH.value, "Meninggal: bagiannya dianggap lunas"),
        (HEIRS, "Meninggal: ahli waris melanjutkan angsuran"),
        (Repayment.Kind.WRITTEN_OFF.value, "Dihapus dengan keputusan MAD"),
    )

    person = forms.ModelChoiceField(Person.objects.none(), label="Pemanfaat")
    how = forms.ChoiceField(label="Yang terjadi", choices=HOW, widget=forms.RadioSelect)
    number = forms.CharField(label="Nomor surat kematian atau keputusan MAD", max_length=60)
    decided_on = DayField(label="Tanggal surat atau keputusan")

    field_order = ["person", "how", "on", "number", "decided_on", "reason", "request_key"]

    def __init__(self, *args, people: QuerySet[Person], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = lambda person: person.name

    @property
    def body(self) -> str:
        """A death letter goes with what the office decides in the single case."""
        is_written_off = self.cleaned_data["how"] == Repayment.Kind.WRITTEN_OFF
        return Decision.Body.MAD if is_written_off else Decision.Body.OFFICE

    @property
    def heirs_pay(self) -> bool:
        return self.cleaned_data["how"] == self.HEIRS

    @property
    def kind(self) -> str:
        """The kind of the relief; of the heirs' case only for its preview."""
        return Repayment.Kind.DEATH if self.heirs_pay else self.cleaned_data["how"]


class RescheduleForm(RulingForm):
    """The decision to reschedule, and the new loan's terms."""

    carried_interest = AmountField(label="Jasa tertunggak yang dibawa ke pinjaman baru")
    payment_day = forms.IntegerField(
        label="Tanggal angsuran tiap bulan",
        required=False,
        min_value=1,
        max_value=31,
        help_text="Kosong: sama dengan tanggal penjadwalan ulang.",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= terms_fields()
        self.order_fields(
            ["on", "number", "decided_on", "carried_interest", *TermsFields.TERMS, "payment_day"]
        )

    def plan_values(self) -> dict:
        """Arguments of ``plan_rescheduling``."""
        data = self.cleaned_data
        return {
            "on": data["on"],
            "terms": {name: data[name] for name in TermsFields.TERMS},
            "payment_day": data["payment_day"] or 0,
            "carried_interest": data["carried_interest"],
        }


class MoneyForm(EndingForm):
    """Money that comes in: into which account, from whom."""

    cash = forms.ModelChoiceField(Account.objects.none(), label="Masuk ke", empty_label=None)
    paid_in_by = forms.ModelChoiceField(
        Person.objects.none(), label="Penyetor", required=False, empty_label="–"
    )

    def __init__(self, *args, loan: Loan, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "Tanggal setoran"
        self.fields["cash"].queryset = receiving_accounts(loan.office)
        self.fields["cash"].label_from_instance = lambda account: account.name
        self.fields["paid_in_by"].queryset = members_of(loan.group)
        self.fields["paid_in_by"].label_from_instance = lambda person: person.name


class SettleForm(MoneyForm):
    """Money that settles a loan; ``amount`` is the sum that the page shows."""

    penalty = AmountField(label="Denda", required=False)
    amount = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def settlement(self, amount: int | None = None) -> Settlement:
        """What was typed as a value; ``amount`` replaces the hidden one, for a preview."""
        data = self.cleaned_data
        shown = data["amount"] or 0
        return Settlement(
            on=data["on"],
            cash=data["cash"],
            amount=shown if amount is None else amount,
            penalty=data["penalty"] or 0,
            paid_in_by=data["paid_in_by"],
        )

    def show_amount(self, amount: int) -> None:
        """Put the sum that the page shows into the form that it carries."""
        self.data = self.data.copy()
        self.data["amount"] = str(amount)


class RecoveryForm(MoneyForm):
    """Money that comes in after a write-off."""

    amount = AmountField(label="Jumlah")

    field_order = ["on", "amount", "cash", "paid_in_by", "request_key"]

    def received(self) -> Received:
        """What was typed as a value."""
        data = self.cleaned_data
        return Received(data["on"], data["cash"], data["amount"], data["paid_in_by"])


def receiving_accounts(office: Office) -> QuerySet[Account]:
    """Cash and bank accounts of the revolving fund, into which loans are paid back."""
    own = Account.objects.filter(office=office).postable().cash_and_bank()
    return own.filter(fund=Account.Fund.REVOLVING).order_by("code")


def members_of(group: Group) -> QuerySet[Person]:
    """Who belongs, or belonged, to the group: who may pay in for it."""
    return Person.objects.filter(memberships__group=group).distinct().order_by("name")
