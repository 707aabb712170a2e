"""Forms of aid: the plan with its households, decision, money, the sheet of a hand-over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.db.models import QuerySet

from goats.aid.paying import GoatPurchase, Payment
from goats.aid.planning import NewPlan, PlannedLine
from goats.herd.forms import NO_NAMES
from goats.models import AID_KINDS, AidLine, Goat, Household
from goats.rules.aid import AidKind
from upk.forms import AmountField, DayField, KeyedForm
from upk.ledger.models import Account
from upk.money import number, rupiah
from upk.offices.models import Office

KIND_CHOICES = [(kind.value, label) for kind, label in AID_KINDS.items()]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A household in the form of a plan with its fields."""

    household: Household
    kind: forms.BoundField
    amount: forms.BoundField

    @property
    def is_wrong(self) -> bool:
        """Whether something that was sent for it can't be."""
        return bool(self.kind.errors or self.amount.errors)

    def has(self, text: str) -> bool:
        """Whether its name or place has the text."""
        home = self.household
        searched = f"{home.head.name} {home.hamlet} {home.village.name}"
        return text.casefold() in searched.casefold()


class PlanForm(KeyedForm):
    """A plan: each household offered has a kind and an amount; without an amount it is left out."""

    year = forms.TypedChoiceField(label="Anggaran tahun", coerce=int)
    made_on = DayField(label="Tanggal")
    purpose = forms.CharField(
        label="Keperluan", max_length=100, help_text=f"Misalnya sembako Lebaran. {NO_NAMES}"
    )

    def __init__(
        self,
        homes: Sequence[Household],
        years: Sequence[tuple[int, int]],
        data=None,
        *,
        kind: str = AidKind.GROCERIES,
        amount: int | None = None,
        **kwargs,
    ) -> None:
        """``years``: those with a budget, each with what is free to plan (whole rupiah)."""
        super().__init__(data, **kwargs)
        self.fields["year"].choices = [
            (year, f"{year} (belum direncanakan {rupiah(free)})") for year, free in years
        ]
        self.homes = homes
        for home in homes:
            self.fields[f"kind-{home.pk}"] = forms.ChoiceField(
                label=f"Jenis untuk {home.head.name}", choices=KIND_CHOICES, initial=kind
            )
            self.fields[f"amount-{home.pk}"] = AmountField(
                label=f"Jumlah untuk {home.head.name}",
                required=False,
                initial=number(amount) if amount else None,
            )
            self.fields[f"amount-{home.pk}"].widget.attrs["data-sum"] = "all"

    @property
    def head(self) -> list[forms.BoundField]:
        """The fields above the list."""
        return [self[name] for name in ("year", "made_on", "purpose")]

    def rows(self) -> list[PlanRow]:
        """All households with their kind and amount."""
        return [PlanRow(h, self[f"kind-{h.pk}"], self[f"amount-{h.pk}"]) for h in self.homes]

    def values(self) -> dict:
        """Arguments of ``make_plan``."""
        found = self.cleaned_data
        lines = [
            PlannedLine(home, AidKind(found[f"kind-{home.pk}"]), amount)
            for home in self.homes
            if (amount := found[f"amount-{home.pk}"])
        ]
        return {
            "new": NewPlan(found["year"], found["purpose"], lines),
            "made_on": found["made_on"],
            "request_key": found["request_key"],
        }


class DecisionForm(KeyedForm):
    """The manager's word."""

    is_approved = forms.TypedChoiceField(
        label="Keputusan", choices=[("1", "Disetujui"), ("0", "Ditolak")],
        coerce=lambda value: value == "1", widget=forms.RadioSelect,
    )  # fmt: skip
    decided_on = DayField(label="Tanggal")
    note = forms.CharField(
        label="Nomor berita acara, atau alasan penolakan", max_length=150, required=False,
        help_text=NO_NAMES,
    )  # fmt: skip


class EndForm(KeyedForm):
    """Nothing more is paid from a plan."""

    ended_on = DayField(label="Tanggal")
    reason = forms.CharField(label="Alasan", max_length=150, help_text=NO_NAMES)


def own_accounts(office: Office) -> QuerySet[Account]:
    """Cash boxes and banks that may pay aid: the office's own, without money in trust."""
    return office.accounts.free().own_money()


class PaymentForm(KeyedForm):
    """Money for, or back from, one kind of a plan."""

    kind = forms.ChoiceField(label="Jenis bantuan")
    amount = AmountField(label="Jumlah", required=True)
    on = DayField(label="Tanggal")
    account = forms.ModelChoiceField(label="Dari", queryset=Account.objects.none())
    note = forms.CharField(label="Keterangan", max_length=150, required=False, help_text=NO_NAMES)

    def __init__(
        self, office: Office, kinds: Sequence[tuple[str, str]], data=None, *, into=False, **kwargs
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["kind"].choices = kinds
        self.fields["account"].queryset = own_accounts(office)
        if into:
            self.fields["account"].label = "Masuk ke"

    def values(self) -> dict:
        """Arguments of ``pay_aid`` and ``return_money``."""
        found = dict(self.cleaned_data)
        key = found.pop("request_key")
        found["kind"] = AidKind(found["kind"])
        return {"payment": Payment(**found), "request_key": key}


class GoatPurchaseForm(KeyedForm):
    """Goats that are bought for a plan."""

    on = DayField(label="Tanggal")
    count = forms.IntegerField(label="Jumlah ekor", min_value=1, initial=1)
    price = AmountField(label="Harga setiap ekor", required=True)
    sex = forms.ChoiceField(label="Jenis kelamin", choices=Goat.Sex)
    breed = forms.CharField(label="Ras", max_length=40, initial="Kacang")
    born_on = DayField(
        label="Perkiraan tanggal lahir", required=False,
        help_text="Kosongkan untuk kambing dewasa yang umurnya tidak diketahui.",
    )  # fmt: skip
    account = forms.ModelChoiceField(label="Dari", queryset=Account.objects.none())
    note = forms.CharField(label="Keterangan", max_length=150, required=False, help_text=NO_NAMES)

    def __init__(self, office: Office, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["account"].queryset = own_accounts(office)

    def values(self) -> dict:
        """Arguments of ``buy_aid_goats``."""
        found = dict(self.cleaned_data)
        key = found.pop("request_key")
        return {"purchase": GoatPurchase(**found), "request_key": key}


class ReversalForm(KeyedForm):
    """Taking money back."""

    happened_on = DayField(label="Tanggal")
    reason = forms.CharField(label="Alasan", max_length=150, help_text=NO_NAMES)


class HandoverForm(KeyedForm):
    """Who received: ticked ones get what was planned, or ``each`` where it cost less.

    Fields for all lines are there, so that a form sent again says the same; open ones are shown.
    """

    on = DayField(label="Tanggal")
    each = AmountField(
        label="Nilai setiap rumah tangga", required=False,
        help_text="Kosongkan bila sesuai rencana; isi bila belanjanya lebih murah.",
    )  # fmt: skip

    def __init__(self, lines: Sequence[AidLine], data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"line-{line.pk}"] = forms.BooleanField(
                label=line.household.head.name, required=False
            )

    @property
    def open_rows(self) -> list[tuple[AidLine, forms.BoundField]]:
        """Lines that wait, with their tick."""
        return [(line, self[f"line-{line.pk}"]) for line in self.lines if not line.is_handed]

    def given(self) -> Mapping[int, int]:
        """What the ticked households received, by the line's id."""
        found = self.cleaned_data
        return {
            line.pk: found["each"] or line.amount for line in self.lines if found[f"line-{line.pk}"]
        }
