"""How an office's statements look from a day on: layout, health bands, wording of the notes.

All append-only: a change is a new row, later than the closed books. Several rows of one day are
corrections: the last one counts.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from upk.ledger.models import OfficeRows
from upk.offices.models import Office, User


class DatedRows(OfficeRows):
    def in_force(self, on: date) -> "DatedRows":
        """Rows that had begun on that day, the newest first."""
        return self.filter(since__lte=on).order_by("-since", "-id")


class Layout(models.TextChoices):
    """Where a balance sheet shows the allowance for loan losses."""

    CONTRA = "contra", "Cadangan mengurangi aset (Kepmendesa 136/2022)"
    RESERVE = "reserve", "Cadangan di sisi utang (susunan UPK)"


class StatementSetting(models.Model):
    """The office's layout of the balance sheet from a day on."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="statement_settings")
    since = models.DateField("berlaku mulai")
    layout = models.CharField("susunan neraca", max_length=10, choices=Layout)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = DatedRows.as_manager()

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                name="statementsetting_layout_known", condition=Q(layout__in=Layout.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.layout} {self.since}"


class HealthTable(models.Model):
    """The bands of the health rating that an office uses from a day on."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="health_tables")
    since = models.DateField("berlaku mulai")
    name = models.CharField("nama", max_length=120)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = DatedRows.as_manager()

    class Meta:
        ordering = ["-since", "-id"]

    def __str__(self) -> str:
        return f"{self.name} {self.since}"


class HealthBand(models.Model):
    """A band of a table: the first of its ratio that a value falls into counts.

    ``ratio`` is 1 to 6, or 0 for the bands of the total, which have no score.
    """

    class Comparison(models.TextChoices):
        BELOW = "<", "kurang dari"
        AT_MOST = "<=", "paling banyak"
        ABOVE = ">", "lebih dari"
        AT_LEAST = ">=", "paling sedikit"

    table = models.ForeignKey(HealthTable, models.PROTECT, related_name="bands")
    ratio = models.PositiveSmallIntegerField("rasio")
    position = models.PositiveSmallIntegerField("urutan")
    comparison = models.CharField("pembanding", max_length=2, choices=Comparison)
    bound = models.DecimalField("batas", max_digits=7, decimal_places=2)
    score = models.DecimalField("skor", max_digits=5, decimal_places=2, null=True, blank=True)
    status = models.CharField("keadaan", max_length=20)

    class Meta:
        ordering = ["table", "ratio", "position"]
        constraints = [
            models.UniqueConstraint("table", "ratio", "position", name="healthband_place_unique"),
            models.CheckConstraint(
                name="healthband_of_a_ratio_has_a_score",
                condition=Q(ratio=0, score__isnull=True)
                | Q(ratio__range=(1, 6), score__isnull=False),
            ),
            models.CheckConstraint(
                name="healthband_comparison_known",
                condition=Q(comparison__in=["<", "<=", ">", ">="]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ratio}: {self.comparison}{self.bound}"


class NoteText(models.Model):
    """How an office words a note to its statements (CaLK) from a day on.

    ``note`` is a key of ``reports.books.note_texts``. An empty ``body`` goes back to our own text.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="note_texts")
    note = models.CharField("bagian", max_length=40)
    since = models.DateField("berlaku mulai")
    body = models.TextField("naskah", blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = DatedRows.as_manager()

    class Meta:
        ordering = ["note", "-since", "-id"]
        indexes = [models.Index("office", "note", "since", name="note_text_by_note")]

    def __str__(self) -> str:
        return f"{self.note} {self.since}"


class PackSetting(models.Model):
    """What an office's quarterly pack holds besides what it must, and its letter.

    The newest counts. ``left_out`` are keys of chapters (``reports.chapters``) with a space
    between. An issue keeps what it was made with, so a change has no date of its own.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="pack_settings")
    left_out = models.CharField("bagian yang tidak dimuat", max_length=200, blank=True)
    with_annexes = models.BooleanField("lampiran per desa", default=False)
    letter = models.TextField("surat pengantar", max_length=4000, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfficeRows.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.office_id}: {self.left_out}"
