"""Forms of a loan: proposed, refused."""

import uuid
from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError

from loans.models import TermsFields
from loans.product_forms import terms_fields
from upk.forms import AmountField, AmountInput, CrispyMixin, DayField
from upk.offices.models import Person

SHARE_STEP = 1_000
"""Even shares are whole thousands; the last one takes the remainder [chosen]."""


def even_shares(principal: int, parts: int) -> list[int]:
    """``principal`` in ``parts`` equal shares of whole thousands; the last takes the remainder.

    Unit: whole rupiah. Guarantee: the sum is ``principal``. Below a thousand a share is in rupiah.
    """
    step = SHARE_STEP if principal >= SHARE_STEP * parts else 1
    share = principal // parts // step * step
    return [share] * (parts - 1) + [principal - share * (parts - 1)]


class LoanForm(forms.Form):
    """A loan as the group asks for it, with a share for each member who takes part."""

    principal = AmountField(label="Pengajuan", widget=AmountInput({"data-split-whole": ""}))
    proposed_on = DayField(label="Tanggal usulan")
    payment_day = forms.IntegerField(
        label="Tanggal angsuran tiap bulan",
        required=False,
        min_value=1,
        max_value=31,
        help_text="Kosong: sama dengan tanggal pencairan.",
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, members: Sequence[Person], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        self.fields |= terms_fields()
        for person in self.members:
            self.fields[f"share-{person.pk}"] = AmountField(
                label=f"Bagian {person}",
                required=False,
                widget=AmountInput(
                    {"data-sum": "share", "data-split": "", "class": "form-control"}
                ),
            )

    def share_rows(self) -> list[tuple[Person, forms.BoundField]]:
        """Each member with the field of the share, for the page's table."""
        return [(person, self[f"share-{person.pk}"]) for person in self.members]

    def terms_rows(self) -> list[forms.BoundField]:
        """The fields of the terms."""
        return [self[name] for name in TermsFields.TERMS]

    @property
    def terms_have_errors(self) -> bool:
        return any(name in self.errors for name in TermsFields.TERMS) if self.is_bound else False

    @property
    def shares(self) -> list[tuple[Person, int]]:
        """The members that take part, after validation. Whole rupiah."""
        amounts = [(p, self.cleaned_data.get(f"share-{p.pk}")) for p in self.members]
        return [(person, amount) for person, amount in amounts if amount]

    def values(self) -> dict:
        """Arguments of ``draft_loan`` and ``propose_loan``, after validation."""
        data = self.cleaned_data
        return {
            "principal": data["principal"],
            "proposed_on": data["proposed_on"],
            "payment_day": data["payment_day"] or 0,
            "terms": {name: data[name] for name in TermsFields.TERMS},
        }

    def split_evenly(self) -> "LoanForm":
        """A copy whose principal is shared evenly by those that have a share, else by all."""
        data = self.data.copy()
        names = [f"share-{person.pk}" for person in self.members]
        chosen = [name for name in names if data.get(name, "").strip() not in ("", "0")] or names
        form = LoanForm(data, members=self.members)
        try:
            principal = form.fields["principal"].clean(data.get("principal"))
        except ValidationError:
            return form
        if principal and chosen:
            shares = even_shares(principal, len(chosen))
            for name, amount in zip(chosen, shares, strict=True):
                data[name] = form.fields[name].widget.format_value(amount)
        return form


class RefuseForm(CrispyMixin, forms.Form):
    """Why an approval is taken back."""

    reason = forms.CharField(label="Alasan", max_length=200)
