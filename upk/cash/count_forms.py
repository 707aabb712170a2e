"""The form of a cash count: notes and coins by their number; and of posting its difference."""

import uuid
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from upk.access import OFFICE
from upk.cash.counting import Piece, settlement_moves, side_of
from upk.cash.counts import own_denominations
from upk.cash.denominations import COIN, NOTE, Denomination, known
from upk.cash.forms import SideField
from upk.cash.models import CashCount, CashCountLine
from upk.forms import AmountField, CrispyMixin, DayField
from upk.ledger.models import Account
from upk.offices.models import Office, User
from upk.periods import today

MOST_PIECES = 1_000_000


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A line of the form: a denomination and the field for its number."""

    denomination: Denomination
    field: forms.BoundField


class CountForm(CrispyMixin, forms.Form):
    """What was counted, by whom; ``pieces`` once it is valid."""

    account = forms.ModelChoiceField(Account.objects.none(), label="Kas")
    counted_on = DayField(label="Tanggal")
    counted_by = forms.ModelChoiceField(User.objects.none(), label="Dihitung oleh")
    witnessed_by = forms.ModelChoiceField(User.objects.none(), label="Disaksikan oleh")
    explanation = forms.CharField(
        label="Penjelasan selisih",
        max_length=250,
        required=False,
        help_text="Hanya bila uang dan buku berbeda. Jangan menulis nama orang.",
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, office: Office, by: User, data=None, *, account: int | None = None) -> None:
        day = today(office)
        boxes = office.accounts.filter(liquidity=Account.Liquidity.CASH, is_active=True)
        own = {"counted_on": day, "counted_by": by.pk, "request_key": uuid.uuid4()}
        super().__init__(data, initial=own | {"account": account})
        self.fields["account"].queryset = boxes
        self.fields["account"].label_from_instance = lambda box: box.name
        people = User.objects.filter(office=office, is_active=True, role__in=OFFICE)
        for name in ("counted_by", "witnessed_by"):
            self.fields[name].queryset = people
            self.fields[name].label_from_instance = _named
        # Counting yesterday's box with today's list of notes: a field more is no harm.
        offered = known(own_denominations(office))
        self._offered = [d for d in offered if data is not None or d.is_tender(day)]
        for denomination in self._offered:
            self.fields[denomination.key] = forms.IntegerField(
                label=f"Banyaknya {denomination.value}",
                min_value=0,
                max_value=MOST_PIECES,
                required=False,
                error_messages={"invalid": "Tulis bilangan bulat."},
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )

    @property
    def notes(self) -> list[PieceRow]:
        """Fields of the notes."""
        return self._rows(NOTE)

    @property
    def coins(self) -> list[PieceRow]:
        """Fields of the coins."""
        return self._rows(COIN)

    def _rows(self, kind: str) -> list[PieceRow]:
        """What is in use on the day, and what somebody typed although it isn't."""
        day = self.cleaned_data.get("counted_on") if self.is_bound else None
        day = day or self.initial["counted_on"]
        rows = [PieceRow(d, self[d.key]) for d in self._offered if d.kind == kind]
        return [row for row in rows if row.denomination.is_tender(day) or row.field.value()]

    def clean(self) -> dict:
        data = self.cleaned_data
        day = data.get("counted_on")
        for denomination in self._offered:
            if data.get(denomination.key) and day and not denomination.is_tender(day):
                self.add_error(denomination.key, "Tidak berlaku pada tanggal itu.")
        return data

    @property
    def pieces(self) -> list[Piece]:
        """What was counted, without what there was none of."""
        counted = ((d, self.cleaned_data.get(d.key)) for d in self._offered)
        return [Piece(d, number) for d, number in counted if number]


def _named(user: User) -> str:
    return f"{user.name} ({user.get_role_display()})"


class SettlementForm(CrispyMixin, forms.Form):
    """On which day and to which account a difference is posted; ``moves`` once it is valid."""

    happened_on = DayField(label="Tanggal bukti")
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, count: CashCount, data=None) -> None:
        initial = {"happened_on": count.counted_on, "request_key": uuid.uuid4()}
        super().__init__(data, initial=initial)
        self.count = count
        self.fields["other"] = SideField(side_of(count), list(count.office.accounts.free()), {})

    def clean(self) -> dict:
        data = self.cleaned_data
        data["memo"] = f"Selisih opname {self.count.account.name}"
        return data

    @property
    def moves(self) -> list:
        """What the preview shows."""
        return settlement_moves(self.count, self.cleaned_data["other"])


class DenominationForm(CrispyMixin, forms.Form):
    """A note or coin and the days on which it was legal tender."""

    kind = forms.ChoiceField(label="Jenis", choices=CashCountLine.Kind)
    value = AmountField(label="Nilai")
    since = DayField(label="Berlaku mulai")
    until = DayField(
        label="Berlaku sampai",
        required=False,
        help_text="Hari terakhir sebelum dicabut Bank Indonesia. Kosong: masih berlaku.",
    )

    def clean_value(self) -> int:
        if not self.cleaned_data["value"]:
            raise ValidationError("Isi nilainya.")
        return self.cleaned_data["value"]
