"""How the office grades its villages' maintenance, from a day on."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from maintenance.rules.grade import GradeTerms
from upk.ledger.models import OfficeRows
from upk.offices.models import Office, User


class GradeRuleQuerySet(OfficeRows):
    def in_force(self, on: date) -> "GradeRuleQuerySet":
        """Rows that had begun on that day, the newest first; of one day the last entered."""
        return self.filter(since__lte=on).order_by("-since", "-id")


class GradeRule(models.Model):
    """Weights, window and limits of the maintenance grade, from a day on; append-only.

    Several rows of one day are corrections: the last one counts. An office without a row grades by
    ``maintenance.rules.grade.DEFAULT_TERMS``.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="grade_rules")
    since = models.DateField("berlaku mulai")
    levy_weight = models.PositiveSmallIntegerField("bobot iuran")
    condition_weight = models.PositiveSmallIntegerField("bobot kondisi")
    quarters = models.PositiveSmallIntegerField("banyaknya triwulan")
    a_from = models.PositiveSmallIntegerField("A mulai")
    b_from = models.PositiveSmallIntegerField("B mulai")
    c_from = models.PositiveSmallIntegerField("C mulai")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = GradeRuleQuerySet.as_manager()

    FIGURES = ("levy_weight", "condition_weight", "quarters", "a_from", "b_from", "c_from")

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                name="grade_rule_makes_sense",
                condition=Q(levy_weight__lte=100, condition_weight__lte=100)
                & Q(levy_weight__gte=0, condition_weight__gte=0)
                & ~Q(levy_weight=0, condition_weight=0)
                & Q(quarters__range=(1, 20), a_from__lte=100, c_from__gt=0)
                & Q(b_from__lt=F("a_from"), c_from__lt=F("b_from")),
            ),
        ]
        indexes = [models.Index("office", "since", name="grade_rule_by_day")]

    def __str__(self) -> str:
        return f"{self.since}"

    @property
    def terms(self) -> GradeTerms:
        """The row as a value."""
        return GradeTerms(**{name: getattr(self, name) for name in self.FIGURES})
