"""Money that comes in after a loan, or a member's part of one, was written off."""

from django.db import models
from django.db.models import Q

from loans.models.loans import Loan
from loans.models.repayments import Repayment
from upk.ledger.models import Entry, Submission
from upk.offices.models import Office, Person, User


class RecoveryQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RecoveryQuerySet":
        """Recoveries of loans that the user may see."""
        return self.filter(write_off__loan__in=Loan.objects.visible_to(user))

    def until(self, as_of) -> "RecoveryQuerySet":
        """Recoveries up to and including ``as_of``."""
        return self.filter(paid_on__lte=as_of)


class Recovery(models.Model):
    """Money received for what was written off: income, since the loan is off the books.

    Unit: whole rupiah; a reversal's amount is negative. Never more in all than the principal that
    the write-off took off the books. The receipt's number is that of the voucher. Append-only.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="recoveries")
    write_off = models.ForeignKey(
        Repayment, models.PROTECT, related_name="recoveries", verbose_name="penghapusan"
    )
    paid_on = models.DateField("tanggal")
    amount = models.BigIntegerField("jumlah")
    paid_in_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="penyetor"
    )
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="recovery")
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="recoveries"
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    reason = models.CharField("alasan", max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        ordering = ["paid_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="recovery_is_negative_iff_it_reverses",
                condition=Q(reverses__isnull=True, amount__gt=0)
                | Q(reverses__isnull=False, amount__lt=0),
            ),
        ]
        indexes = [models.Index("office", "paid_on", name="recovery_by_date")]

    def __str__(self) -> str:
        return f"{self.paid_on}"
