"""Partners of the office, and agreements with them.

A partner's name and contact may change; every version stays. An agreement is never changed: what
became of it is told by steps.
"""

from datetime import date

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from oversight.rules.agreements import State, Step, state_of
from upk.access import Role
from upk.ledger.models import RegisterRows, Submission
from upk.offices.models import Office, StoredFile, User
from upk.trail.told import Told
from upk.trail.trailed import Trailed

STATES = {
    State.COMING: "Belum mulai",
    State.RUNNING: "Berlaku",
    State.SOON: "Segera berakhir",
    State.EXPIRED: "Habis masa",
    State.ENDED: "Diakhiri",
    State.VOID: "Salah catat",
}
"""What states of an agreement are called on screens and papers."""

STEPS = {
    Step.ENDED: "Diakhiri sebelum waktunya",
    Step.VOID: "Salah catat",
    Step.RESUMED: "Langkah terakhir dibatalkan",
}
"""What steps of an agreement are called on screens."""


class PartnerFields(models.Model):
    """What the register says of a partner."""

    class Kind(models.TextChoices):
        OFFICE = "office", "UPK lain"
        DISTRICT = "district", "Dinas atau badan kabupaten"
        VILLAGE = "village", "Pemerintah desa"
        BANK = "bank", "Bank"
        SCHOOL = "school", "Sekolah"
        OTHER = "other", "Lainnya"

    FACTS = ("name", "kind", "place", "contact")

    name = models.CharField("nama", max_length=100)
    kind = models.CharField("jenis", max_length=8, choices=Kind)
    place = models.CharField("tempat", max_length=120)
    contact = models.CharField("narahubung", max_length=120, blank=True)
    revision = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


class Partner(Trailed, PartnerFields):
    """Somebody whom the office works with; ``contact`` is for the office alone.

    The values are those of the newest ``PartnerVersion``, which the database demands.
    """

    TRAIL = Told(copies=("revision",), private=("contact",))

    office = models.ForeignKey(Office, models.PROTECT, related_name="partners")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="partners")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = RegisterRows.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("office", "name", name="partner_name_unique_in_office"),
            models.CheckConstraint(
                name="partner_has_name_and_place", condition=~Q(name="") & ~Q(place="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartnerVersion(PartnerFields):
    """What the register said of a partner from a change on; append-only."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="versions")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint("partner", "revision", name="partner_version_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.revision})"


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AgreementQuerySet":
        """The office's agreements, for those who read everything of it."""
        if user.role in (Role.DISTRICT, Role.FACILITATOR):
            return self.none()
        return self.filter(partner__office_id=user.office_id)

    def as_of(self, on: date) -> "AgreementQuerySet":
        """Agreements recorded by the end of a day, with what was told of them by then:
        ``last_step`` (None without one), ``last_on``."""
        steps = AgreementStep.objects.filter(agreement=OuterRef("pk"), happened_on__lte=on)
        last = steps.order_by("-happened_on", "-id")
        return self.filter(recorded_on__lte=on).annotate(
            last_step=Subquery(last.values("kind")[:1]),
            last_on=Subquery(last.values("happened_on")[:1]),
        )

    def standing(self) -> "AgreementQuerySet":
        """Without those recorded by mistake, after ``as_of``."""
        return self.filter(~Q(last_step=Step.VOID) | Q(last_step__isnull=True))

    def matching(self, text: str) -> "AgreementQuerySet":
        """Agreements whose subject, number or partner holds the text."""
        return self.filter(
            Q(subject__icontains=text)
            | Q(number__icontains=text)
            | Q(partner__name__icontains=text)
            | Q(partner__place__icontains=text)
        )


class Agreement(models.Model):
    """An agreement with a partner, from one day to another (both included); append-only.

    ``until`` is empty where it has no end. ``recorded_on``: the business day from which it counts
    in lists as of a day, so that an old paper that turns up changes no list that was printed.
    """

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="agreements")
    number = models.CharField("nomor", max_length=60)
    subject = models.CharField("tentang", max_length=150)
    since = models.DateField("berlaku mulai")
    until = models.DateField("sampai", null=True)
    recorded_on = models.DateField("dicatat")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="partner_agreements")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                name="partner_agreement_says_what_until_when",
                condition=(Q(until__isnull=True) | Q(until__gte=F("since")))
                & ~Q(number="")
                & ~Q(subject=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def state_on(self, on: date) -> State:
        """What it is on a day; after ``as_of(on)``."""
        return state_of(self.last_step, self.since, self.until, on)


class OfAgreement(models.QuerySet):
    def visible_to(self, user: User) -> "OfAgreement":
        """Rows about agreements that the user may see."""
        return self.filter(agreement__in=Agreement.objects.visible_to(user))


class AgreementStep(models.Model):
    """What became of an agreement, and why; append-only."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="steps")
    kind = models.CharField(
        "langkah", max_length=7, choices=[(step.value, label) for step, label in STEPS.items()]
    )
    happened_on = models.DateField("tanggal")
    reason = models.CharField("alasan", max_length=200)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="agreement_steps")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfAgreement.as_manager()

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.CheckConstraint(name="agreement_step_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"


class AgreementFile(models.Model):
    """The paper of an agreement; the newest comes first; append-only."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    attached_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(auto_now_add=True)

    objects = OfAgreement.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint("agreement", "file", name="agreement_file_once")]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.file_id}"
