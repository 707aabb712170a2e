"""Batches that took place by a day, with what certificates and figures need of them."""

from datetime import date

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from training.models import Batch, KindRule
from training.models.batches import BatchQuerySet
from training.rules.batches import COUNTED, DEFAULT_PERCENT
from upk.offices.models import Office


def with_percent(batches: BatchQuerySet) -> BatchQuerySet:
    """Annotate ``percent``: of its days that a certificate asks for, by the rules of its first."""
    rules = KindRule.objects.filter(kind=OuterRef("kind"), since__lte=OuterRef("starts_on"))
    percent = rules.order_by("-since", "-id").values("attendance_percent")[:1]
    return batches.annotate(percent=Coalesce(Subquery(percent), Value(DEFAULT_PERCENT)))


def held_batches(office: Office, on: date) -> BatchQuerySet:
    """Batches of the office that were held by a day: with ``state``, facts and ``percent``."""
    own = Batch.objects.filter(office=office).with_state(on).filter(state__in=COUNTED)
    return with_percent(own.with_facts())
