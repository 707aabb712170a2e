"""How long an office keeps personal data of people it no longer has to do with."""

from datetime import date

from django.db import models
from django.db.models import Q

from upk.access import Role
from upk.desk.privacy.rules import FEWEST_YEARS, MOST_YEARS
from upk.offices.models import Office, User


class RetentionRuleQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RetentionRuleQuerySet":
        """The own office's, for manager and supervisor."""
        if user.role not in (Role.MANAGER, Role.SUPERVISOR):
            return self.none()
        return self.filter(office_id=user.office_id)

    def in_force(self, office: Office, on: date) -> "RetentionRule | None":
        """The office's rule of that day; without one nobody becomes anonymous."""
        return self.filter(office=office, since__lte=on).order_by("-since").first()


class RetentionRule(models.Model):
    """From ``since`` on people may become anonymous ``years`` after their last tie; append-only.

    ``by_itself``: they do (``apply_retention``), else only when the manager has ticked them.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="retention_rules")
    since = models.DateField("berlaku mulai")
    years = models.PositiveSmallIntegerField("lama disimpan (tahun)")
    by_itself = models.BooleanField("dengan sendirinya", default=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = RetentionRuleQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint("office", "since", name="retention_rule_one_per_day"),
            models.CheckConstraint(
                name="retention_rule_years_in_range",
                condition=Q(years__range=(FEWEST_YEARS, MOST_YEARS)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.years} tahun sejak {self.since}"
