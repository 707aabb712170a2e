"""Yearly budgets: what a decision allows each account in each month; append-only versions."""

from datetime import date

from django.db import models
from django.db.models import Q

from upk.ledger.models import Account, OfficeRows, Submission
from upk.offices.models import Decision, Office, User


class BudgetQuerySet(OfficeRows):
    def in_force(self, year: int, on: date) -> "BudgetQuerySet":
        """Versions of the year's budget that had begun on that day, the newest first."""
        return self.filter(year=year, since__lte=on).order_by("-revision")


class BudgetVersion(models.Model):
    """A year's budget as decided; a revision is a new version. ``revision`` counts from 0.

    It is in force from ``since`` on, a day in open books, so that what a report of a closed day
    said stays. ``line_count`` says how many lines belong to it.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField("tahun")
    revision = models.PositiveSmallIntegerField("perubahan ke")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    since = models.DateField("berlaku mulai")
    line_count = models.PositiveSmallIntegerField("jumlah baris")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="budgets")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-revision"]
        constraints = [
            models.UniqueConstraint(
                "office", "year", "revision", name="budget_revision_unique_in_year"
            ),
            models.CheckConstraint(
                name="budget_says_something",
                condition=Q(line_count__gte=1, year__gte=2000, year__lte=2999),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """``Anggaran 2009``, ``Anggaran 2009, perubahan ke-1``."""
        revised = f", perubahan ke-{self.revision}" if self.revision else ""
        return f"Anggaran {self.year}{revised}"


class BudgetLine(models.Model):
    """What a version allows an account in a month. Whole rupiah."""

    version = models.ForeignKey(BudgetVersion, models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    month = models.PositiveSmallIntegerField("bulan")
    amount = models.BigIntegerField("jumlah")

    class Meta:
        ordering = ["version", "account__code", "month"]
        constraints = [
            models.UniqueConstraint("version", "account", "month", name="budget_line_once"),
            models.CheckConstraint(
                name="budget_line_is_an_amount_of_a_month",
                condition=Q(amount__gt=0, month__gte=1, month__lte=12),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.month}: {self.amount}"
