"""Who of a group paid how much of a receipt."""

from django.db import models
from django.db.models import Q

from loans.models.repayments import Repayment
from upk.offices.models import Person


class MemberRepayment(models.Model):
    """A member's part of a payment. Whole rupiah; a reversal's are negative. Append-only.

    A payment has either no such rows (then ``loans.member_accounts`` says what counts for whom)
    or rows that add up to its principal, jasa and denda.
    """

    repayment = models.ForeignKey(Repayment, models.PROTECT, related_name="member_parts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="pemanfaat")
    principal = models.BigIntegerField("pokok")
    interest = models.BigIntegerField("jasa")
    penalty = models.BigIntegerField("denda", default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("repayment", "person", name="member_repayment_once"),
            models.CheckConstraint(
                name="member_repayment_has_one_sign",
                condition=Q(principal__gte=0, interest__gte=0, penalty__gte=0)
                | Q(principal__lte=0, interest__lte=0, penalty__lte=0),
            ),
            models.CheckConstraint(
                name="member_repayment_pays_something",
                condition=~Q(principal=0, interest=0, penalty=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"

    @property
    def amount(self) -> int:
        """Whole rupiah that the member paid."""
        return self.principal + self.interest + self.penalty
