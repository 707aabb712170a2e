"""The form of a dated list: as many lines as the present one has, and some empty ones."""

from collections.abc import Sequence

from django import forms

from upk.forms import DayField
from upk.offices.checklists import SCORED

SPARE_LINES = 4
LONGEST = 250
HIGHEST_WEIGHT = 1000


class ChecklistForm(forms.Form):
    """Lines in their order; an empty one is left out. Weights only where the list is scored."""

    since = DayField(label="Berlaku mulai")

    def __init__(self, *args, kind: str, present: Sequence[tuple[str, int]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.is_scored = kind in SCORED
        self.lines = range(1, len(present) + SPARE_LINES + 1)
        for n in self.lines:
            text, weight = present[n - 1] if n <= len(present) else ("", None)
            self.fields[f"text-{n}"] = forms.CharField(
                label=f"Baris {n}", max_length=LONGEST, required=False, initial=text,
                widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
            )  # fmt: skip
            if self.is_scored:
                self.fields[f"weight-{n}"] = forms.IntegerField(
                    label=f"Bobot {n}", min_value=0, max_value=HIGHEST_WEIGHT, required=False,
                    initial=weight,
                    widget=forms.TextInput({"class": "form-control", "inputmode": "numeric"}),
                )  # fmt: skip

    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField | None]]:
        """Number, text and weight of each line, for the page's table."""
        return [
            (n, self[f"text-{n}"], self[f"weight-{n}"] if self.is_scored else None)
            for n in self.lines
        ]

    @property
    def items(self) -> list[tuple[str, int]]:
        """Text and weight of the lines that were filled in, after validation."""
        data = self.cleaned_data
        lines = [(data[f"text-{n}"], data.get(f"weight-{n}") or 0) for n in self.lines]
        return [(text, weight) for text, weight in lines if text.strip()]
