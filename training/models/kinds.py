"""The office's list of kinds of training, and by which rules each goes from a day on."""

from datetime import date

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from upk.ledger.models import RegisterRows
from upk.offices.models import Office, User
from upk.trail.trailed import Trailed


class Audience(models.TextChoices):
    """Whom a kind of training is for; officers count as trained by those for groups."""

    TRAINERS = "trainers", "Pelatih (UPK)"
    GROUPS = "groups", "Pengurus kelompok"
    TEAMS = "teams", "Tim desa"
    OTHER = "other", "Lainnya"


class TrainingKindQuerySet(RegisterRows):
    """Kinds of training of an office."""

    def with_rules(self, on: date) -> "TrainingKindQuerySet":
        """Annotate ``capacity`` and ``percent`` as of a day (``None`` before the first)."""
        rules = KindRule.objects.filter(kind=OuterRef("pk"), since__lte=on)
        last = rules.order_by("-since", "-id")
        return self.annotate(
            capacity=Subquery(last.values("capacity")[:1]),
            percent=Subquery(last.values("attendance_percent")[:1]),
        )


class TrainingKind(Trailed):
    """A kind of training. Its name may be mended; whom it is for stays."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="training_kinds")
    name = models.CharField("nama", max_length=80)
    audience = models.CharField("untuk", max_length=8, choices=Audience)
    is_active = models.BooleanField("dipakai", default=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = TrainingKindQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("office", "name", name="training_kind_named_once"),
            models.CheckConstraint(name="training_kind_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class KindRule(models.Model):
    """People in a batch, and percent of the days that a certificate asks for; append-only.

    In force from ``since`` on, by the first day of the batch; of one day the last row counts.
    """

    kind = models.ForeignKey(TrainingKind, models.PROTECT, related_name="rules")
    since = models.DateField("berlaku mulai")
    capacity = models.PositiveSmallIntegerField("peserta per angkatan")
    attendance_percent = models.PositiveSmallIntegerField("kehadiran minimal (%)")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                name="training_rule_makes_sense",
                condition=Q(capacity__range=(1, 500), attendance_percent__range=(1, 100)),
            ),
        ]
        indexes = [models.Index("kind", "since", name="training_rule_by_day")]

    def __str__(self) -> str:
        return f"{self.since}"
