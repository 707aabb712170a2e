"""Groups that borrow, their members and officers, and how they are graded."""

from datetime import date

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from upk.access import Role
from upk.ledger.models import Submission
from upk.offices.models import (
    Checklist,
    ChecklistItem,
    Office,
    Person,
    User,
    Village,
    validate_code,
)
from upk.trail.told import Told
from upk.trail.trailed import Trailed, TrailedQuerySet


class Category(models.TextChoices):
    """Line of lending that a group belongs to; a loan product serves one (domain.md, 3)."""

    SPP = "SPP", "SPP (Simpan Pinjam Perempuan)"
    UEP = "UEP", "UEP (Usaha Ekonomi Produktif)"
    OTHER = "LAIN", "Lainnya"


class GroupQuerySet(TrailedQuerySet):
    def visible_to(self, user: User) -> "GroupQuerySet":
        """The one place that says which groups a user may see: those of visible villages."""
        if user.role == Role.DISTRICT:
            return self.none()
        groups = self.filter(office_id=user.office_id)
        if user.role == Role.FACILITATOR:
            return groups.filter(village_id__in=user.village_ids)
        return groups

    def founded_by(self, day: date) -> "GroupQuerySet":
        """Those that were there at the end of a day, or whose day of founding isn't recorded."""
        return self.filter(Q(founded_on__isnull=True) | Q(founded_on__lte=day))

    def with_officers_and_size(self) -> "GroupQuerySet":
        """Annotate ``chair`` (a name, or ``None``) and ``member_count`` as they are now."""
        now = Membership.objects.open().filter(group=OuterRef("pk")).order_by()
        chair = now.filter(position=Membership.Position.CHAIR).values("person__name")[:1]
        size = now.values("group").annotate(n=Count("pk")).values("n")
        return self.annotate(chair=Subquery(chair), member_count=Coalesce(Subquery(size), Value(0)))

    def matching(self, text: str) -> "GroupQuerySet":
        """Groups whose code or name, or whose village's name, contains ``text``."""
        return self.filter(
            Q(code__icontains=text) | Q(name__icontains=text) | Q(village__name__icontains=text)
        )


class Group(Trailed):
    """A kelompok of a village. Officers are people, found through ``Membership``.

    ``level`` is a copy of the newest assessment's, kept by ``groups.assessing``.
    """

    TRAIL = Told(copies=("level",), private=("phone",))

    class Level(models.TextChoices):
        BEGINNER = "pemula", "Pemula"
        GROWING = "berkembang", "Berkembang"
        MATURE = "matang", "Matang"

    class Function(models.TextChoices):
        CHANNELLING = "penyalur", "Penyalur"
        EXECUTING = "pengelola", "Pengelola"

    class Kind(models.TextChoices):
        SAVINGS = "simpan_pinjam", "Simpan pinjam"
        SHARED = "usaha_bersama", "Usaha bersama"
        MIXED = "aneka_usaha", "Aneka usaha"

    office = models.ForeignKey(Office, models.PROTECT, related_name="groups")
    village = models.ForeignKey(Village, models.PROTECT, related_name="groups")
    code = models.CharField("kode", max_length=20, validators=[validate_code])
    name = models.CharField("nama", max_length=100)
    category = models.CharField("jenis kelompok", max_length=5, choices=Category)
    founded_on = models.DateField("berdiri", null=True, blank=True)
    level = models.CharField("tingkat", max_length=12, choices=Level, default=Level.BEGINNER)
    function = models.CharField(
        "fungsi", max_length=12, choices=Function, default=Function.CHANNELLING
    )
    kind = models.CharField("jenis usaha", max_length=15, choices=Kind, default=Kind.SAVINGS)
    business = models.CharField("usaha", max_length=120, blank=True)
    meeting_day = models.CharField("hari pertemuan", max_length=60, blank=True)
    address = models.CharField("alamat", max_length=250, blank=True)
    phone = models.CharField("telepon", max_length=30, blank=True)
    is_active = models.BooleanField("aktif", default=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint("office", "code", name="group_code_unique_in_office"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class MembershipQuerySet(TrailedQuerySet):
    def visible_to(self, user: User) -> "MembershipQuerySet":
        """Memberships of groups that the user may see."""
        return self.filter(group__in=Group.objects.visible_to(user))

    def on(self, day: date) -> "MembershipQuerySet":
        """Memberships in force on ``day``; the last day is included."""
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))

    def open(self) -> "MembershipQuerySet":
        """Memberships that haven't ended."""
        return self.filter(until__isnull=True)

    def officers(self) -> "MembershipQuerySet":
        """Chair, secretary and treasurer."""
        return self.exclude(position=Membership.Position.MEMBER)


class Membership(Trailed):
    """A person belongs to a group, in a position, from one day to another (both included).

    A change of position ends this row and begins another.
    """

    TRAIL = Told(person="person_id", office="group.office_id")

    class Position(models.TextChoices):
        CHAIR = "chair", "Ketua"
        SECRETARY = "secretary", "Sekretaris"
        TREASURER = "treasurer", "Bendahara"
        MEMBER = "member", "Anggota"

    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    position = models.CharField(
        "kedudukan", max_length=10, choices=Position, default=Position.MEMBER
    )
    since = models.DateField("mulai")
    until = models.DateField("sampai", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                "group", "person", condition=Q(until__isnull=True),
                name="membership_one_open_per_person",
            ),
            models.UniqueConstraint(
                "group", "position", condition=Q(until__isnull=True) & ~Q(position="member"),
                name="membership_one_open_per_officer",
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.get_position_display()


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AssessmentQuerySet":
        """Assessments of groups that the user may see."""
        return self.filter(group__in=Group.objects.visible_to(user))


class Assessment(models.Model):
    """A group graded on a day by the office's list; append-only, the newest day counts.

    ``score`` (percent) and ``level`` are what ``groups.grading`` made of the marks.
    """

    group = models.ForeignKey(Group, models.PROTECT, related_name="assessments")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    assessed_on = models.DateField("tanggal penilaian")
    score = models.DecimalField("nilai", max_digits=5, decimal_places=2)
    level = models.CharField("tingkat", max_length=12, choices=Group.Level)
    note = models.CharField("catatan", max_length=250, blank=True)
    submission = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-assessed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="assessment_score_is_a_percentage",
                condition=Q(score__gte=0, score__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessed_on}"


class AssessmentMark(models.Model):
    """What a line of the list was marked with, 0 to 3."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="marks")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")
    mark = models.PositiveSmallIntegerField("nilai")

    class Meta:
        ordering = ["item__position"]
        constraints = [
            models.UniqueConstraint("assessment", "item", name="assessment_mark_one_per_item"),
            models.CheckConstraint(name="assessment_mark_0_to_3", condition=Q(mark__lte=3)),
        ]

    def __str__(self) -> str:
        return f"{self.mark}"
