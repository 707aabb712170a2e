"""The on-time rebate (IPTW): confirmed by one person, paid out by another."""

from django.db import models
from django.db.models import Q

from loans.models.loans import Instalment, Loan
from upk.ledger.models import Entry, Submission
from upk.offices.models import Office, User


class RebateQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RebateQuerySet":
        """Rebates of loans that the user may see."""
        return self.filter(loan__in=Loan.objects.visible_to(user))


class RebateFields(models.Model):
    """What a rebate is for. Unit: whole rupiah.

    ``instalment`` is empty where the rebate is for the whole settled loan. ``interest`` is the
    jasa paid that the percentage was taken of.
    """

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="+")
    instalment = models.ForeignKey(
        Instalment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    interest = models.BigIntegerField("jasa dibayar")
    amount = models.BigIntegerField("IPTW")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = RebateQuerySet.as_manager()

    class Meta:
        abstract = True


class RebateApproval(RebateFields):
    """The manager's word that a rebate may be paid; good for one payment. Append-only."""

    approved_on = models.DateField("tanggal persetujuan")
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="rebate_approvals"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="rebate_approval_is_part_of_the_interest",
                condition=Q(amount__gt=0, interest__gte=models.F("amount")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"


class Rebate(RebateFields):
    """Money given back to a group for paying on time; a reversal's amounts are negative.

    The number on paper is that of the entry's voucher. Append-only.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="rebates")
    approval = models.OneToOneField(
        RebateApproval, models.PROTECT, null=True, blank=True, related_name="rebate"
    )
    paid_on = models.DateField("tanggal")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="rebate")
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="rebates"
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    reason = models.CharField("alasan", max_length=200, blank=True)

    class Meta:
        ordering = ["paid_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="rebate_is_approved_or_reverses",
                condition=Q(
                    reverses__isnull=True, approval__isnull=False, amount__gt=0, interest__gt=0
                )
                | Q(reverses__isnull=False, approval__isnull=True, amount__lt=0, interest__lt=0),
            ),
        ]
        indexes = [models.Index("office", "paid_on", name="rebate_by_date")]

    def __str__(self) -> str:
        return f"{self.paid_on}"
