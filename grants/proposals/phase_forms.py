"""The form of a phase: its amounts and the meeting that decided them."""

import uuid
from collections.abc import Mapping

from django import forms
from django.db.models import Max

from grants.models import Allotment, PhaseSource, PhaseVersion
from grants.proposals.phases import Meeting, PhaseAmounts
from grants.rules.phases import TPK_PERCENT, UPK_PERCENT, usual_allotments
from grants.rules.sectors import OPERATIONAL, SECTORS
from upk.forms import AmountField, AmountInput, CrispyMixin, DayField, PercentField
from upk.offices.models import Office
from upk.periods import today


class PhaseForm(CrispyMixin, forms.Form):
    """A phase's amounts. ``parts`` groups its fields for the page; each part has a running total.

    With ``present`` it is a change: the year stays, a reason is asked.
    """

    year = forms.IntegerField(label="Tahun anggaran", min_value=1998, max_value=2999)
    number = forms.CharField(label="Nomor keputusan MAD", max_length=60)
    decided_on = DayField(label="Tanggal keputusan")
    reason = forms.CharField(label="Alasan perubahan", max_length=200)
    amount = AmountField(
        label="Jumlah dana tahun ini", widget=AmountInput(attrs={"data-sum": "amount"})
    )
    upk_percent = PercentField(
        label="Operasional UPK (%)", required=False, initial=UPK_PERCENT, max_value=100
    )
    tpk_percent = PercentField(
        label="Operasional TPK (%)", required=False, initial=TPK_PERCENT, max_value=100
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self, office: Office, data=None, present: PhaseVersion | None = None,
        typed: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """``typed``: what stood in the form while the operational part was worked out."""
        self.villages = list(office.villages.all())
        on = today(office)
        last = office.phases.aggregate(last=Max("year"))["last"]
        initial = {"decided_on": on, "year": max(on.year, last + 1) if last else on.year}
        initial |= _initial_of(present) if present else {}
        super().__init__(data, initial=initial | dict((typed or {}).items()))
        del self.fields["year" if present else "reason"]
        self._add_amounts()

    def _add_amounts(self) -> None:
        for kind, label in PhaseSource.Kind.choices:
            self._add(f"sumber-{kind}", label, "sources")
        self.fields["keterangan"] = forms.CharField(
            label="Keterangan sumber lainnya", max_length=80, required=False
        )
        for sector, label in SECTORS:
            self._add(f"pagu-{sector}", label, "budgets")
        self._add("upk", "Operasional UPK", "allotted")
        for village in self.villages:
            self._add(f"tpk-{village.pk}", f"TPK {village.name}", "allotted")

    def _add(self, name: str, label: str, total: str) -> None:
        widget = AmountInput(attrs={"data-sum": total, "class": "form-control money ms-auto"})
        self.fields[name] = AmountField(label=label, required=False, widget=widget)

    @property
    def parts(self) -> list[dict]:
        """Title, fields, name of the running total and what it must be, of each part."""
        villages = [f"tpk-{village.pk}" for village in self.villages]
        named = [
            (
                "Sumber dana",
                "Sumber",
                [f"sumber-{kind}" for kind in PhaseSource.Kind.values],
                "sources",
            ),
            ("Pagu per bidang", "Bidang", [f"pagu-{sector}" for sector, _ in SECTORS], "budgets"),
            ("Pembagian Operasional", "Untuk", ["upk", *villages], "allotted"),
        ]
        return [
            {"title": title, "of": of, "fields": [self[name] for name in names], "total": total}
            for title, of, names, total in named
        ]

    @property
    def head(self) -> list[forms.BoundField]:
        """The fields above the amounts."""
        names = ["year", "number", "decided_on", "reason", "amount"]
        return [self[name] for name in names if name in self.fields]

    def amounts(self) -> PhaseAmounts:
        """What was typed, for the service."""
        data = self.cleaned_data
        note = data["keterangan"].strip()
        return PhaseAmounts(
            amount=data["amount"] or 0,
            sources={kind: data[f"sumber-{kind}"] or 0 for kind in PhaseSource.Kind.values},
            budgets={sector: data[f"pagu-{sector}"] or 0 for sector, _ in SECTORS},
            upk=data["upk"] or 0,
            tpk={village: data[f"tpk-{village.pk}"] or 0 for village in self.villages},
            source_names={PhaseSource.Kind.OTHER: note} if note else {},
        )

    def meeting(self) -> Meeting:
        return Meeting(self.cleaned_data["number"], self.cleaned_data["decided_on"])

    def worked_out(self, office: Office, present: PhaseVersion | None) -> "PhaseForm":
        """The form with the operational part worked out from its percentages; as it is where the
        amount or a percentage can't be read."""
        names = ("amount", "upk_percent", "tpk_percent")
        self.full_clean()
        if any(name in self.errors or not self.cleaned_data.get(name) for name in names):
            return self
        data = self.cleaned_data
        found = usual_allotments(
            data["amount"], self.villages, data["upk_percent"], data["tpk_percent"]
        )
        typed = {name: self.data[name] for name in self.fields if name in self.data}
        typed |= {"upk": found.upk, f"pagu-{OPERATIONAL}": found.total}
        typed |= {f"tpk-{village.pk}": amount for village, amount in found.tpk.items()}
        return PhaseForm(office, present=present, typed=typed)


def _initial_of(version: PhaseVersion) -> dict:
    """A version's amounts by field."""
    found: dict = {"amount": version.amount}
    for source in version.sources.all():
        found[f"sumber-{source.kind}"] = source.amount
        if source.kind == PhaseSource.Kind.OTHER:
            found["keterangan"] = source.name
    found |= {f"pagu-{budget.sector}": budget.amount for budget in version.budgets.all()}
    for allotment in version.allotments.all():
        is_upk = allotment.kind == Allotment.Kind.UPK
        found["upk" if is_upk else f"tpk-{allotment.village_id}"] = allotment.amount
    return found
