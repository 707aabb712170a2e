"""Holding a visit while something about it is written."""

from visits.models import Visit


def hold_visit(visit: Visit) -> None:
    """Hold the visit's row, after the office, until the transaction ends."""
    Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
