"""Forms of scoring: the typed marks of a proposal, and the office's criteria."""

from collections.abc import Sequence

from django import forms

from grants.models import Criterion, ScoringSet
from grants.proposals.forms import StepForm
from grants.proposals.scoring_sets import MOST_CRITERIA
from grants.rules.scoring import SOURCES, TYPED, Term
from upk.forms import DayField
from upk.offices.models import Office

SPARE_LINES = 3


class ScoreForm(StepForm):
    """A mark from 0 to 100 for each typed criterion of the set in force."""

    def __init__(self, office: Office, scoring_set: ScoringSet, data=None) -> None:
        super().__init__(office, data)
        self.typed = [c for c in scoring_set.criteria.all() if c.source == TYPED]
        for criterion in self.typed:
            self.fields[f"nilai-{criterion.pk}"] = self._mark(criterion)

    @staticmethod
    def _mark(criterion: Criterion) -> forms.IntegerField:
        return forms.IntegerField(
            label=f"{criterion.name} (bobot {criterion.weight})",
            min_value=0,
            max_value=100,
            help_text="0 sampai 100",
            widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        )

    def points(self) -> dict[int, int]:
        """The marks by criterion, for the service."""
        return {c.pk: self.cleaned_data[f"nilai-{c.pk}"] for c in self.typed}


class ScoringSetForm(forms.Form):
    """Criteria in their order; a line without a name is left out."""

    since = DayField(label="Berlaku mulai")

    def __init__(self, present: Sequence[Criterion], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.lines = range(1, min(len(present) + SPARE_LINES, MOST_CRITERIA) + 1)
        for n in self.lines:
            now = present[n - 1] if n <= len(present) else None
            self.fields[f"name-{n}"] = forms.CharField(
                label=f"Kriteria {n}", max_length=120, required=False,
                initial=now.name if now else "",
                widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
            )  # fmt: skip
            self.fields[f"source-{n}"] = forms.ChoiceField(
                label=f"Nilai kriteria {n} dari", choices=SOURCES, required=False,
                initial=now.source if now else TYPED,
                widget=forms.Select({"class": "form-select"}),
            )  # fmt: skip
            self.fields[f"weight-{n}"] = forms.IntegerField(
                label=f"Bobot kriteria {n}", min_value=1, max_value=100, required=False,
                initial=now.weight if now else None,
                widget=forms.TextInput({"class": "form-control money", "inputmode": "numeric"}),
            )  # fmt: skip

    def clean(self) -> dict:
        data = self.cleaned_data
        for n in self.lines:
            if data.get(f"name-{n}") and not data.get(f"weight-{n}"):
                self.add_error(f"weight-{n}", "Isi bobotnya.")
        return data

    @property
    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Number, name, source and weight of each line, for the page's table."""
        return [(n, self[f"name-{n}"], self[f"source-{n}"], self[f"weight-{n}"])
                for n in self.lines]  # fmt: skip

    def terms(self) -> list[Term]:
        """The lines that were filled in, for the service."""
        data = self.cleaned_data
        return [
            Term(data[f"name-{n}"], data[f"source-{n}"] or TYPED, data[f"weight-{n}"])
            for n in self.lines
            if data[f"name-{n}"].strip()
        ]
