"""The form of a table of bands: its day, its name, and the bands of each ratio, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms

from reports.books.health import RATIOS as NAMED
from reports.books.health_tables import SIGNS, Rating, label
from reports.books.rating import FULL, RATIOS, STATUSES, TOTAL, Band
from upk.forms import CrispyMixin, DayField, PercentField

SPARE_ROWS = 2
MOST_ROWS = 12
TYPED = ("bound", "score")
NAMES = {ratio.number: ratio.name for ratio in NAMED} | {TOTAL: "Keadaan menurut jumlah skor"}


class BandForm(forms.Form):
    """A row: a value that compares so gets that score. Without a bound the row is left out."""

    comparison = forms.ChoiceField(label="Nilai", choices=list(SIGNS.items()), required=False)
    bound = PercentField(
        label="Batas", max_digits=7, decimal_places=2, min_value=None, required=False
    )
    score = PercentField(label="Skor", max_digits=5, decimal_places=2, max_value=FULL)
    status = forms.ChoiceField(
        label="Keadaan", choices=[(name, name) for name in STATUSES], required=False
    )

    def __init__(self, *args, ratio: int, number: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["score"].required = False
        if ratio == TOTAL:
            del self.fields["score"]
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control money"
            field.widget.attrs["aria-label"] = f"{field.label} {label(ratio)}, baris {number}"

    def clean(self) -> dict:
        data = self.cleaned_data
        if self.errors:
            return data
        if data.get("bound") is None:
            if data.get("score") is not None:
                self.add_error("bound", "Isi batasnya, atau kosongkan skornya.")
            return data
        for name in ("comparison", "status"):
            if not data.get(name):
                self.add_error(name, "Pilih salah satu.")
        if "score" in self.fields and data.get("score") is None:
            self.add_error("score", "Isi skornya.")
        return data

    @property
    def band(self) -> Band | None:
        """What was typed; ``None`` for an empty row."""
        data = self.cleaned_data
        if data.get("bound") is None:
            return None
        return Band(data["comparison"], data["bound"], data.get("score"), data["status"])


@dataclass(frozen=True, slots=True)
class RatioRows:
    """The rows of a ratio, or of the total, which has no scores."""

    ratio: int
    rows: tuple[BandForm, ...]

    @property
    def title(self) -> str:
        """Its number and name."""
        return NAMES[TOTAL] if self.ratio == TOTAL else f"{label(self.ratio)}: {NAMES[self.ratio]}"

    @property
    def has_score(self) -> bool:
        """Whether its bands have scores."""
        return self.ratio != TOTAL


class HealthTableForm(CrispyMixin, forms.Form):
    """A table from a day on, filled with the one that holds now."""

    since = DayField(label="Berlaku mulai")
    name = forms.CharField(
        label="Nama atau dasar", max_length=120, help_text="Misalnya: Surat edaran kabupaten 2010."
    )

    def __init__(self, rating: Rating, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.ratios = tuple(
            RatioRows(ratio, tuple(_rows(rating, ratio, data))) for ratio in (*RATIOS, TOTAL)
        )

    def is_valid(self) -> bool:
        rows = [row.is_valid() for ratio in self.ratios for row in ratio.rows]
        return all([super().is_valid(), *rows])

    @property
    def lines(self) -> list[tuple[int, Band]]:
        """What ``add_table`` takes, after validation."""
        bands = ((ratio.ratio, row.band) for ratio in self.ratios for row in ratio.rows)
        return [(ratio, band) for ratio, band in bands if band]


def _rows(rating: Rating, ratio: int, data) -> Iterator[BandForm]:
    """A row for each band that holds now, and some empty ones."""
    bands = rating.bands[ratio]
    for place in range(min(len(bands) + SPARE_ROWS, MOST_ROWS)):
        shown = {}
        if place < len(bands):
            names = ("comparison", *TYPED, "status")
            shown = {name: getattr(bands[place], name) for name in names}
        prefix = f"rasio-{ratio}-{place}"
        yield BandForm(data, prefix=prefix, ratio=ratio, number=place + 1, initial=shown)
