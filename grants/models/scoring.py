"""The office's criteria of scoring, and what each proposal got by them; append-only."""

from datetime import date

from django.db import models
from django.db.models import Q

from grants.models.proposals import Proposal, ProposalStep
from grants.rules.scoring import SOURCES
from upk.ledger.models import OfficeRows
from upk.offices.models import Office, User


class ScoringSetQuerySet(OfficeRows):
    def in_force(self, on: date) -> "ScoringSetQuerySet":
        """Sets that had begun on that day, the newest first."""
        return self.filter(since__lte=on).order_by("-since")


class ScoringSet(models.Model):
    """Criteria and weights by which proposals are scored, from a day on."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="scoring_sets")
    since = models.DateField("berlaku mulai")
    criterion_count = models.PositiveSmallIntegerField("jumlah kriteria")
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ScoringSetQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint("office", "since", name="scoring_set_one_per_day"),
            models.CheckConstraint(
                name="scoring_set_has_criteria", condition=Q(criterion_count__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"Kriteria {self.since}"


class Criterion(models.Model):
    """A line of a set: where its points (0 to 100) come from, its weight (they add up to 100)."""

    scoring_set = models.ForeignKey(ScoringSet, models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("kriteria", max_length=120)
    source = models.CharField("nilai dari", max_length=10, choices=SOURCES)
    weight = models.PositiveSmallIntegerField("bobot")

    class Meta:
        ordering = ["scoring_set", "position"]
        constraints = [
            models.UniqueConstraint("scoring_set", "position", name="criterion_position_unique"),
            models.CheckConstraint(
                name="criterion_weight_is_a_percentage",
                condition=Q(weight__gte=1, weight__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Score(models.Model):
    """What a proposal got, frozen with the step that scored it. ``total`` is 0 to 100."""

    step = models.OneToOneField(ProposalStep, models.PROTECT, related_name="score")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="scores")
    scoring_set = models.ForeignKey(ScoringSet, models.PROTECT, related_name="+")
    scored_on = models.DateField("tanggal penilaian")
    total = models.DecimalField("nilai", max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="score_total_is_of_hundred", condition=Q(total__gte=0, total__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.total}"


class ScoreLine(models.Model):
    """A criterion's points and what they were computed from.

    ``points`` is ``None`` where the criterion doesn't apply; then its weight doesn't count.
    ``basis`` names the figures (whole rupiah, people, pieces) and the quarters of the window.
    """

    score = models.ForeignKey(Score, models.PROTECT, related_name="lines")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.DecimalField("nilai", max_digits=5, decimal_places=2, null=True, blank=True)
    basis = models.JSONField("dasar", default=dict)

    class Meta:
        ordering = ["score", "criterion__position"]
        constraints = [
            models.UniqueConstraint("score", "criterion", name="score_line_once"),
            models.CheckConstraint(
                name="score_line_points_are_of_hundred",
                condition=Q(points__isnull=True) | Q(points__gte=0, points__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points}"
