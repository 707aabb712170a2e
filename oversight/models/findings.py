"""Findings of the supervisor, and what was done about them: added, never changed.

What a finding is on a day follows from its steps up to that day (``oversight.rules.findings``);
no copy of it is kept.
"""

from datetime import date

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from goats.models import Goat, Household
from grants.models import Grant
from groups.models import Group
from loans.models import Loan
from maintenance.models import Infrastructure
from oversight.rules.findings import UNSETTLED, State, Step, is_overdue, state_of, steps_to
from upk.access import STAFF, Role
from upk.ledger.models import Entry, Submission
from upk.offices.models import Office, StoredFile, User, Village

STATES = {
    State.OPEN: "Menunggu jawaban",
    State.ANSWERED: "Sudah dijawab",
    State.CLOSED: "Selesai",
    State.WITHDRAWN: "Dicabut",
}
"""What states of a finding are called on screens and papers."""

STEPS = {
    Step.ANSWERED: "Dijawab",
    Step.RETURNED: "Dikembalikan",
    Step.EXTENDED: "Batas waktu diubah",
    Step.CLOSED: "Dinyatakan selesai",
    Step.WITHDRAWN: "Dicabut",
    Step.REOPENED: "Dibuka kembali",
}
"""What steps of a finding are called on screens and papers."""

ABOUT = ("group", "loan", "entry", "grant", "infrastructure", "household", "goat", "village")
"""The rows that a finding may be about; at most one of them."""

PLACES = (
    "village", "group__village", "loan__group__village", "grant__proposal__village",
    "infrastructure__village", "household__village", "goat__village",
)  # fmt: skip
"""Where the village of a finding is found; one about an entry, or about nothing, has none."""

LONGEST_TEXT = 2000


def _about_one_row() -> Q:
    """At most one of ``ABOUT`` is set."""
    found = Q()
    for kept in ABOUT:
        found |= Q(**{f"{name}__isnull": True for name in ABOUT if name != kept})
    return found


class FindingQuerySet(models.QuerySet):
    def with_place(self) -> "FindingQuerySet":
        """Annotate ``place_id``: the village that the finding is about, or None."""
        return self.annotate(place_id=Coalesce(*PLACES))

    def in_villages(self, village_ids) -> "FindingQuerySet":
        """Findings about these villages, or about rows of theirs."""
        return self.with_place().filter(place_id__in=village_ids)

    def visible_to(self, user: User) -> "FindingQuerySet":
        """The one place that says which findings a user may see: the office's; a facilitator's are
        those about the assigned villages."""
        if user.role == Role.DISTRICT:
            return self.none()
        found = self.filter(office_id=user.office_id)
        return found.in_villages(user.village_ids) if user.role == Role.FACILITATOR else found

    def as_of(self, on: date) -> "FindingQuerySet":
        """Findings written by the end of a day, with what their steps say then: ``last_step`` (None
        without one), ``last_on``, ``deadline_then``."""
        steps = FindingStep.objects.filter(finding=OuterRef("pk"), happened_on__lte=on)
        last = steps.order_by("-happened_on", "-id")
        moved = last.filter(deadline__isnull=False)
        return self.filter(found_on__lte=on).annotate(
            last_step=Subquery(last.values("kind")[:1]),
            last_on=Subquery(last.values("happened_on")[:1]),
            deadline_then=Coalesce(Subquery(moved.values("deadline")[:1]), F("deadline")),
        )

    def in_states(self, *states: State) -> "FindingQuerySet":
        """Those in one of the states, after ``as_of``."""
        found = Q(last_step__in=steps_to(frozenset(states)))
        return self.filter(found | Q(last_step__isnull=True) if State.OPEN in states else found)

    def unsettled(self) -> "FindingQuerySet":
        """Those that still have to be looked after, after ``as_of``."""
        return self.in_states(*UNSETTLED)

    def overdue(self, on: date) -> "FindingQuerySet":
        """Those without an answer whose deadline is over, after ``as_of(on)``."""
        return self.in_states(State.OPEN).filter(deadline_then__lt=on)

    def matching(self, text: str) -> "FindingQuerySet":
        """Findings whose subject or text holds the text."""
        return self.filter(Q(subject__icontains=text) | Q(text__icontains=text))

    def with_names(self) -> "FindingQuerySet":
        """With what a list says of the rows that they are about."""
        return self.select_related(
            "group__village", "loan__group__village", "entry", "grant__decree__phase",
            "grant__proposal__village", "infrastructure__village", "household__village",
            "goat__village", "village", "office",
        )  # fmt: skip


class Finding(models.Model):
    """What the supervisor found: subject, text, how grave, who must answer by when; append-only.

    ``year`` and ``number``: without gaps in an office. ``deadline`` is the first one; steps may
    name a later one. Subject and text hold codes, not names of people: they go to the district.
    """

    class Severity(models.TextChoices):
        LIGHT = "light", "Ringan"
        MEDIUM = "medium", "Sedang"
        GRAVE = "grave", "Berat"

    ADDRESSEES = [
        *((role.value, role.label) for role in STAFF),
        (Role.FACILITATOR.value, "Penanggung jawab desa"),
    ]

    office = models.ForeignKey(Office, models.PROTECT, related_name="findings")
    year = models.PositiveSmallIntegerField("tahun")
    number = models.PositiveIntegerField("nomor")
    subject = models.CharField("pokok", max_length=120)
    text = models.CharField("uraian", max_length=LONGEST_TEXT)
    severity = models.CharField("tingkat", max_length=6, choices=Severity)
    addressee = models.CharField("harus dijawab oleh", max_length=11, choices=ADDRESSEES)
    found_on = models.DateField("tanggal")
    deadline = models.DateField("batas jawaban")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="findings")
    loan = models.ForeignKey(Loan, models.PROTECT, null=True, related_name="findings")
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="findings")
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, related_name="findings")
    infrastructure = models.ForeignKey(
        Infrastructure, models.PROTECT, null=True, related_name="findings"
    )
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="findings")
    goat = models.ForeignKey(Goat, models.PROTECT, null=True, related_name="findings")
    village = models.ForeignKey(Village, models.PROTECT, null=True, related_name="findings")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="findings")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-found_on", "-id"]
        constraints = [
            models.UniqueConstraint("office", "year", "number", name="finding_number_unique"),
            models.CheckConstraint(name="finding_is_about_one_row", condition=_about_one_row()),
            models.CheckConstraint(
                name="finding_says_what_by_when",
                condition=Q(year=F("found_on__year"), number__gte=1, deadline__gte=F("found_on"))
                & ~Q(subject="")
                & ~Q(text=""),
            ),
        ]
        indexes = [models.Index("office", "found_on", name="finding_by_day")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What papers call it: ``T-2010-003``."""
        return f"T-{self.year}-{self.number:03}"

    @property
    def state(self) -> State:
        """What its steps lead to; after ``as_of``."""
        return state_of(self.last_step)

    @property
    def state_label(self) -> str:
        """The state in words; after ``as_of``."""
        return STATES[self.state]

    def is_overdue(self, on: date) -> bool:
        """Whether the answer is missing beyond its deadline; after ``as_of(on)``."""
        return is_overdue(self.last_step, self.deadline_then, on)


class FindingStepQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "FindingStepQuerySet":
        """Steps of findings that the user may see."""
        return self.filter(finding__in=Finding.objects.visible_to(user))


class FindingStep(models.Model):
    """A dated step of a finding with its words, and a paper or photo; append-only.

    ``deadline``: the new one, where the step names one.
    """

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps")
    kind = models.CharField(
        "langkah", max_length=9, choices=[(step.value, label) for step, label in STEPS.items()]
    )
    happened_on = models.DateField("tanggal")
    text = models.CharField("uraian", max_length=LONGEST_TEXT)
    deadline = models.DateField("batas baru", null=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="finding_steps")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = FindingStepQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.CheckConstraint(name="finding_step_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="finding_step_deadline_lies_ahead",
                condition=Q(kind="extended", deadline__isnull=False, deadline__gte=F("happened_on"))
                | Q(kind__in=["returned", "reopened"], deadline__isnull=True)
                | Q(kind__in=["returned", "reopened"], deadline__gte=F("happened_on"))
                | Q(kind__in=["answered", "closed", "withdrawn"], deadline__isnull=True),
            ),
        ]
        indexes = [models.Index("finding", "happened_on", "id", name="finding_step_by_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"
