"""What came of a batch: attendance, tests, certificates, and what is to be followed up.

A correction is a row that takes the place of another (``replaces``); both stay.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from groups.models import Group
from training.models.batches import Batch, OfBatch
from training.models.people import Participant
from training.rules.results import BEST
from upk.access import Role
from upk.ledger.models import Submission
from upk.offices.models import Office, User


class OfParticipant(models.QuerySet):
    def visible_to(self, user: User) -> "OfParticipant":
        """Rows about participants that the user may see."""
        return self.filter(participant__in=Participant.objects.visible_to(user))

    def standing(self) -> "OfParticipant":
        """Those in whose place no other came."""
        return self.filter(replaced_by__isnull=True)


class Attendance(models.Model):
    """Whether somebody was there on a day; append-only."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="attendances")
    day = models.DateField("hari")
    is_present = models.BooleanField("hadir")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfParticipant.as_manager()

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                "participant", "day", condition=Q(replaces__isnull=True),
                name="training_attendance_once_a_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.day}"


class Score(models.Model):
    """What somebody scored in a test, 0 to 100; without a score the row takes one back."""

    class Test(models.TextChoices):
        BEFORE = "before", "Tes awal"
        AFTER = "after", "Tes akhir"

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="scores")
    test = models.CharField("tes", max_length=6, choices=Test)
    score = models.PositiveSmallIntegerField("nilai", null=True, blank=True)
    given_on = models.DateField("tanggal")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfParticipant.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                "participant", "test", condition=Q(replaces__isnull=True),
                name="training_score_once_a_test",
            ),
            models.CheckConstraint(
                name="training_score_0_to_100",
                condition=Q(score__lte=BEST) | Q(score__isnull=True, replaces__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.score}"


class FollowUpQuerySet(OfBatch):
    def visible_to(self, user: User) -> "FollowUpQuerySet":
        """Those of visible batches; a facilitator sees what is about groups of own villages."""
        own = super().visible_to(user)
        if user.role == Role.FACILITATOR:
            return own.filter(group__village__in=user.village_ids)
        return own

    def open(self) -> "FollowUpQuerySet":
        """What isn't ended yet."""
        return self.filter(end__isnull=True)


class FollowUp(models.Model):
    """What is to be done after a training, by whom and until when; append-only."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="follow_ups")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    noted_on = models.DateField("tanggal")
    what = models.CharField("tindak lanjut", max_length=250)
    who = models.CharField("pelaksana", max_length=100)
    due_on = models.DateField("paling lambat", null=True, blank=True)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["noted_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="training_follow_up_says_what_and_who",
                condition=~Q(what="") & ~Q(who="")
                & (Q(due_on__isnull=True) | Q(due_on__gte=models.F("noted_on"))),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.what

    def is_late(self, on: date) -> bool:
        """Whether it should have been done before that day (unless it has ended)."""
        return self.due_on is not None and self.due_on < on


class FollowUpEnd(models.Model):
    """How a follow-up ended: done, or no longer needed; append-only."""

    class Kind(models.TextChoices):
        DONE = "done", "Selesai"
        DROPPED = "dropped", "Tidak jadi"

    follow_up = models.OneToOneField(FollowUp, models.PROTECT, related_name="end")
    kind = models.CharField("hasil", max_length=7, choices=Kind)
    ended_on = models.DateField("tanggal")
    note = models.CharField("keterangan", max_length=250, blank=True)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="training_follow_up_dropped_for_a_reason",
                condition=~Q(kind="dropped") | ~Q(note=""),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CertificateQuerySet":
        """Certificates of participants that the user may see."""
        return self.filter(participant__in=Participant.objects.visible_to(user))

    def standing(self) -> "CertificateQuerySet":
        """Those that weren't taken back."""
        return self.filter(withdrawal__isnull=True)


class Certificate(models.Model):
    """A certificate; numbers have no gaps in office and year. Append-only, withdrawn if wrong."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="training_certificates")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="certificates")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField("nomor")
    issued_on = models.DateField("tanggal")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="training_certificates")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(
                "office", "year", "number", name="training_certificate_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number:03}/SERT/{self.year}"


class CertificateWithdrawal(models.Model):
    """A certificate that was given by mistake; its number stays used. Append-only."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="withdrawal")
    withdrawn_on = models.DateField("tanggal")
    reason = models.CharField("alasan", max_length=150)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="training_certificate_withdrawn_for_a_reason", condition=~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        return self.reason
