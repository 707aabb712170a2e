"""Proposals of villages, the dated steps of their lives, and the papers that came with them."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When

from grants.models.phases import Phase
from grants.rules.lifecycle import APPROVED, NOT_RECOMMENDED, RECOMMENDED, STATUSES
from grants.rules.lifecycle import PROPOSED as STATUS_PROPOSED
from grants.rules.sectors import PROPOSED
from upk.access import Role
from upk.ledger.models import Submission
from upk.offices.models import Decision, User, Village
from upk.trail.told import Told
from upk.trail.trailed import Trailed, TrailedQuerySet


class ProposalQuerySet(TrailedQuerySet):
    def visible_to(self, user: User) -> "ProposalQuerySet":
        """The one place that says which proposals a user may see: a facilitator the villages'."""
        if user.role == Role.DISTRICT:
            return self.none()
        proposals = self.filter(phase__office_id=user.office_id)
        if user.role == Role.FACILITATOR:
            return proposals.filter(village_id__in=user.village_ids)
        return proposals

    def with_amounts(self) -> "ProposalQuerySet":
        """Annotate ``recommended`` and ``approved``: whole rupiah, or ``None`` where not (yet).

        Of the proposal as it stands now.
        """
        steps = ProposalStep.objects.filter(proposal=OuterRef("pk")).order_by("-id")
        checked = steps.filter(to_status__in=(STATUS_PROPOSED, RECOMMENDED, NOT_RECOMMENDED))
        given = checked.annotate(given=Case(When(to_status=RECOMMENDED, then=F("amount"))))
        approved = steps.filter(to_status=APPROVED).values("amount")[:1]
        return self.annotate(
            recommended=Subquery(given.values("given")[:1]),
            approved=Case(When(status=APPROVED, then=Subquery(approved))),
        )

    def matching(self, text: str) -> "ProposalQuerySet":
        """Proposals whose title, kind, place or village contains ``text``."""
        return self.filter(
            Q(title__icontains=text)
            | Q(kind__icontains=text)
            | Q(location__icontains=text)
            | Q(village__name__icontains=text)
        )


class Proposal(Trailed):
    """What a village asks of a phase (usulan). Whole rupiah.

    ``status`` is a copy of the last step's for lists and locks; no as-of report reads it. Facts may
    change while it is proposed, and are frozen once it is verified.
    """

    TRAIL = Told(copies=("status",), office="village.office_id")

    FACTS = (
        "sector", "title", "kind", "location", "volume", "men", "women", "poor", "asked", "swadaya",
        "background",
    )  # fmt: skip

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="proposals")
    village = models.ForeignKey(Village, models.PROTECT, related_name="proposals")
    number = models.PositiveSmallIntegerField("nomor")
    sector = models.CharField("bidang", max_length=12, choices=PROPOSED)
    title = models.CharField("judul usulan", max_length=150)
    kind = models.CharField("jenis kegiatan", max_length=80)
    location = models.CharField("lokasi (dusun, RT/RW)", max_length=150)
    volume = models.CharField("volume", max_length=60, blank=True)
    men = models.PositiveIntegerField("pemanfaat laki-laki")
    women = models.PositiveIntegerField("pemanfaat perempuan")
    poor = models.PositiveIntegerField("di antaranya warga miskin (RTM)")
    asked = models.BigIntegerField("dana yang diusulkan", validators=[MinValueValidator(1)])
    swadaya = models.BigIntegerField("swadaya")
    background = models.TextField("latar belakang", max_length=2000, blank=True)
    status = models.CharField(
        max_length=1, choices=STATUSES, default=STATUS_PROPOSED, editable=False
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="proposals")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-phase__year", "number"]
        constraints = [
            models.UniqueConstraint("phase", "number", name="proposal_number_once_in_phase"),
            models.CheckConstraint(
                name="proposal_asks_for_money", condition=Q(asked__gt=0, swadaya__gte=0)
            ),
            models.CheckConstraint(
                name="proposal_serves_somebody", condition=Q(men__gt=0) | Q(women__gt=0)
            ),
            models.CheckConstraint(
                name="proposal_poor_among_those_served",
                condition=Q(poor__lte=F("men") + F("women")),
            ),
        ]
        indexes = [models.Index("village", "phase", name="proposal_by_village")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        """Number within its phase, three digits."""
        return f"{self.number:03}"

    @property
    def served(self) -> int:
        """How many people it is for."""
        return self.men + self.women


class ProposalStepQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ProposalStepQuerySet":
        return self.filter(proposal__in=Proposal.objects.visible_to(user))


class ProposalStep(models.Model):
    """A dated step of a proposal's life; what it was on a day follows from these rows.

    ``amount`` (whole rupiah) is what the proposal has after the step: asked, recommended (also once
    it is scored) or approved; empty for the rest. An approval keeps the ``rank`` that the proposal
    had in its sector and how many better ones were ``passed_over``.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="steps")
    from_status = models.CharField(max_length=1, choices=STATUSES, blank=True)
    to_status = models.CharField(max_length=1, choices=STATUSES)
    happened_on = models.DateField("tanggal")
    amount = models.BigIntegerField("jumlah", null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="keputusan"
    )
    reason = models.CharField("alasan", max_length=250, blank=True)
    notes = models.TextField("catatan", max_length=2000, blank=True)
    rank = models.PositiveSmallIntegerField("peringkat", null=True, blank=True)
    passed_over = models.PositiveSmallIntegerField("dilewati", default=0)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="proposal_steps")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ProposalStepQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="proposal_approved_with_an_amount_by_a_decision",
                condition=Q(to_status="A", amount__gt=0, decision__isnull=False)
                | ~Q(to_status="A"),
            ),
            models.CheckConstraint(
                name="proposal_step_passes_over_with_a_reason",
                condition=Q(passed_over=0) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_status}→{self.to_status}"


class DocumentCheck(models.Model):
    """Whether a paper of the proposal lay before the verification team (form 10)."""

    step = models.ForeignKey(ProposalStep, models.PROTECT, related_name="documents")
    position = models.PositiveSmallIntegerField()
    form = models.CharField("formulir", max_length=6)
    name = models.CharField("nama", max_length=120)
    is_there = models.BooleanField("ada")

    class Meta:
        ordering = ["step", "position"]
        constraints = [
            models.UniqueConstraint("step", "position", name="document_check_position_unique"),
        ]

    def __str__(self) -> str:
        return self.name
