"""Visits and meetings in the villages: who was there, what was found, what was agreed.

Rows are added and never changed: a wrong visit is replaced by another row or withdrawn, for a
reason; what became of an agreement is told by its steps.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from groups.models import Group, Membership
from upk.ledger.models import Submission
from upk.offices.models import StoredFile, User, Village
from upk.periods import Quarter, format_date
from visits.rules import Step

STEPS = [
    (Step.DONE.value, "Selesai"),
    (Step.DROPPED.value, "Tidak jadi"),
    (Step.REOPENED.value, "Dibuka lagi"),
]
"""Steps with their names on screen and paper."""


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "VisitQuerySet":
        """Visits to villages that the user may see."""
        return self.filter(village__in=Village.objects.visible_to(user))

    def standing(self) -> "VisitQuerySet":
        """Visits that no other row replaces, and that aren't withdrawn."""
        return self.filter(corrected_by__isnull=True, is_void=False)

    def within(self, first: date, last: date) -> "VisitQuerySet":
        """Visits from the first day to the last, both included."""
        return self.filter(visited_on__range=(first, last))

    def for_lists(self) -> "VisitQuerySet":
        """With what a line of a list names."""
        return self.select_related("village", "group", "visitor")


class Visit(models.Model):
    """A visit or meeting on a day. One that ``corrects`` another takes its place, for a reason; a
    void one takes the place of a visit that never was.

    ``group`` is empty for what concerned the whole village; ``member_count`` are those present
    besides the officers (``VisitOfficer``) and the visitor.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", "Kunjungan"
        GROUP = "group", "Pertemuan kelompok"
        VILLAGE = "village", "Musyawarah desa"
        COLLECTING = "collecting", "Penagihan di tempat"
        TRAINING = "training", "Pendampingan dan pelatihan di tempat"
        OTHER = "other", "Lainnya"

    village = models.ForeignKey(Village, models.PROTECT, related_name="visits")
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name="kelompok"
    )
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    visited_on = models.DateField("tanggal")
    visitor = models.ForeignKey(User, models.PROTECT, related_name="visits")
    member_count = models.PositiveSmallIntegerField("anggota lain yang hadir")
    agenda = models.CharField("acara", max_length=300)
    findings = models.CharField("hasil dan temuan", max_length=1500, blank=True)
    next_on = models.DateField("pertemuan berikutnya", null=True, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    is_void = models.BooleanField("dibatalkan", default=False)
    reason = models.CharField("alasan", max_length=150, blank=True)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="visits")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = VisitQuerySet.as_manager()

    FACTS = ("kind", "visited_on", "member_count", "agenda", "findings", "next_on")

    class Meta:
        ordering = ["-visited_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="visit_corrected_for_a_reason",
                condition=Q(corrects__isnull=True, is_void=False)
                | (Q(corrects__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="visit_next_meeting_later",
                condition=Q(next_on__isnull=True) | Q(next_on__gt=models.F("visited_on")),
            ),
            models.CheckConstraint(
                name="visit_group_meeting_of_a_group",
                condition=~Q(kind="group") | Q(group__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_says_what_for",
                condition=~Q(agenda="") & Q(member_count__range=(0, 2000)),
            ),
        ]
        indexes = [
            models.Index("village", "visited_on", name="visit_by_village_and_day"),
            models.Index("group", "visited_on", name="visit_by_group_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {format_date(self.visited_on)}"

    @property
    def quarter(self) -> Quarter:
        """The quarter that it is counted in."""
        return Quarter.of(self.visited_on)


class VisitOfficer(models.Model):
    """An officer of the group who was present, by the membership of that day."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="officers")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("visit", "membership", name="visit_officer_present_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}"


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AgreementQuerySet":
        """Agreements of visits to villages that the user may see."""
        return self.filter(visit__village__in=Village.objects.visible_to(user))

    def standing(self) -> "AgreementQuerySet":
        """Agreements of visits that stand."""
        return self.filter(visit__corrected_by__isnull=True, visit__is_void=False)


class VisitAgreement(models.Model):
    """What was agreed at a visit: who does what by when."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="agreements")
    position = models.PositiveSmallIntegerField()
    text = models.CharField("kesepakatan", max_length=250)
    who = models.CharField("siapa", max_length=60)
    due_on = models.DateField("paling lambat")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["visit_id", "position"]
        constraints = [
            models.UniqueConstraint("visit", "position", name="visit_agreement_numbered_once"),
            models.CheckConstraint(
                name="visit_agreement_says_who_and_what", condition=~Q(text="") & ~Q(who="")
            ),
        ]

    def __str__(self) -> str:
        return self.text


class AgreementStep(models.Model):
    """An agreement done, dropped or opened again on a day; the last step counts."""

    agreement = models.ForeignKey(VisitAgreement, models.PROTECT, related_name="steps")
    kind = models.CharField("langkah", max_length=10, choices=STEPS)
    happened_on = models.DateField("tanggal")
    note = models.CharField("keterangan", max_length=250)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="agreement_step")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="agreement_step_says_what", condition=~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"


class VisitPhotoQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "VisitPhotoQuerySet":
        """Photos of visits to villages that the user may see."""
        return self.filter(visit__village__in=Village.objects.visible_to(user))

    def shown(self) -> "VisitPhotoQuerySet":
        """Photos that weren't taken out of sight."""
        return self.filter(withdrawal__isnull=True)


class VisitPhoto(models.Model):
    """A photo of a visit; where it was taken isn't kept (``upk.offices.pictures``)."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    attached_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(auto_now_add=True)

    objects = VisitPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("visit", "file", name="visit_photo_attached_once"),
        ]

    def __str__(self) -> str:
        return f"foto {self.pk}"


class VisitPhotoWithdrawal(models.Model):
    """A photo that was attached by mistake; it stays, out of sight, with the reason."""

    photo = models.OneToOneField(VisitPhoto, models.PROTECT, related_name="withdrawal")
    reason = models.CharField("alasan", max_length=150)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="visit_photo_withdrawn_for_a_reason", condition=~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.reason
