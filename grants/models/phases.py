"""Phases of the programme: a year's money, where it comes from and what it is for.

A phase's amounts stand in versions, each decided by the meeting: a change is a new version, and
what an earlier day's report said stays.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from grants.rules.sectors import SECTORS
from upk.access import Role
from upk.ledger.models import Submission
from upk.offices.models import Decision, Office, User, Village


class PhaseQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PhaseQuerySet":
        """Phases of the user's office, for facilitators too: they belong to no single village."""
        if user.role == Role.DISTRICT:
            return self.none()
        return self.filter(office_id=user.office_id)


class Phase(models.Model):
    """A year's grants of the programme to the sub-district (tahap)."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="phases")
    year = models.PositiveSmallIntegerField("tahun")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = PhaseQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint("office", "year", name="phase_once_a_year"),
            models.CheckConstraint(
                name="phase_year_is_sensible", condition=Q(year__gte=1998, year__lte=2999)
            ),
        ]

    def __str__(self) -> str:
        return f"BLM {self.year}"


class PhaseVersionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PhaseVersionQuerySet":
        return self.filter(phase__in=Phase.objects.visible_to(user))

    def in_force(self, on: date) -> "PhaseVersionQuerySet":
        """Versions decided up to and including that day, the newest first."""
        return self.filter(decided_on__lte=on).order_by("-revision")


class PhaseVersion(models.Model):
    """A phase's amounts as the meeting decided them; ``revision`` counts from 0.

    ``amount`` (whole rupiah) is the sum of its sources and of its budgets by sector; its
    allotments add up to the budget of Operasional. In force from the day of its decision on, a day
    in open books.
    """

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="versions")
    revision = models.PositiveSmallIntegerField("perubahan ke")
    amount = models.BigIntegerField("jumlah")
    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="+", verbose_name="keputusan"
    )
    decided_on = models.DateField("tanggal keputusan")
    reason = models.CharField("alasan perubahan", max_length=200, blank=True)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="phase_versions")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = PhaseVersionQuerySet.as_manager()

    class Meta:
        ordering = ["phase", "-revision"]
        constraints = [
            models.UniqueConstraint("phase", "revision", name="phase_version_revision_unique"),
            models.CheckConstraint(name="phase_version_has_money", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="phase_version_change_has_a_reason",
                condition=Q(revision=0) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"perubahan ke-{self.revision}" if self.revision else "penetapan"


class PhaseSource(models.Model):
    """Where money of a phase comes from. Whole rupiah. ``name`` says more, above all of others."""

    class Kind(models.TextChoices):
        APBN = "apbn", "APBN"
        APBD = "apbd", "APBD/DDUB"
        OTHER = "other", "Lainnya"

    version = models.ForeignKey(PhaseVersion, models.PROTECT, related_name="sources")
    kind = models.CharField("sumber", max_length=10, choices=Kind)
    name = models.CharField("keterangan", max_length=80, blank=True)
    amount = models.BigIntegerField("jumlah")

    class Meta:
        ordering = ["version", "id"]
        constraints = [
            models.UniqueConstraint("version", "kind", name="phase_source_once"),
            models.CheckConstraint(name="phase_source_is_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class PhaseBudget(models.Model):
    """What a phase sets aside for a sector: the limit of what is approved there. Whole rupiah."""

    version = models.ForeignKey(PhaseVersion, models.PROTECT, related_name="budgets")
    sector = models.CharField("bidang", max_length=12, choices=SECTORS)
    amount = models.BigIntegerField("jumlah")

    class Meta:
        ordering = ["version", "id"]
        constraints = [
            models.UniqueConstraint("version", "sector", name="phase_budget_once"),
            models.CheckConstraint(name="phase_budget_is_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return self.get_sector_display()


class Allotment(models.Model):
    """Operasional of a phase, without proposals: the UPK's part, or a village's team's (TPK).

    Whole rupiah. A changed phase has allotments of its own: what was paid counts by phase, kind
    and village.
    """

    class Kind(models.TextChoices):
        UPK = "upk", "Operasional UPK"
        TPK = "tpk", "Operasional TPK"

    version = models.ForeignKey(PhaseVersion, models.PROTECT, related_name="allotments")
    kind = models.CharField("untuk", max_length=3, choices=Kind)
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, related_name="allotments"
    )
    amount = models.BigIntegerField("jumlah")

    class Meta:
        ordering = ["version", "id"]
        constraints = [
            models.UniqueConstraint("version", "village", name="allotment_once_per_village"),
            models.UniqueConstraint(
                "version", condition=Q(village__isnull=True), name="allotment_one_of_the_upk"
            ),
            models.CheckConstraint(name="allotment_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="allotment_of_a_village_iff_tpk",
                condition=Q(kind="upk", village__isnull=True)
                | Q(kind="tpk", village__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
