"""Forms that say who of a group pays how much: beside a payment, or for a receipt afterwards.

A member's inputs are named by the person (``member-17-principal``). They check shape; sums and
what each still owes are checked by ``loans.member_splits``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from loans.member_splits import MemberPart
from loans.models import Share
from loans.repayments import PaymentRow, Sheet, SheetErrors
from loans.sheet_forms import SheetForm
from upk.forms import AmountField
from upk.money import number

PARTS = ("principal", "interest", "penalty")


class MemberForm(forms.Form):
    """What one member pays."""

    principal = AmountField(label="Pokok", required=False)
    interest = AmountField(label="Jasa", required=False)
    penalty = AmountField(label="Denda", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)


class MemberLine:
    """A member with the own inputs and what is wrong with them."""

    def __init__(self, share: Share, data: Mapping | None, part: MemberPart | None) -> None:
        self.share = share
        initial = {name: getattr(part, name) or None for name in PARTS} if part else None
        self.form = MemberForm(data, prefix=f"member-{share.person_id}", initial=initial)
        self.errors: list[str] = []

    @property
    def cells(self) -> list[tuple[str, str, str, str]]:
        """Name, label, value and sums of each input."""
        person = self.share.person_id
        return [
            (
                field.html_name,
                f"{field.label} {self.share.person.name}",
                _shown(field.value()),
                f"member-{name} member-all member-row-{person}",
            )
            for name in PARTS
            for field in [self.form[name]]
        ]

    def read(self) -> MemberPart:
        """The line as a value; what can't be read is among the errors and counts as nothing."""
        if not self.form.is_valid():
            for name, messages in self.form.errors.items():
                label = self.form.fields[name].label
                self.errors += [f"{label}: {message}" for message in messages]
        given = [self.form.cleaned_data.get(name) or 0 for name in PARTS]
        return MemberPart(self.share.person_id, *given)


def _shown(value) -> str:
    return number(value) if isinstance(value, int) else value or ""


class SplitForm:
    """The lines of all members of a loan, in the order of their shares."""

    def __init__(
        self,
        shares: Iterable[Share],
        data: Mapping | None = None,
        parts: Sequence[MemberPart] = (),
    ) -> None:
        known = {part.person_id: part for part in parts}
        self.lines = [MemberLine(share, data, known.get(share.person_id)) for share in shares]
        self.errors: list[str] = []

    @property
    def has_errors(self) -> bool:
        return bool(self.errors or any(line.errors for line in self.lines))

    def read(self) -> tuple[MemberPart, ...]:
        """The members who pay something; check ``has_errors`` afterwards."""
        parts = [line.read() for line in self.lines]
        return tuple(part for part in parts if any(part.amounts))

    def place(self, members: Mapping[int, Sequence[str]], whole: Sequence[str] = ()) -> None:
        """Put the service's errors at their lines; those of nobody's line above them."""
        lines = {line.share.person_id: line for line in self.lines}
        for person, messages in members.items():
            (lines[person].errors if person in lines else self.errors).extend(messages)
        self.errors += whole


class ReceiptSplitForm(forms.Form):
    """The key of the form that divides a receipt afterwards."""

    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


def is_split(data: Mapping) -> bool:
    """Whether something was typed for a member."""
    return any(name.startswith("member-") and value.strip() for name, value in data.items())


class OnePaymentForm(SheetForm):
    """The sheet of one group, with the members' parts if somebody types them.

    Without an amount the members' sums are it.
    """

    def __init__(self, shares, user, loans, data: QueryDict | None = None, initial=None) -> None:
        self._shares = shares
        self._data = data
        self.is_split = data is not None and is_split(data)
        if self.is_split:
            data = self._with_sums(data, f"loan-{loans[0]}")
        super().__init__(user, loans, data, initial=initial)

    @cached_property
    def split(self) -> SplitForm:
        """The members' lines; asks for the shares when somebody looks."""
        return SplitForm(self._shares, self._data if self.is_split else None)

    @cached_property
    def _parts(self) -> tuple[MemberPart, ...]:
        return self.split.read()

    def _with_sums(self, data: QueryDict, prefix: str) -> QueryDict:
        """The data with the members' sums where the group's amount isn't typed."""
        if any(data.get(f"{prefix}-{name}", "").strip() for name in ("amount", *PARTS[:2])):
            return data
        data = data.copy()
        for name in PARTS:
            total = sum(getattr(part, name) for part in self._parts)
            if total and not data.get(f"{prefix}-{name}", "").strip():
                data[f"{prefix}-{name}"] = number(total)
        return data

    @property
    def has_errors(self) -> bool:
        return super().has_errors or (self.is_split and self.split.has_errors)

    def _read(self) -> None:
        super()._read()
        if self.is_split and not self._parts and not self.split.has_errors:
            self.is_split = False

    def _sheet_of(self, rows) -> Sheet:
        sheet = super()._sheet_of(rows)
        if not self.is_split:
            return sheet
        paid: list[PaymentRow] = [replace(row, members=self._parts) for row in sheet.rows]
        return replace(sheet, rows=paid)

    def add_error(self, error: ValidationError) -> None:
        super().add_error(error)
        if isinstance(error, SheetErrors):
            self.split.place(error.members)
