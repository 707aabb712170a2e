"""How a piece was found, what was repaired of it, its photos, and what conditions are worth."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from maintenance.models.infrastructure import Correctable, CorrectableQuerySet, Infrastructure
from maintenance.rules.conditions import Condition, Weights
from maintenance.rules.places import EAST, NORTH, SOUTH, WEST
from upk.ledger.models import OfficeRows
from upk.offices.models import Office, StoredFile, User
from upk.periods import Quarter
from upk.trail.told import Told
from upk.trail.trailed import Trailed, TrailedQuerySet

CONDITIONS = [
    (Condition.GOOD.value, "Baik"),
    (Condition.SLIGHT.value, "Rusak ringan"),
    (Condition.HEAVY.value, "Rusak berat"),
    (Condition.BROKEN.value, "Tidak berfungsi"),
]
"""Conditions with their names on screen and paper."""

CONDITION_LABELS = dict(CONDITIONS)


class InspectionQuerySet(CorrectableQuerySet, TrailedQuerySet):
    """Inspections; emptying a name leaves a trail."""


class Inspection(Trailed, Correctable):
    """How a piece was found on a day. Of a quarter's standing ones the last counts; all stay.

    ``inspector_name`` is empty where ``recorded_by`` looked; the name of somebody else may be
    emptied later and nothing else changes.
    """

    TRAIL = Told(private=("inspector_name",), office="infrastructure.village.office_id")

    inspected_on = models.DateField("tanggal diperiksa")
    condition = models.CharField("kondisi", max_length=8, choices=CONDITIONS)
    notes = models.CharField("catatan", max_length=500, blank=True)
    work_needed = models.CharField("pekerjaan yang diperlukan", max_length=500, blank=True)
    inspector_name = models.CharField("diperiksa oleh", max_length=100, blank=True)

    objects = InspectionQuerySet.as_manager()

    FACTS = ("inspected_on", "condition", "notes", "work_needed", "inspector_name")
    DAY = "inspected_on"

    class Meta(Correctable.Meta):
        ordering = ["-inspected_on", "-id"]
        indexes = [
            models.Index("infrastructure", "inspected_on", "id", name="inspection_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_condition_display()} {self.inspected_on}"

    @property
    def quarter(self) -> Quarter:
        """The quarter that it is for."""
        return Quarter.of(self.inspected_on)


class Repair(Correctable):
    """Work on a piece. Whole rupiah; 0 where the villagers did it without money."""

    class Kind(models.TextChoices):
        ROUTINE = "routine", "Rutin"
        PERIODIC = "periodic", "Berkala"
        EMERGENCY = "emergency", "Darurat"

    class Payer(models.TextChoices):
        LEVY = "levy", "Iuran pemeliharaan"
        VILLAGE = "village", "Anggaran desa"
        COMMUNITY = "community", "Swadaya masyarakat"
        GRANT = "grant", "BLM"
        OTHER = "other", "Lainnya"

    kind = models.CharField("jenis", max_length=10, choices=Kind)
    repaired_on = models.DateField("tanggal")
    cost = models.BigIntegerField("biaya")
    payer = models.CharField("dibayar dari", max_length=10, choices=Payer)
    note = models.CharField("keterangan", max_length=150, blank=True)

    FACTS = ("kind", "repaired_on", "cost", "payer", "note")
    DAY = "repaired_on"

    class Meta(Correctable.Meta):
        ordering = ["-repaired_on", "-id"]
        constraints = [
            *Correctable.Meta.constraints,
            models.CheckConstraint(
                name="repair_costs_what_was_paid",
                condition=Q(cost__gt=0) | Q(cost=0, payer="community"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.repaired_on}"


class PhotoQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PhotoQuerySet":
        """Photos of pieces that the user may see."""
        return self.filter(infrastructure__in=Infrastructure.objects.visible_to(user))


class Photo(models.Model):
    """A photo of a piece, taken for the register, an inspection or a repair; append-only.

    The file itself says nothing of where it was taken; ``latitude`` and ``longitude`` are kept
    only if whoever sent it wished so.
    """

    infrastructure = models.ForeignKey(Infrastructure, models.PROTECT, related_name="photos")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, related_name="photos")
    repair = models.ForeignKey(Repair, models.PROTECT, null=True, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    attached_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(auto_now_add=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="photo_of_one_occasion",
                condition=Q(inspection__isnull=True) | Q(repair__isnull=True),
            ),
            models.CheckConstraint(
                name="photo_taken_in_indonesia",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(SOUTH, NORTH), longitude__range=(WEST, EAST)),
            ),
        ]

    def __str__(self) -> str:
        return f"foto {self.pk}"


class PhotoWithdrawal(models.Model):
    """A photo that was attached by mistake; it stays, with the mark and the reason; append-only."""

    photo = models.OneToOneField(Photo, models.PROTECT, related_name="withdrawal")
    reason = models.CharField("alasan", max_length=150)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="photo_withdrawn_for_a_reason", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        return self.reason


class ConditionWeightsQuerySet(OfficeRows):
    def in_force(self, on: date) -> "ConditionWeightsQuerySet":
        """Rows that had begun on that day, the newest first; of one day the last entered."""
        return self.filter(since__lte=on).order_by("-since", "-id")


class ConditionWeights(models.Model):
    """What each condition is worth in the score, from a day on; append-only.

    Several rows of one day are corrections: the last one counts. An office without a row scores
    by ``maintenance.rules.conditions.DEFAULT_WEIGHTS``.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="condition_weights")
    since = models.DateField("berlaku mulai")
    good = models.PositiveSmallIntegerField("baik")
    slight = models.PositiveSmallIntegerField("rusak ringan")
    heavy = models.PositiveSmallIntegerField("rusak berat")
    broken = models.PositiveSmallIntegerField("tidak berfungsi")
    carried = models.PositiveSmallIntegerField("triwulan tanpa pemeriksaan paling banyak")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ConditionWeightsQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                name="condition_weights_fall",
                condition=Q(good__lte=100, good__gt=0, slight__lte=F("good"))
                & Q(heavy__lte=F("slight"), broken__lte=F("heavy"), broken__gte=0)
                & Q(carried__range=(0, 40)),
            ),
        ]
        indexes = [models.Index("office", "since", name="condition_weights_by_day")]

    def __str__(self) -> str:
        return f"{self.since}"

    @property
    def value(self) -> Weights:
        """The weights as a value."""
        return Weights(self.good, self.slight, self.heavy, self.broken, self.carried)
