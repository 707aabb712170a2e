"""Aid from the surplus for poor households: plans, their decision, money, hand-overs.

Nothing here is edited. What was set aside in a year isn't stored at all: it is what the fund's
account received from elsewhere than aid (``goats.aid.budget``). ``AidMove`` is the sub-ledger: one
row for each entry of aid, so its sums are what the account gave (``check_books``). Goats that were
bought share the submission of their payment, and are handed over by being placed: their events
alone tell it.
"""

from django.db import models
from django.db.models import Case, F, Q, Sum, When

from goats.models.household import Household
from goats.rules.aid import AidKind
from upk.access import Role
from upk.ledger.models import Account, Entry, OfficeRows, Submission
from upk.offices.models import Office, User

AID_KINDS = {
    AidKind.SCHOOL_FEES: "Bantuan biaya sekolah",
    AidKind.GROCERIES: "Sembako",
    AidKind.GOATS: "Kambing bergulir",
    AidKind.OTHER: "Bantuan lain",
}
"""What kinds of aid are called on screens and papers."""

AID_CHOICES = [(kind.value, label) for kind, label in AID_KINDS.items()]


class AidPlanQuerySet(OfficeRows):
    def visible_to(self, user: User) -> "AidPlanQuerySet":
        """The office's plans; for a facilitator those with a household of an own village."""
        if user.role == Role.FACILITATOR:
            own = AidLine.objects.visible_to(user)
            return self.filter(office_id=user.office_id, pk__in=own.values("plan"))
        return super().visible_to(user)


class AidPlan(models.Model):
    """Who is to get what from a year's budget; ``year`` is that in which it was set aside.

    ``line_count`` and ``total`` (whole rupiah) say what its lines add up to: none can be added.
    ``is_from_old_books``: handed over before the office kept its books here
    (``goats.aid.moving_in``).
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="aid_plans")
    year = models.PositiveSmallIntegerField("anggaran tahun")
    number = models.PositiveSmallIntegerField("nomor")
    purpose = models.CharField("keperluan", max_length=100)
    made_on = models.DateField("tanggal")
    line_count = models.PositiveSmallIntegerField()
    total = models.BigIntegerField("jumlah")
    is_from_old_books = models.BooleanField("dari pembukuan lama", default=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="aid_plans")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AidPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint("office", "year", "number", name="aid_plan_number_unique"),
            models.CheckConstraint(
                name="aid_plan_says_for_whom_and_what",
                condition=Q(line_count__gt=0, total__gt=0, number__gt=0) & ~Q(purpose=""),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """Its name in memos and lists: ``RTM-2010-03``."""
        return f"RTM-{self.year}-{self.number:02}"


class AidLineQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AidLineQuerySet":
        """Lines about households that the user may see."""
        return self.filter(household__in=Household.objects.visible_to(user))


class AidLine(models.Model):
    """What one household is to get. ``amount`` is whole rupiah."""

    plan = models.ForeignKey(AidPlan, models.PROTECT, related_name="lines")
    household = models.ForeignKey(Household, models.PROTECT, related_name="aid_lines")
    kind = models.CharField("jenis", max_length=11, choices=AID_CHOICES)
    amount = models.BigIntegerField("jumlah")

    objects = AidLineQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "household__village__name", "id"]
        constraints = [
            models.UniqueConstraint("plan", "household", "kind", name="aid_line_once_in_plan"),
            models.CheckConstraint(name="aid_line_gives_something", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class AidDecision(models.Model):
    """The manager's word on a plan that somebody else wrote; append-only, once.

    ``note``: number of the meeting's report, or why it was refused.
    """

    plan = models.OneToOneField(AidPlan, models.PROTECT, related_name="decision")
    is_approved = models.BooleanField("disetujui")
    decided_on = models.DateField("tanggal")
    note = models.CharField("keterangan", max_length=150, blank=True)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="aid_plan_refused_for_a_reason", condition=Q(is_approved=True) | ~Q(note="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.decided_on}"


class AidPlanEnd(models.Model):
    """Nothing more is paid from a plan from a day on, or ever where nothing was; append-only."""

    plan = models.OneToOneField(AidPlan, models.PROTECT, related_name="end")
    ended_on = models.DateField("tanggal")
    reason = models.CharField("alasan", max_length=150)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="aid_plan_ended_for_a_reason", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        return self.reason


class AidMoveQuerySet(OfficeRows):
    def standing(self) -> "AidMoveQuerySet":
        """Rows that weren't reversed, without the reversals."""
        return self.filter(reverses__isnull=True, reversed_by__isnull=True)

    def used(self) -> int:
        """What all rows together took from the fund: paid less returned. Whole rupiah."""
        return self.aggregate(used=Sum(AidMove.effect(), default=0))["used"]


class AidMove(models.Model):
    """What an entry did with the money of a plan's kind; append-only.

    ``amount`` is whole rupiah, negative in a reversal; ``account``: the cash box or bank.
    """

    class Sort(models.TextChoices):
        PAID = "paid", "Pembayaran"
        RETURNED = "returned", "Uang kembali"

    office = models.ForeignKey(Office, models.PROTECT, related_name="aid_moves")
    plan = models.ForeignKey(AidPlan, models.PROTECT, related_name="moves")
    kind = models.CharField("jenis", max_length=11, choices=AID_CHOICES)
    sort = models.CharField("transaksi", max_length=8, choices=Sort)
    happened_on = models.DateField("tanggal")
    amount = models.BigIntegerField("jumlah")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    note = models.CharField("keterangan", max_length=150, blank=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="aid_move")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="aid_move")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AidMoveQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="aid_move_sign_tells_a_reversal",
                condition=Q(reverses__isnull=True, amount__gt=0)
                | Q(reverses__isnull=False, amount__lt=0),
            ),
            models.CheckConstraint(
                name="aid_move_goats_are_not_returned",
                condition=~Q(kind="goats", sort="returned"),
            ),
        ]
        indexes = [models.Index("plan", "kind", "happened_on", name="aid_move_by_plan")]

    def __str__(self) -> str:
        return f"{self.sort} {self.happened_on}"

    @classmethod
    def effect(cls) -> Case:
        """What a row took from the fund, for queries."""
        return Case(When(sort=cls.Sort.PAID, then=F("amount")), default=-F("amount"))


class AidHandoverQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AidHandoverQuerySet":
        """Hand-overs to households that the user may see."""
        return self.filter(line__in=AidLine.objects.visible_to(user))

    def standing(self) -> "AidHandoverQuerySet":
        """Those that weren't reversed."""
        return self.filter(reversal__isnull=True)


class AidHandover(models.Model):
    """A household received what was planned for it; append-only. Goats are told by their events.

    ``amount``: what it was worth, whole rupiah, at most what was planned.
    """

    line = models.ForeignKey(AidLine, models.PROTECT, related_name="handovers")
    handed_on = models.DateField("tanggal")
    amount = models.BigIntegerField("nilai")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="aid_handovers")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AidHandoverQuerySet.as_manager()

    class Meta:
        ordering = ["handed_on", "id"]
        constraints = [
            models.CheckConstraint(name="aid_handover_of_something", condition=Q(amount__gt=0))
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.handed_on}"


class AidHandoverReversal(models.Model):
    """A hand-over that was recorded by mistake: from now on it never happened; append-only."""

    handover = models.OneToOneField(AidHandover, models.PROTECT, related_name="reversal")
    reason = models.CharField("alasan", max_length=150)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="aid_handover_reversed_for_a_reason", condition=~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        return self.reason
