"""Which waiting loan the manager wants to be paid out next."""

from django.db import models
from django.db.models import F, Q

from loans.models.loans import Loan
from upk.offices.models import User


class WaitingChoiceQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "WaitingChoiceQuerySet":
        """Choices among loans that the user may see."""
        return self.filter(loan__in=Loan.objects.visible_to(user))


class WaitingChoice(models.Model):
    """The manager's choice of whom comes next; append-only, the newest of a product counts.

    ``first_by_rule`` is whom the office's order put first on that day: to depart from it needs a
    reason. A choice is over once its loan waits no more.
    """

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="choices")
    first_by_rule = models.ForeignKey(Loan, models.PROTECT, related_name="+")
    chosen_on = models.DateField("tanggal")
    reason = models.CharField("alasan", max_length=250, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = WaitingChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="waiting_choice_departs_with_a_reason",
                condition=Q(loan=F("first_by_rule")) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chosen_on}"
