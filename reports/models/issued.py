"""Issued quarterly packs: their frozen values and files, append-only.

An issue keeps the whole pack as canonical JSON (``value``) with its digest; every file of it is
made from that text alone, once, and kept with a digest of its own. A correction is a new revision.
The published figures stand beside the text as rows, so that lists and comparisons of many offices
need not read it; what the district answers is a row as well.
"""

import secrets
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from reports import states
from upk.access import READERS, Role
from upk.ledger.models import PeriodChange
from upk.offices.models import Office, User
from upk.periods import Quarter

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are read as others or make words (Crockford's base 32)."""

CODE_LENGTH = 12  # 60 bits: not to be guessed, short enough to type


def new_check_code() -> str:
    """An unguessable code for the public check of a printed report."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


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

    def with_answer(self) -> "IssuedReportQuerySet":
        """Annotate ``answer``: kind of the district's last answer, or ``None``."""
        answers = IssuedAnswer.objects.filter(report=OuterRef("pk")).order_by("-pk")
        return self.annotate(answer=Subquery(answers.values("kind")[:1]))

    def for_lists(self) -> "IssuedReportQuerySet":
        """Without the long text, with office, files, ``outdated`` and ``answer``."""
        return (
            self.defer("value")
            .with_outdated()
            .with_answer()
            .select_related("office", "issued_by")
            .prefetch_related("files")
        )


class IssuedReport(models.Model):
    """A quarter's pack as it was handed over; never changed.

    ``books`` is the newest change of the closed books when it was issued: a later reopening makes
    the report outdated, whatever the clock says. ``figure_count`` says how many published figures
    belong to it, so that none can be added later. ``check_code`` is what its QR code leads to.
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
    figure_count = models.PositiveSmallIntegerField(default=0)
    check_code = models.CharField(
        "kode pemeriksaan", max_length=16, unique=True, default=new_check_code, editable=False
    )

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

    @property
    def is_returned(self) -> bool:
        """Whether the district returned it; needs ``with_answer``."""
        return self.answer == IssuedAnswer.Kind.RETURNED

    @property
    def is_to_be_issued_again(self) -> bool:
        """Whether a new revision may follow; needs ``with_outdated`` and ``with_answer``."""
        return self.outdated or self.is_returned

    def file(self, kind: str) -> "IssuedFile | None":
        """The file of that kind, if it has been made."""
        return next((file for file in self.files.all() if file.kind == kind), None)


class IssuedFile(models.Model):
    """A file made from an issue's frozen value, kept under MEDIA_ROOT and never written over."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel (XLSX)"
        JSON = "json", "JSON"
        ANNEXES = "annexes", "Lampiran per desa (ZIP)"
        PUBLIC = "public", "PDF untuk umum"

    ENDINGS = {Kind.ANNEXES: "zip", Kind.PUBLIC: "pdf"}
    IN_LISTS = ((Kind.PDF, "PDF"), (Kind.XLSX, "Excel (XLSX)"), (Kind.JSON, "JSON"))
    """The kinds that lists offer, with their labels; a page of the issue offers all."""

    MADE_BESIDE = (Kind.PDF, Kind.ANNEXES)
    """Kinds that take so long that they are made beside the request."""

    report = models.ForeignKey(IssuedReport, models.PROTECT, related_name="files")
    kind = models.CharField("jenis", max_length=8, choices=Kind)
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

    @classmethod
    def ending_of(cls, kind: str) -> str:
        """How a file of that kind ends: ``pdf``, ``xlsx``, ``json``, ``zip``."""
        return cls.ENDINGS.get(kind, kind)

    @property
    def full_path(self) -> Path:
        """Where it lies on this machine."""
        return Path(settings.MEDIA_ROOT) / self.path


class IssuedFigure(models.Model):
    """A published figure of an issue, by the key that ``reports.figures`` gives it.

    Amounts in whole rupiah, counts, percentages in hundredths (62,87 % is 6287). A percentage
    without a base has no row.
    """

    class Unit(models.TextChoices):
        RUPIAH = "rupiah", "rupiah"
        COUNT = "count", "banyaknya"
        PERCENT = "percent", "persen"

    # Found through the unique key, which begins with it: beside an index of its own PostgreSQL
    # reads all figures of a report to find one.
    report = models.ForeignKey(IssuedReport, models.PROTECT, related_name="figures", db_index=False)
    key = models.CharField("kunci", max_length=80)
    label = models.CharField("nama", max_length=160)
    unit = models.CharField("satuan", max_length=7, choices=Unit)
    value = models.BigIntegerField("nilai")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key"],
                name="issuedfigure_key_unique_in_report",
                opclasses=["int8_ops", "varchar_pattern_ops"],  # for beginnings of keys
            ),
            models.CheckConstraint(
                name="issuedfigure_unit_known",
                condition=Q(unit__in=["rupiah", "count", "percent"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


class IssuedAnswer(models.Model):
    """What the district said to an issue: received, then returned with a note or accepted."""

    class Kind(models.TextChoices):
        RECEIVED = states.RECEIVED, states.NAMES[states.RECEIVED]
        RETURNED = states.RETURNED, states.NAMES[states.RETURNED]
        ACCEPTED = states.ACCEPTED, states.NAMES[states.ACCEPTED]

    report = models.ForeignKey(IssuedReport, models.PROTECT, related_name="answers")
    kind = models.CharField("jawaban", max_length=8, choices=Kind)
    note = models.TextField("catatan", max_length=2000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("report", "kind", name="issuedanswer_one_of_a_kind"),
            models.UniqueConstraint(
                "report",
                condition=Q(kind__in=["returned", "accepted"]),
                name="issuedanswer_one_verdict",
            ),
            models.CheckConstraint(
                name="issuedanswer_kind_known",
                condition=Q(kind__in=["received", "returned", "accepted"]),
            ),
            models.CheckConstraint(
                name="issuedanswer_returned_with_a_note",
                condition=~Q(kind="returned") | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.report_id}"
