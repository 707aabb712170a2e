"""Rows of the trail, and the keys under which personal values in them can be read."""

from auditlog.models import AbstractLogEntry
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from upk.access import Role
from upk.trail.events import BY_NUMBER, Event

READERS_OF_TRAIL = (Role.MANAGER, Role.SUPERVISOR)
"""Who reads the office's trail: who answers for the office, and who examines it."""

LONGEST_LABEL = 200


class TrailEntryQuerySet(models.QuerySet):
    def visible_to(self, user) -> "TrailEntryQuerySet":
        """The office's own trail for manager and supervisor; nothing for anybody else."""
        if user.role not in READERS_OF_TRAIL:
            return self.none()
        return self.filter(office_id=user.office_id)


class TrailManager(models.Manager.from_queryset(TrailEntryQuerySet)):
    """What the library calls when it noticed a change."""

    def log_create(self, instance: models.Model, *, action: int, changes: dict | None, **_) -> None:
        """Write what it noticed about a row; it asks for no answer."""
        from upk.trail.telling import tell  # noqa: PLC0415 -- it imports this module

        if changes:
            tell(BY_NUMBER[action], instance, changes)


class TrailEntry(models.Model):
    """What somebody did at a moment, append-only.

    ``changes`` is ``{field: [before, after]}``, ``details`` what else an event tells. Whatever says
    something about a person of the register (``person``) stands in ``sealed`` instead, ciphertext
    under that person's key. ``user`` is empty where nobody was logged in; ``command`` then says
    which command of the server wrote it, and as which account of the machine.
    """

    at = models.DateTimeField("waktu", default=timezone.now)
    event = models.CharField("kejadian", max_length=20, choices=Event)
    office = models.ForeignKey(
        "offices.Office", models.PROTECT, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        "offices.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    command = models.CharField("perintah", max_length=80, blank=True)
    address = models.GenericIPAddressField("alamat jaringan", null=True, blank=True)
    kind = models.CharField("jenis catatan", max_length=60, blank=True)
    object_id = models.BigIntegerField("nomor catatan", null=True, blank=True)
    person = models.ForeignKey(
        "offices.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    about = models.CharField("tentang", max_length=LONGEST_LABEL, blank=True)
    changes = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    details = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    sealed = models.TextField(blank=True)

    objects = TrailManager()
    Action = AbstractLogEntry.Action

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["office", "-id"], name="trail_of_office"),
            models.Index(fields=["kind", "object_id"], name="trail_of_record"),
        ]
        constraints = [
            models.CheckConstraint(
                name="trail_record_is_whole",
                condition=models.Q(object_id__isnull=True) | ~models.Q(kind=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.at:%Y-%m-%d %H:%M}"


class PersonKey(models.Model):
    """The key of what the trail says about a person, itself encrypted under ``IDENTITY_KEY``.

    Destroyed (``upk.trail.keys.forget``), it is empty for ever and the values can't be read again.
    """

    person = models.OneToOneField("offices.Person", models.PROTECT, related_name="trail_key")
    cipher = models.TextField(blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="person_key_there_or_destroyed",
                condition=(models.Q(destroyed_at__isnull=True) & ~models.Q(cipher=""))
                | models.Q(destroyed_at__isnull=False, cipher=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
