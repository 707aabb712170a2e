"""Issued quarterly packs: their frozen values and files, append-only.

An issue keeps the whole pack as canonical JSON (``value``) with its digest; every file of it is
made from that text alone, once, and kept with a digest of its own. A correction is a new revision.
"""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from upk.access import READERS, Role
from upk.ledger.models import PeriodChange
from upk.offices.models import Office, User
from upk.periods import Quarter


class IssuedReportQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "IssuedReportQuerySet":
        """Those of the reader's office; for the district those of its offices; else none."""
        if user.role == Role.DISTRICT:
            return self.filter(office__district_id=user.district_id)
        if user.role in READERS:
            return self.filter(office_id=user.office_id)
        return self.none()

    def of_quarter(self, quarter: Quarter) -> "IssuedReportQuerySet":
        """The revisions of a quarter's report."""
        return self.filter(year=quarter.year, quarter=quarter.number)

    def newest(self) -> "IssuedReportQuerySet":
        """The last revision of each office's quarter."""
        later = IssuedReport.objects.filter(
            office=OuterRef("office"), year=OuterRef("year"), quarter=OuterRef("quarter"),
            revision__gt=OuterRef("revision"),
        )  # fmt: skip
        return self.filter(~Exists(later))

    def with_outdated(self) -> "IssuedReportQuerySet":
        """Annotate ``outdated``: the books were reopened into the quarter after it was issued.

        Source: docs/decisions/001.
        """
        reopened = PeriodChange.objects.reopenings().filter(
            Q(closed_after__isnull=True) | Q(closed_after__lt=OuterRef("as_of")),
            office=OuterRef("office"),
            pk__gt=OuterRef("books_id"),
        )
        return self.annotate(outdated=Exists(reopened))

    def for_lists(self) -> "IssuedReportQuerySet":
        """Without the long text, with office, files and ``outdated``."""
        return (
            self.defer("value")
            .with_outdated()
            .select_related("office", "issued_by")
            .prefetch_related("files")
        )


class IssuedReport(models.Model):
    """A quarter's pack as it was handed over; never changed.

    ``books`` is the newest change of the closed books when it was issued: a later reopening makes
    the report outdated, whatever the clock says.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="issued_reports")
    year = models.PositiveSmallIntegerField("tahun")
    quarter = models.PositiveSmallIntegerField("triwulan")
    revision = models.PositiveSmallIntegerField("revisi")
    as_of = models.DateField("per tanggal")
    books = models.ForeignKey(PeriodChange, models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_by_name = models.CharField(max_length=120)
    issued_at = models.DateTimeField("waktu terbit", auto_now_add=True)
    # Why it was issued although the checklist warned; empty where all was in order.
    reason = models.CharField("alasan tetap terbit", max_length=250, blank=True)
    rule = models.CharField("aturan", max_length=250, blank=True)
    format_version = models.PositiveSmallIntegerField()
    value = models.TextField(editable=False)
    value_sha256 = models.CharField(max_length=64)

    objects = IssuedReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-quarter", "-revision"]
        constraints = [
            models.UniqueConstraint(
                "office", "year", "quarter", "revision", name="issuedreport_revision_unique"
            ),
            models.CheckConstraint(
                name="issuedreport_quarter_and_revision",
                condition=Q(quarter__range=(1, 4), revision__gte=1, year=F("as_of__year")),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def period(self) -> Quarter:
        """The quarter that it is about."""
        return Quarter(self.year, self.quarter)

    @property
    def label(self) -> str:
        """``Triwulan IV 2009`` and its revision from the second on."""
        suffix = f", revisi {self.revision}" if self.revision > 1 else ""
        return f"{self.period.label}{suffix}"

    def file(self, kind: str) -> "IssuedFile | None":
        """The file of that kind, if it has been made."""
        return next((file for file in self.files.all() if file.kind == kind), None)


class IssuedFile(models.Model):
    """A file made from an issue's frozen value, kept under MEDIA_ROOT and never written over."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel (XLSX)"
        JSON = "json", "JSON"

    report = models.ForeignKey(IssuedReport, models.PROTECT, related_name="files")
    kind = models.CharField("jenis", max_length=4, choices=Kind)
    path = models.CharField(max_length=200)
    size = models.BigIntegerField("ukuran")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("report", "kind", name="issuedfile_one_of_a_kind"),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def full_path(self) -> Path:
        """Where it lies on this machine."""
        return Path(settings.MEDIA_ROOT) / self.path
