"""Stand-in until the register of households is merged."""

from django.db import models

from upk.offices.models import Person, User, Village


class HouseholdQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "HouseholdQuerySet":
        return self.filter(village__in=Village.objects.visible_to(user))


class Household(models.Model):
    """A poor household."""

    village = models.ForeignKey(Village, models.PROTECT, related_name="households")
    hamlet = models.CharField("dusun", max_length=60, blank=True)
    head = models.ForeignKey(Person, models.PROTECT, related_name="+")
    need = models.PositiveSmallIntegerField(default=0)
    confirmed_on = models.DateField(null=True)

    objects = HouseholdQuerySet.as_manager()

    def __str__(self) -> str:
        return f"RTM {self.pk}"
