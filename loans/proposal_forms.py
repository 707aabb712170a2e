"""Forms of the steps before the money: a group's proposal, verification, approval, refusal."""

import uuid
from collections.abc import Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError

from loans.models import Loan, TermsFields
from loans.product_forms import terms_fields
from loans.shares import even_shares
from upk.forms import AmountField, AmountInput, CrispyMixin, DayField
from upk.offices.models import Decision, Person

BODIES = {
    Loan.Status.VERIFIED: (Decision.Body.TV,),
    Loan.Status.WAITING: (Decision.Body.TP, Decision.Body.MAD),
}
"""Who decides on a step (domain.md 2)."""


class SharesForm(forms.Form):
    """An amount for the group, and one for each member who takes part."""

    principal = AmountField(label="Jumlah", widget=AmountInput({"data-split-whole": ""}))
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self, *args, members: Sequence[Person], given: Mapping[int, int] | None = None, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        for person in self.members:
            self.fields[f"share-{person.pk}"] = AmountField(
                label=f"Bagian {person}",
                required=False,
                initial=(given or {}).get(person.pk),
                widget=AmountInput(
                    {"data-sum": "share", "data-split": "", "class": "form-control"}
                ),
            )

    def share_rows(self) -> list[tuple[Person, forms.BoundField]]:
        """Each member with the field of the share, for the page's table."""
        return [(person, self[f"share-{person.pk}"]) for person in self.members]

    @property
    def shares(self) -> list[tuple[Person, int]]:
        """The members that take part, after validation. Whole rupiah."""
        amounts = [(p, self.cleaned_data.get(f"share-{p.pk}")) for p in self.members]
        return [(person, amount) for person, amount in amounts if amount]


class ProposalForm(SharesForm):
    """A loan as the group asks for it."""

    proposed_on = DayField(label="Tanggal usulan")
    payment_day = forms.IntegerField(
        label="Tanggal angsuran tiap bulan",
        required=False,
        min_value=1,
        max_value=31,
        help_text="Kosong: sama dengan tanggal pencairan.",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["principal"].label = "Pengajuan kelompok"
        self.fields |= terms_fields()

    def terms_rows(self) -> list[forms.BoundField]:
        """The fields of the terms."""
        return [self[name] for name in TermsFields.TERMS]

    @property
    def terms_have_errors(self) -> bool:
        return any(name in self.errors for name in TermsFields.TERMS) if self.is_bound else False

    def values(self) -> dict:
        """Arguments of ``draft_loan`` and ``propose_loan``, after validation."""
        data = self.cleaned_data
        return {
            "principal": data["principal"],
            "proposed_on": data["proposed_on"],
            "payment_day": data["payment_day"] or 0,
            "terms": {name: data[name] for name in TermsFields.TERMS},
        }

    def split_evenly(self) -> "ProposalForm":
        """A copy whose principal is shared evenly by those that have a share, else by all."""
        data = self.data.copy()
        names = [f"share-{person.pk}" for person in self.members]
        chosen = [name for name in names if data.get(name, "").strip() not in ("", "0")] or names
        form = ProposalForm(data, members=self.members)
        try:
            principal = form.fields["principal"].clean(data.get("principal"))
        except ValidationError:
            return form
        if principal and chosen:
            shares = even_shares(principal, len(chosen))
            for name, amount in zip(chosen, shares, strict=True):
                data[name] = form.fields[name].widget.format_value(amount)
        return form


class StepForm(SharesForm):
    """What a body decided on a proposal: its day, its number, the amounts.

    The number may be empty here: whether it is needed is for the service to say, together with
    every other reason.
    """

    on = DayField(label="Tanggal keputusan")
    body = forms.ChoiceField(label="Diputuskan oleh")
    number = forms.CharField(label="Nomor berita acara", max_length=60, required=False)

    def __init__(self, *args, to_status: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        bodies = BODIES[to_status]
        self.fields["body"].choices = [(body.value, body.label) for body in bodies]
        if to_status == Loan.Status.WAITING:
            self.fields["number"].help_text = "Wajib untuk persetujuan."

    def values(self) -> dict:
        """Arguments of ``with_decision`` for a step, after validation."""
        names = ("principal", "on", "body", "number", "request_key")
        return {name: self.cleaned_data[name] for name in names} | {"shares": self.shares}


class RefuseForm(CrispyMixin, forms.Form):
    """Why a proposal is refused, and who decided so."""

    reason = forms.CharField(label="Alasan", max_length=200)
    on = DayField(label="Tanggal")
    body = forms.ChoiceField(label="Diputuskan oleh", choices=Decision.Body)
    number = forms.CharField(
        label="Nomor keputusan", max_length=60, required=False, help_text="Boleh kosong."
    )


class TakeBackForm(CrispyMixin, forms.Form):
    """Why the last step is taken back. ``seen_step`` is the step that the user sees."""

    reason = forms.CharField(label="Alasan", max_length=200)
    seen_step = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
