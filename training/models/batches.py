"""Batches: how each was planned and replanned, what became of it, and what it cost.

A batch has no state of its own: its standing steps say what became of it, its newest version when
and where it is. Both are added and never changed.
"""

from datetime import date

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from training.models.kinds import TrainingKind
from training.rules.batches import LONGEST, State, days_of
from upk.access import Role
from upk.ledger.models import Entry, Submission
from upk.offices.models import Office, User

STATES = {
    State.PLANNED: "Direncanakan",
    State.INVITED: "Diundang",
    State.HELD: "Terlaksana",
    State.CLOSED: "Selesai",
    State.CANCELLED: "Dibatalkan",
}
"""What states of a batch are called on screens."""


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "BatchQuerySet":
        """The office's; for a facilitator those to which people of the assigned villages come."""
        if user.role == Role.DISTRICT:
            return self.none()
        own = self.filter(office_id=user.office_id)
        if user.role == Role.FACILITATOR:
            coming = Batch.objects.filter(participants__village__in=user.village_ids)
            return own.filter(pk__in=coming.values("pk"))
        return own

    def with_facts(self) -> "BatchQuerySet":
        """Annotate the newest version's ``place``, ``starts_on``, ``ends_on``, ``capacity``."""
        newest = BatchVersion.objects.filter(batch=OuterRef("pk")).order_by("-revision")
        names = ("place", "starts_on", "ends_on", "capacity", "day_count")
        return self.annotate(**{name: Subquery(newest.values(name)[:1]) for name in names})

    def with_state(self, on: date | None = None) -> "BatchQuerySet":
        """Annotate ``state`` (``training.rules.batches.State``) and ``state_since``, by a day."""
        steps = BatchStep.objects.standing().filter(batch=OuterRef("pk"))
        if on is not None:
            steps = steps.filter(happened_on__lte=on)
        last = steps.order_by("-happened_on", "-id")
        return self.annotate(
            state=Coalesce(Subquery(last.values("kind")[:1]), Value(State.PLANNED.value)),
            state_since=Subquery(last.values("happened_on")[:1]),
        )


class Batch(models.Model):
    """A batch (angkatan) of a kind of training; ``number`` goes on within office and kind."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="training_batches")
    kind = models.ForeignKey(TrainingKind, models.PROTECT, related_name="batches")
    number = models.PositiveSmallIntegerField("angkatan")
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="training_batch")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint("kind", "number", name="training_batch_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"angkatan {self.number}"


class OfBatch(models.QuerySet):
    def visible_to(self, user: User) -> "OfBatch":
        """Rows of batches that the user may see."""
        return self.filter(batch__in=Batch.objects.visible_to(user))


class BatchVersion(models.Model):
    """Place, days, trainers and topics as decided on a day; the highest revision counts.

    Trainers and topics are texts, one to a line. A correction says why.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="versions")
    revision = models.PositiveSmallIntegerField()
    decided_on = models.DateField("diputuskan")
    place = models.CharField("tempat", max_length=120)
    starts_on = models.DateField("hari pertama")
    ends_on = models.DateField("hari terakhir")
    day_count = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField("daya tampung")
    trainers = models.TextField("pelatih", blank=True)
    attitude = models.TextField("sikap", blank=True)
    skill = models.TextField("keterampilan", blank=True)
    knowledge = models.TextField("pengetahuan", blank=True)
    reason = models.CharField("alasan", max_length=150, blank=True)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfBatch.as_manager()

    class Meta:
        ordering = ["batch", "-revision"]
        constraints = [
            models.UniqueConstraint("batch", "revision", name="training_version_told_once"),
            models.CheckConstraint(
                name="training_version_makes_sense",
                condition=Q(ends_on__gte=F("starts_on"), day_count__range=(1, LONGEST))
                & Q(capacity__range=(1, 500))
                & ~Q(place="")
                & (Q(revision=1) | Q(revision__gt=1) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.starts_on}"

    @property
    def days(self) -> tuple[date, ...]:
        """Its days in their order."""
        return days_of(self.starts_on, self.ends_on)


class BatchStepQuerySet(OfBatch):
    def standing(self) -> "BatchStepQuerySet":
        """Those that weren't taken back."""
        return self.filter(reversal__isnull=True)


class BatchStep(models.Model):
    """Invited, held, closed or cancelled on a day; append-only, a wrong one is taken back."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="steps")
    kind = models.CharField(
        "langkah", max_length=9,
        choices=[(s.value, label) for s, label in STATES.items() if s != State.PLANNED],
    )  # fmt: skip
    happened_on = models.DateField("tanggal")
    note = models.CharField("keterangan", max_length=150, blank=True)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = BatchStepQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="training_cancelled_for_a_reason",
                condition=~Q(kind="cancelled") | ~Q(note=""),
            ),
        ]
        indexes = [models.Index("batch", "happened_on", "id", name="training_step_by_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"


class BatchStepReversal(models.Model):
    """A step that was entered by mistake; append-only."""

    step = models.OneToOneField(BatchStep, models.PROTECT, related_name="reversal")
    reason = models.CharField("alasan", max_length=150)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="training_step_reversed_for_a_reason", condition=~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        return self.reason


class TrainingCost(models.Model):
    """An entry of the ledger that was for a batch, or (``is_counted`` false) no longer is.

    Append-only, the last row of an entry counts; the money itself is the ledger's affair.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="costs")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    is_counted = models.BooleanField("dihitung", default=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfBatch.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.entry_id}"
