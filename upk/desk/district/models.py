"""What the district itself writes down: by when reports are due, whom it reminded, its bundles."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q

from upk.access import Role
from upk.offices.models import District, Office, User
from upk.periods import Quarter


def must_be_of(user: User, district_id: int) -> None:
    """Raise ``PermissionDenied`` unless the user is of that district and acts for it."""
    if user.role != Role.DISTRICT or user.district_id != district_id:
        raise PermissionDenied


class OfDistrict(models.QuerySet):
    def visible_to(self, user: User) -> "OfDistrict":
        """Those of the reader's district; nobody else sees any."""
        if user.role != Role.DISTRICT:
            return self.none()
        return self.filter(district_id=user.district_id)


class ReportingRule(models.Model):
    """How many days after a quarter's end its report is due, from a day on; append-only.

    The rule in force on a quarter's last day is that of the quarter. ``bundle_days`` is how long
    a finished bundle is kept before its file is thrown away.
    """

    district = models.ForeignKey(District, models.PROTECT, related_name="reporting_rules")
    since = models.DateField("berlaku mulai")
    deadline_days = models.PositiveSmallIntegerField("batas laporan (hari sesudah triwulan)")
    bundle_days = models.PositiveSmallIntegerField("berkas ZIP disimpan (hari)")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfDistrict.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint("district", "since", name="reportingrule_one_per_day"),
            models.CheckConstraint(
                name="reportingrule_days_make_sense",
                condition=Q(deadline_days__range=(1, 90), bundle_days__range=(1, 365)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since}: {self.deadline_days}"


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ReminderQuerySet":
        """Those to the offices of the reader's district; nobody else sees any."""
        if user.role != Role.DISTRICT:
            return self.none()
        return self.filter(office__district_id=user.district_id)

    def of_quarter(self, quarter: Quarter) -> "ReminderQuerySet":
        """Those about a quarter's report."""
        return self.filter(year=quarter.year, quarter=quarter.number)


class Reminder(models.Model):
    """An office was reminded of a quarter's report on a day; append-only.

    ``missing`` is what was missing then, ``due_on`` by when it should have come: the letter is
    printed from the row alone, so that it can be printed again.
    """

    class Missing(models.TextChoices):
        REPORT = "report", "Laporan belum diterbitkan"
        REVISION = "revision", "Laporan yang dikembalikan belum diperbaiki"
        REISSUE = "reissue", "Laporan perlu diterbitkan ulang"

    office = models.ForeignKey(Office, models.PROTECT, related_name="reminders")
    year = models.PositiveSmallIntegerField("tahun")
    quarter = models.PositiveSmallIntegerField("triwulan")
    missing = models.CharField("yang belum ada", max_length=8, choices=Missing)
    due_on = models.DateField("batas")
    reminded_on = models.DateField("diingatkan")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-reminded_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                "office", "year", "quarter", "reminded_on", name="reminder_once_a_day"
            ),
            models.CheckConstraint(
                name="reminder_of_a_quarter_after_its_deadline",
                condition=Q(quarter__range=(1, 4), reminded_on__gt=models.F("due_on")),
            ),
            models.CheckConstraint(
                name="reminder_missing_known",
                condition=Q(missing__in=["report", "revision", "reissue"]),
            ),
        ]
        indexes = [models.Index("year", "quarter", "office", name="reminder_by_quarter")]

    def __str__(self) -> str:
        return f"{self.period} {self.reminded_on}"

    @property
    def period(self) -> Quarter:
        """The quarter whose report is missing."""
        return Quarter(self.year, self.quarter)


class Bundle(models.Model):
    """One ZIP with the issued packs of a quarter; a register row that the builder leads on.

    ``contents`` is a digest of which issues went in: a bundle is behind when it differs from
    today's. A finished one keeps name, size and digest for ever; only its file is thrown away.
    """

    class State(models.TextChoices):
        BUILDING = "building", "Sedang dibuat"
        DONE = "done", "Selesai"
        FAILED = "failed", "Gagal"
        GONE = "gone", "Berkas dihapus"

    district = models.ForeignKey(District, models.PROTECT, related_name="bundles")
    year = models.PositiveSmallIntegerField("tahun")
    quarter = models.PositiveSmallIntegerField("triwulan")
    state = models.CharField("keadaan", max_length=8, choices=State, default=State.BUILDING)
    total = models.PositiveIntegerField("jumlah laporan")
    done = models.PositiveIntegerField("sudah masuk", default=0)
    contents = models.CharField(max_length=64)
    path = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField("ukuran", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    problem = models.CharField("kendala", max_length=250, blank=True)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField("mulai")
    finished_at = models.DateTimeField("selesai", null=True, blank=True)

    objects = OfDistrict.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "district",
                "year",
                "quarter",
                condition=Q(state="building"),
                name="bundle_one_in_the_making",
            ),
            models.CheckConstraint(
                name="bundle_of_a_quarter_with_reports",
                condition=Q(quarter__range=(1, 4), total__gte=1, done__lte=models.F("total")),
            ),
            models.CheckConstraint(
                name="bundle_done_iff_it_has_a_digest",
                condition=Q(state__in=["building", "failed"], sha256="", finished_at__isnull=True)
                | (Q(state__in=["done", "gone"], finished_at__isnull=False) & ~Q(sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def period(self) -> Quarter:
        """The quarter whose packs it holds."""
        return Quarter(self.year, self.quarter)

    @property
    def file_name(self) -> str:
        """What it is called when it is downloaded: ``sragen-triwulan-2009-4-12.zip``."""
        return f"{self.district.code}-triwulan-{self.period}-{self.pk}.zip".lower()

    @property
    def full_path(self) -> Path:
        """Where its file lies on this machine."""
        return Path(settings.MEDIA_ROOT) / self.path

    @property
    def percent_done(self) -> int:
        """How much of it is in, for the bar: 0 to 100."""
        return self.done * 100 // self.total
