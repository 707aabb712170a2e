"""What a model whose rows are changed or deleted is made of, so that the trail hears of it.

``save`` and ``delete`` are heard by the library (django-auditlog, by signals); what sends no
signal (``update``, ``bulk_create``, ``bulk_update``) by the queryset here. Each stands in the same
transaction as its row of the trail.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from auditlog.context import auditlog_disabled, disable_auditlog
from django.db import models, transaction

from upk.trail.telling import tell_changed, tell_created
from upk.trail.told import Told

told_together = disable_auditlog
"""Rows written meanwhile aren't told one by one: whoever uses it tells of all of them."""


UNTOLD = frozenset({"submission", "recorded_by", "recorded_at", "made_by", "made_at"})
"""Columns that say of a new row who made it and when, as the trail itself does."""


@cache
def told_columns(model: type[models.Model]) -> frozenset[str]:
    """Names of the model's fields that the trail tells."""
    rule: Told = model.TRAIL
    silent = {*rule.copies, *rule.hidden, *UNTOLD}
    fields = [f for f in model._meta.concrete_fields if not f.primary_key and f.name not in silent]
    return frozenset(f.name for f in fields if not isinstance(f, models.BinaryField))


def _are_told(model: type[models.Model], names: Iterable[str]) -> bool:
    """Whether one of ``names`` (of fields or columns) is told."""
    told = told_columns(model)
    return any(model._meta.get_field(name).name in told for name in names)


class TrailedQuerySet(models.QuerySet):
    """A queryset whose writes leave a trail, one row for each row that they change."""

    def update(self, **values) -> int:
        if auditlog_disabled.get() or not _are_told(self.model, values):
            return super().update(**values)
        with transaction.atomic(using=self.db, savepoint=False):
            before = list(self.model._base_manager.using(self.db).filter(pk__in=self.values("pk")))
            count = super().update(**values)
            self._tell_changes(before, values)
        return count

    update.alters_data = True

    def bulk_create(self, objs: Iterable[models.Model], *args, **kwargs) -> list[models.Model]:
        with transaction.atomic(using=self.db, savepoint=False):
            made = super().bulk_create(objs, *args, **kwargs)
            if not auditlog_disabled.get():
                tell_created(made)
        return made

    bulk_create.alters_data = True

    def bulk_update(self, objs: Iterable[models.Model], fields: Sequence[str], **kwargs) -> int:
        objs = list(objs)
        if auditlog_disabled.get() or not objs or not _are_told(self.model, fields):
            with disable_auditlog():
                return super().bulk_update(objs, fields, **kwargs)
        with transaction.atomic(using=self.db, savepoint=False):
            rows = self.model._base_manager.using(self.db)
            before = list(rows.filter(pk__in=[one.pk for one in objs]))
            with disable_auditlog():  # it calls ``update``, once for each batch
                count = super().bulk_update(objs, fields, **kwargs)
            self._tell_changes(before, fields)
        return count

    bulk_update.alters_data = True

    def _tell_changes(self, before: list[models.Model], names: Iterable[str]) -> None:
        after = self.model._base_manager.using(self.db).in_bulk([row.pk for row in before])
        tell_changed([(row, after[row.pk]) for row in before], names)


class Trailed(models.Model):
    """Rows that are changed or deleted, and say so in the trail; ``TRAIL`` says what is told."""

    TRAIL = Told()

    objects = TrailedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        """Save together with the row of the trail; copies alone are saved without one."""
        columns = kwargs.get("update_fields")
        if columns is not None and not _are_told(type(self), columns):
            with disable_auditlog():
                super().save(*args, **kwargs)
        else:
            with transaction.atomic(using=kwargs.get("using"), savepoint=False):
                super().save(*args, **kwargs)
