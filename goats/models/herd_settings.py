"""The office's rules for goats, from a day on, and how many people live in a village in a year."""

from datetime import date

from django.db import models
from django.db.models import Q

from goats.rules.events import Rules
from upk.ledger.models import OfficeRows
from upk.offices.models import Office, User, Village


class HerdRulesQuerySet(OfficeRows):
    def in_force(self, on: date) -> "HerdRulesQuerySet":
        """Rows that had begun on that day, the newest first; of one day the last entered."""
        return self.filter(since__lte=on).order_by("-since", "-id")


class HerdRules(models.Model):
    """What ``goats.rules`` judges by, from a day on; append-only, of one day the last row counts.

    An office without a row goes by ``goats.rules.events.DEFAULT_RULES``.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="herd_rules")
    since = models.DateField("berlaku mulai")
    weaning_months = models.PositiveSmallIntegerField("umur sapih (bulan)")
    gestation_days = models.PositiveSmallIntegerField("lama bunting (hari)")
    first_birth_months = models.PositiveSmallIntegerField("umur beranak pertama (bulan)")
    grace_days = models.PositiveSmallIntegerField("terlambat sesudah (hari)")
    follows_kids = models.BooleanField("anak diikuti sesudah disapih")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = HerdRulesQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                name="herd_rules_make_sense",
                condition=Q(weaning_months__range=(1, 12), gestation_days__range=(120, 180))
                & Q(first_birth_months__range=(5, 36), grace_days__range=(0, 365)),
            ),
        ]
        indexes = [models.Index("office", "since", name="herd_rules_by_day")]

    def __str__(self) -> str:
        return f"{self.since}"

    @property
    def value(self) -> Rules:
        """The rules as a value."""
        return Rules(
            self.weaning_months, self.gestation_days, self.first_birth_months, self.grace_days,
            self.follows_kids,
        )  # fmt: skip


class VillagePopulationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "VillagePopulationQuerySet":
        """Rows of villages that the user may see."""
        return self.filter(village__in=Village.objects.visible_to(user))


class VillagePopulation(models.Model):
    """How many people lived in a village in a year; append-only, a correction is a later row."""

    village = models.ForeignKey(Village, models.PROTECT, related_name="populations")
    year = models.PositiveSmallIntegerField("tahun")
    inhabitants = models.PositiveIntegerField("jumlah penduduk")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = VillagePopulationQuerySet.as_manager()

    class Meta:
        ordering = ["village", "-year", "-id"]
        constraints = [
            models.CheckConstraint(
                name="village_population_is_one",
                condition=Q(year__range=(1950, 2999), inhabitants__range=(1, 1_000_000)),
            ),
        ]
        indexes = [models.Index("village", "year", name="village_population_by_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.inhabitants}"
