"""Poor households (RTM): who lives there, why it counts as poor, and what became of it.

The row of a household keeps village and day of registration; what else is corrected is told by
``HouseholdChange`` rows of the new ``revision``. Its steps, assessments and members are added and
never changed. ``state``, ``confirmed_on`` and ``need`` repeat them for lists of today; nothing as
of a date reads these copies, and the check of the books compares them.
"""

from datetime import date

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from goats.rules.households import State, Step
from upk.ledger.models import Submission
from upk.offices.models import Checklist, ChecklistItem, Person, StoredFile, User, Village
from upk.trail.told import Told
from upk.trail.trailed import Trailed, TrailedQuerySet

STATES = {
    State.PROPOSED: "Diusulkan",
    State.WAITING: "Menunggu",
    State.REACHED: "Sudah dibantu",
    State.GRADUATED: "Tidak miskin lagi",
    State.MOVED: "Pindah",
    State.DIED: "Meninggal",
    State.VOID: "Dibatalkan",
}
"""What states of a household are called on screens."""

STEPS = {
    Step.CONFIRMED: "Ditetapkan musyawarah desa",
    Step.REACHED: "Menerima bantuan pihak lain",
    Step.GRADUATED: "Tidak miskin lagi",
    Step.MOVED: "Pindah",
    Step.DIED: "Meninggal",
    Step.VOID: "Salah catat",
}
"""What steps of a household are called on screens."""


class HouseholdQuerySet(TrailedQuerySet):
    def visible_to(self, user: User) -> "HouseholdQuerySet":
        """The one place that says which households a user may see: the visible villages'."""
        return self.filter(village__in=Village.objects.visible_to(user))

    def real(self) -> "HouseholdQuerySet":
        """Without those that were entered by mistake."""
        return self.exclude(state=State.VOID)

    def as_of(self, on: date) -> "HouseholdQuerySet":
        """Annotate what steps and assessments say by the end of a day: ``step_then`` (the kind of
        the last step, None without one), ``step_then_on``, ``need_then``."""
        steps = HouseholdStep.objects.standing().filter(
            household=OuterRef("pk"), happened_on__lte=on
        )
        last = steps.order_by("-happened_on", "-id")
        looks = HouseholdAssessment.objects.filter(household=OuterRef("pk"), assessed_on__lte=on)
        return self.annotate(
            step_then=Subquery(last.values("kind")[:1]),
            step_then_on=Subquery(last.values("happened_on")[:1]),
            need_then=Subquery(looks.order_by("-assessed_on", "-id").values("score")[:1]),
        )

    def matching(self, text: str) -> "HouseholdQuerySet":
        """Households whose head, member, hamlet or village has the text in its name."""
        inside = HouseholdMember.objects.filter(person__name__icontains=text)
        return self.filter(
            Q(head__name__icontains=text)
            | Q(hamlet__icontains=text)
            | Q(village__name__icontains=text)
            | Q(pk__in=inside.values("household"))
        )


class Household(Trailed):
    """A poor household. ``need``: score of the last assessment, higher is poorer."""

    TRAIL = Told(
        copies=("state", "confirmed_on", "need", "revision"),
        private=("address", "proposed_by"),
        person="head_id",
        office="village.office_id",
    )

    village = models.ForeignKey(Village, models.PROTECT, related_name="households")
    hamlet = models.CharField("dusun", max_length=60, blank=True)
    address = models.CharField("alamat", max_length=120, blank=True)
    head = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_by = models.CharField("diusulkan oleh", max_length=100)
    registered_on = models.DateField("terdaftar sejak")
    revision = models.PositiveSmallIntegerField(default=0)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="households")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    state = models.CharField(
        "keadaan", max_length=9, default=State.PROPOSED,
        choices=[(state.value, label) for state, label in STATES.items()],
    )  # fmt: skip
    confirmed_on = models.DateField("ditetapkan", null=True)
    need = models.PositiveSmallIntegerField("nilai kebutuhan", default=0)

    objects = HouseholdQuerySet.as_manager()

    CORRECTABLE = ("hamlet", "address", "head", "proposed_by")
    """What a correction may change."""
    COPIES = ("state", "confirmed_on", "need")
    """What its steps and assessments lead to today."""

    class Meta:
        ordering = ["village__name", "-need", "confirmed_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="household_proposed_by_somebody", condition=~Q(proposed_by="")
            ),
        ]
        indexes = [models.Index(fields=["village", "state", "-need"], name="household_by_need")]

    def __str__(self) -> str:
        return f"RTM {self.pk}"


class OfHousehold(models.QuerySet):
    def visible_to(self, user: User) -> "OfHousehold":
        """Rows about households that the user may see."""
        return self.filter(household__in=Household.objects.visible_to(user))


class HouseholdChange(models.Model):
    """What one correction made of one field: the former and the new value; append-only.

    Of the head the person's number stands here, not the name: pages look it up.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="changes")
    revision = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=11)
    before = models.CharField("sebelumnya", max_length=120, blank=True)
    after = models.CharField("menjadi", max_length=120, blank=True)
    changed_on = models.DateField("tanggal")
    reason = models.CharField("alasan", max_length=150)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-revision", "id"]
        constraints = [
            models.UniqueConstraint(
                "household", "revision", "field", name="household_change_told_once"
            ),
            models.CheckConstraint(
                name="household_change_has_a_reason", condition=Q(revision__gte=1) & ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.changed_on}"

    @property
    def label(self) -> str:
        """The field as screens call it."""
        return (
            "kepala" if self.field == "head" else Household._meta.get_field(self.field).verbose_name
        )


class HouseholdStepQuerySet(OfHousehold):
    def standing(self) -> "HouseholdStepQuerySet":
        """Those that weren't reversed."""
        return self.filter(reversal__isnull=True)


class HouseholdStep(models.Model):
    """A dated step (``goats.rules.households``); append-only, a wrong one is reversed.

    ``minutes``: number of the village meeting's official report, for a confirmation.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="steps")
    kind = models.CharField(
        "langkah", max_length=9, choices=[(step.value, label) for step, label in STEPS.items()]
    )
    happened_on = models.DateField("tanggal")
    minutes = models.CharField("nomor berita acara", max_length=60, blank=True)
    note = models.CharField("keterangan", max_length=150, blank=True)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="household_steps")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = HouseholdStepQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="household_step_has_its_paper_or_reason",
                condition=Q(kind="confirmed") & ~Q(minutes="") | ~Q(kind="confirmed") & ~Q(note=""),
            ),
        ]
        indexes = [models.Index("household", "happened_on", "id", name="household_step_by_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"


class HouseholdStepReversal(models.Model):
    """A step that was entered by mistake; append-only."""

    step = models.OneToOneField(HouseholdStep, models.PROTECT, related_name="reversal")
    reason = models.CharField("alasan", max_length=150)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="household_step_reversed_for_a_reason", condition=~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        return self.reason


class HouseholdAssessment(models.Model):
    """What was ticked of the office's criteria on a day, and the sum of their weights; append-only.

    The last one counts; a wrong one is made good by another of the same day.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="assessments")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    assessed_on = models.DateField("tanggal")
    score = models.PositiveSmallIntegerField("nilai")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfHousehold.as_manager()

    class Meta:
        ordering = ["-assessed_on", "-id"]
        indexes = [models.Index("household", "assessed_on", "id", name="household_score_by_day")]

    def __str__(self) -> str:
        return f"{self.score} ({self.assessed_on})"


class HouseholdTick(models.Model):
    """A criterion that a household fulfils; append-only."""

    assessment = models.ForeignKey(HouseholdAssessment, models.PROTECT, related_name="ticks")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["assessment", "item__position"]
        constraints = [
            models.UniqueConstraint("assessment", "item", name="household_criterion_ticked_once")
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.item_id}"


class HouseholdMember(models.Model):
    """Somebody who lives in a household besides its head; append-only."""

    class Relation(models.TextChoices):
        SPOUSE = "spouse", "Suami / istri"
        CHILD = "child", "Anak"
        PARENT = "parent", "Orang tua"
        OTHER = "other", "Famili lain"

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relation = models.CharField("hubungan", max_length=6, choices=Relation)
    since = models.DateField("sejak")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfHousehold.as_manager()

    class Meta:
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return f"{self.get_relation_display()} {self.pk}"


class HouseholdDeparture(models.Model):
    """A member that no longer lives in the household, from a day on; append-only."""

    member = models.OneToOneField(HouseholdMember, models.PROTECT, related_name="departure")
    left_on = models.DateField("tanggal")
    reason = models.CharField("alasan", max_length=150)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="household_member_left_for_a_reason", condition=~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.left_on}"


class HouseholdPhoto(models.Model):
    """A photo of a household, made small and without place; the newest is shown; append-only."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    attached_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(auto_now_add=True)

    objects = OfHousehold.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint("household", "file", name="household_photo_once")]

    def __str__(self) -> str:
        return f"foto {self.pk}"
