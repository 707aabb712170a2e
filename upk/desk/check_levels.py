"""The proof of the groups' levels (see ``check_books``)."""

from collections.abc import Sequence

from django.db.models import OuterRef, Subquery

from groups.models import Assessment, Group
from upk.desk.check_result import Result
from upk.money import number
from upk.offices.models import Office


def check_levels(offices: Sequence[Office]) -> Result:
    """Each graded group has the level of its newest assessment."""
    newest = Assessment.objects.filter(group=OuterRef("pk")).order_by("-assessed_on", "-id")
    groups = Group.objects.filter(office__in=offices).order_by("id")
    graded = groups.annotate(graded=Subquery(newest.values("level")[:1])).exclude(graded=None)
    rows = list(graded.values_list("code", "level", "graded"))
    faults = [f"{code}: {level}, menurut penilaian {g}" for code, level, g in rows if level != g]
    looked_at = f"{number(len(rows))} kelompok dinilai"
    return Result("levels", "Tingkat kelompok", looked_at, tuple(faults))
