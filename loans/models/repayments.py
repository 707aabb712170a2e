"""What lowers a loan: money that comes in, and what is forgiven or moved to another loan."""

from django.db import models
from django.db.models import Q

from loans.models.loans import Instalment, Loan
from upk.access import Role
from upk.ledger.models import Entry, Submission
from upk.offices.models import Decision, Office, Person, User


class RepaymentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RepaymentQuerySet":
        """Repayments of loans that the user may see."""
        if user.role == Role.DISTRICT:
            return self.none()
        repayments = self.filter(office_id=user.office_id)
        if user.role == Role.FACILITATOR:
            return repayments.filter(loan__group__village_id__in=user.village_ids)
        return repayments

    def until(self, as_of) -> "RepaymentQuerySet":
        """Repayments up to and including ``as_of``."""
        return self.filter(paid_on__lte=as_of)

    def payments(self) -> "RepaymentQuerySet":
        """Money that came in, with its reversals: what counts in the repayment rate."""
        return self.filter(is_payment=True)


class Repayment(models.Model):
    """Money (or another event) that lowers what a group owes; append-only.

    The receipt's number is that of the entry's voucher. A reversal points to its target, once,
    with the amounts negated, so that sums over dates need no special case.

    ``is_payment``: money came in (cash, opening, and their reversals). Payments cover the oldest
    rows first and count in the repayment rate. All other kinds forgive or move what is owed:
    their ``Relief`` rows say which instalments, and nothing of them counts as paid. Jasa that is
    forgiven was never in the books, so it has no entry; neither has jasa that was paid before
    these books (``opening``): it was income of the older ones, so the entry of such a payment is
    its principal alone, and so is that of its reversal.
    """

    class Kind(models.TextChoices):
        CASH = "cash", "Angsuran"
        OPENING = "opening", "Dibayar sebelum pindahan"
        RESCHEDULED = "rescheduled", "Dijadwal ulang"
        WRITTEN_OFF = "written_off", "Dihapus"
        DEATH = "death", "Meninggal"
        WAIVED = "waived", "Jasa dibebaskan"
        REVERSAL = "reversal", "Pembatalan"

    PAYMENTS = (Kind.CASH, Kind.OPENING)

    office = models.ForeignKey(Office, models.PROTECT, related_name="repayments")
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="repayments")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CASH)
    is_payment = models.BooleanField(default=True)
    paid_on = models.DateField("tanggal")
    principal = models.BigIntegerField("pokok")
    interest = models.BigIntegerField("jasa")
    penalty = models.BigIntegerField("denda", default=0)
    paid_in_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="penyetor"
    )
    entry = models.OneToOneField(
        Entry, models.PROTECT, null=True, blank=True, related_name="repayment"
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="keputusan"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pemanfaat"
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="repayments"
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    reason = models.CharField("alasan", max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = RepaymentQuerySet.as_manager()

    class Meta:
        ordering = ["paid_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="repayment_reverses_iff_reversal",
                condition=Q(kind="reversal", reverses__isnull=False)
                | (~Q(kind="reversal") & Q(reverses__isnull=True)),
            ),
            models.CheckConstraint(
                name="repayment_amounts_have_one_sign",
                condition=Q(kind="reversal", principal__lte=0, interest__lte=0, penalty__lte=0)
                | (~Q(kind="reversal") & Q(principal__gte=0, interest__gte=0, penalty__gte=0)),
            ),
            models.CheckConstraint(
                name="repayment_moves_something",
                condition=~Q(principal=0, interest=0, penalty=0),
            ),
            models.CheckConstraint(
                name="repayment_is_payment_iff_its_kind_says_so",
                condition=Q(kind="reversal")
                | Q(kind__in=["cash", "opening"], is_payment=True)
                | (~Q(kind__in=["cash", "opening"]) & Q(is_payment=False)),
            ),
            models.CheckConstraint(
                name="repayment_without_entry_is_forgiven_interest",
                condition=Q(entry__isnull=False)
                | Q(is_payment=False, principal=0, penalty=0)
                | Q(kind__in=["opening", "reversal"], principal=0),
            ),
            models.CheckConstraint(
                name="repayment_forgiven_has_no_penalty",
                condition=Q(is_payment=True) | Q(penalty=0),
            ),
        ]
        indexes = [
            models.Index("office", "paid_on", name="repayment_by_date"),
            # As for ledger entries: of reversals alone.
            models.Index(
                "reverses", name="repayment_by_target", condition=Q(reverses__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paid_on}"

    @property
    def amount(self) -> int:
        """Whole rupiah that changed hands."""
        return self.principal + self.interest + self.penalty


class Relief(models.Model):
    """How much of an instalment is forgiven or moved away, by a repayment that is no payment.

    Unit: whole rupiah; a reversal's are negative. The sums are those of the repayment. From the
    repayment's day on the instalment asks for so much less. Append-only.
    """

    repayment = models.ForeignKey(Repayment, models.PROTECT, related_name="reliefs")
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="reliefs")
    principal = models.BigIntegerField("pokok")
    interest = models.BigIntegerField("jasa")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("repayment", "instalment", name="relief_once_per_instalment"),
            models.CheckConstraint(
                name="relief_has_one_sign",
                condition=Q(principal__gte=0, interest__gte=0)
                | Q(principal__lte=0, interest__lte=0),
            ),
            models.CheckConstraint(
                name="relief_forgives_something", condition=~Q(principal=0, interest=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal}+{self.interest}"
