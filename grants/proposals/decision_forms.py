"""The meeting's form: a choice, an amount and a reason for every proposal that is open."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms

from grants.models import Proposal
from grants.proposals.decisions import Verdict
from grants.proposals.phases import Meeting
from grants.proposals.ranked import Row
from upk.forms import AmountField, CrispyMixin, DayField
from upk.offices.models import Office
from upk.periods import today

OPEN, APPROVE, REFUSE = "", "setuju", "tolak"
LONGEST = 250


@dataclass(frozen=True)
class Line:
    """A proposal's fields for the page; ``row`` is its place, ``None`` if it wasn't scored."""

    proposal: Proposal
    row: Row | None
    verdict: forms.BoundField
    amount: forms.BoundField | None
    reason: forms.BoundField


class DecisionForm(CrispyMixin, forms.Form):
    """The decision of a meeting on proposals of a sector; what isn't chosen stays open."""

    number = forms.CharField(label="Nomor keputusan MAD", max_length=60)
    decided_on = DayField(label="Tanggal musyawarah")
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self, office: Office, ranked: Sequence[Row], unscored: Sequence[Proposal], data=None
    ) -> None:
        super().__init__(data, initial={"decided_on": today(office)})
        self._ranked, self._unscored = ranked, unscored
        for row in ranked:
            self._add(row.proposal, row.proposal.recommended)
        for proposal in unscored:
            self._add(proposal, None)

    def _add(self, proposal: Proposal, recommended: int | None) -> None:
        pk, code = proposal.pk, proposal.code
        choices = [(OPEN, "Belum diputuskan"), (REFUSE, "Ditolak")]
        if recommended is not None:
            choices.insert(1, (APPROVE, "Disetujui"))
            amount = AmountField(label=f"Jumlah {code}", required=False, initial=recommended)
            amount.widget.attrs["class"] = "form-control money"
            self.fields[f"jumlah-{pk}"] = amount
        select = forms.Select({"class": "form-select"})
        self.fields[f"putusan-{pk}"] = forms.ChoiceField(
            label=f"Keputusan {code}", choices=choices, required=False, widget=select
        )
        text = forms.TextInput({"class": "form-control", "autocomplete": "off"})
        self.fields[f"alasan-{pk}"] = forms.CharField(
            label=f"Alasan {code}", max_length=LONGEST, required=False, widget=text
        )

    @property
    def head(self) -> list[forms.BoundField]:
        return [self["number"], self["decided_on"]]

    def _line(self, proposal: Proposal, row: Row | None) -> Line:
        pk = proposal.pk
        amount = self[f"jumlah-{pk}"] if f"jumlah-{pk}" in self.fields else None
        return Line(proposal, row, self[f"putusan-{pk}"], amount, self[f"alasan-{pk}"])

    @property
    def lines(self) -> list[Line]:
        """Those that were scored, best first."""
        return [self._line(row.proposal, row) for row in self._ranked]

    @property
    def other_lines(self) -> list[Line]:
        """Those that can only be refused."""
        return [self._line(proposal, None) for proposal in self._unscored]

    def clean(self) -> dict:
        data = self.cleaned_data
        for row in self._ranked:
            pk = row.proposal.pk
            if data.get(f"putusan-{pk}") == APPROVE and not data.get(f"jumlah-{pk}"):
                self.add_error(f"jumlah-{pk}", "Isi jumlah yang disetujui.")
        if not any(data.get(f"putusan-{p.pk}") for p in self._proposals()):
            self.add_error(None, "Pilih keputusan untuk sedikitnya satu usulan.")
        return data

    def _proposals(self) -> list[Proposal]:
        return [row.proposal for row in self._ranked] + list(self._unscored)

    def verdicts(self) -> list[Verdict]:
        """What was decided, in the order of the ranking."""
        data, found = self.cleaned_data, []
        for proposal in self._proposals():
            choice, reason = data[f"putusan-{proposal.pk}"], data[f"alasan-{proposal.pk}"]
            if choice == APPROVE:
                found.append(Verdict(proposal, data[f"jumlah-{proposal.pk}"], reason))
            elif choice == REFUSE:
                found.append(Verdict(proposal, None, reason))
        return found

    def meeting(self) -> Meeting:
        return Meeting(self.cleaned_data["number"], self.cleaned_data["decided_on"])
