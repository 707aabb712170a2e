"""Who comes to a batch: officers and members of groups, users of the office, guests, monitors."""

from django.db import models
from django.db.models import Q

from groups.models import Group, Membership
from training.models.batches import Batch
from upk.access import Role
from upk.ledger.models import Submission
from upk.offices.models import Person, User, Village
from upk.trail.told import Told
from upk.trail.trailed import Trailed, TrailedQuerySet


class ParticipantQuerySet(TrailedQuerySet):
    def visible_to(self, user: User) -> "ParticipantQuerySet":
        """Those of visible batches; a facilitator sees people of the assigned villages alone."""
        own = self.filter(batch__in=Batch.objects.visible_to(user))
        if user.role == Role.FACILITATOR:
            return own.filter(village__in=user.village_ids)
        return own

    def standing(self) -> "ParticipantQuerySet":
        """Those who weren't taken off the list."""
        return self.filter(withdrawal__isnull=True)

    def with_place(self) -> "ParticipantQuerySet":
        """Those who take a place: everybody but monitors."""
        return self.filter(role__in=ROLES_WITH_PLACE)


class Participant(Trailed):
    """Somebody on the list of a batch, in the order of ``id``; kept, a wrong one is withdrawn.

    Officers and members are people of the register, guests and monitors a name and where they
    are from, no more; that name alone may be emptied later. ``village`` is a copy of the day.
    """

    TRAIL = Told(private=("name", "origin"), person="person_id", office="batch.office_id")

    class Kind(models.TextChoices):
        OFFICER = "officer", "Pengurus kelompok"
        MEMBER = "member", "Anggota atau warga"
        STAFF = "staff", "UPK"
        GUEST = "guest", "Tamu"
        MONITOR = "monitor", "Pemantau"

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="participants")
    role = models.CharField("sebagai", max_length=7, choices=Kind)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.CharField("kedudukan", max_length=10, blank=True, choices=Membership.Position)
    village = models.ForeignKey(Village, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("nama", max_length=120, blank=True)
    origin = models.CharField("dari", max_length=120, blank=True)
    enrolled_on = models.DateField("didaftar")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="training_participant_is_somebody",
                condition=Q(role="officer", person__isnull=False, group__isnull=False)
                & Q(village__isnull=False, user__isnull=True)
                & ~Q(position="")
                | Q(role="member", person__isnull=False, group__isnull=True, position="")
                & Q(village__isnull=False, user__isnull=True)
                | Q(role="staff", person__isnull=True, group__isnull=True, position="")
                & Q(village__isnull=True, user__isnull=False)
                | Q(role__in=("guest", "monitor"), person__isnull=True, group__isnull=True)
                & Q(position="", village__isnull=True, user__isnull=True)
                & ~Q(origin=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"

    @property
    def shown_name(self) -> str:
        """The name as it is known now; person and user loaded."""
        if self.person_id:
            return self.person.name
        if self.user_id:
            return self.user.name
        return self.name or "(nama dihapus)"

    @property
    def shown_origin(self) -> str:
        """Where somebody is from: group and village, office, or what was told; all loaded."""
        if self.group_id:
            return f"{self.get_position_display()} {self.group.name}, {self.village.name}"
        if self.village_id:
            return self.village.name
        return self.origin or self.get_role_display()


ROLES_WITH_PLACE = tuple(kind for kind in Participant.Kind if kind != Participant.Kind.MONITOR)
"""Who takes a place of a batch, sits the tests and may get a certificate."""


class ParticipantWithdrawal(models.Model):
    """Somebody who was taken off the list from a day on; append-only."""

    participant = models.OneToOneField(Participant, models.PROTECT, related_name="withdrawal")
    withdrawn_on = models.DateField("tanggal")
    reason = models.CharField("alasan", max_length=150)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="training_withdrawn_for_a_reason", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        return self.reason
