"""Grants: the camat's decree, the village team, the agreement with its budget and its tranches.

Rows are append-only. What was wrong is replaced by a newer row (a team, an agreement) or cancelled
(a grant), as long as no money was paid on it.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from grants.models.phases import Phase
from grants.models.proposals import Proposal
from upk.access import Role
from upk.ledger.models import OfficeRows, Submission
from upk.offices.models import Office, Person, StoredFile, User


class TrancheRuleQuerySet(OfficeRows):
    def in_force(self, on: date) -> "TrancheRuleQuerySet":
        """Rules that had begun on that day, the newest first."""
        return self.filter(since__lte=on).order_by("-since", "-id")


class TrancheRule(models.Model):
    """How an office divides grants into tranches, for agreements signed from a day on."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="tranche_rules")
    since = models.DateField("berlaku mulai")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = TrancheRuleQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint("office", "since", name="tranche_rule_one_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.since}"


class TrancheRulePart(models.Model):
    """A tranche of a rule: its percentage of the grant; those of a rule add up to 100."""

    rule = models.ForeignKey(TrancheRule, models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField("tahap")
    percent = models.DecimalField("persen", max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["rule", "number"]
        constraints = [
            models.UniqueConstraint("rule", "number", name="tranche_rule_part_number_unique"),
            models.CheckConstraint(
                name="tranche_rule_part_is_a_part", condition=Q(percent__gt=0, percent__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.percent}"


class Decree(models.Model):
    """The camat's decree (Surat Penetapan Camat, SPC) on approved proposals of a phase."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="decrees")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="decrees")
    number = models.CharField("nomor SPC", max_length=60)
    decided_on = models.DateField("tanggal SPC")
    camat = models.CharField("camat yang menetapkan", max_length=120)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="decrees"
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="decrees")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfficeRows.as_manager()

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                "office", "phase", "number", "decided_on", name="decree_recorded_once"
            ),
            models.CheckConstraint(
                name="decree_names_number_and_camat", condition=~Q(number="") & ~Q(camat="")
            ),
        ]

    def __str__(self) -> str:
        return f"SPC {self.number}"


class GrantQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "GrantQuerySet":
        """The one place that says which grants a user may see: a facilitator the villages'."""
        if user.role == Role.DISTRICT:
            return self.none()
        grants = self.filter(office_id=user.office_id)
        if user.role == Role.FACILITATOR:
            return grants.filter(proposal__village_id__in=user.village_ids)
        return grants

    def standing(self) -> "GrantQuerySet":
        """Those that weren't cancelled."""
        return self.filter(cancellation__isnull=True)

    def with_names(self) -> "GrantQuerySet":
        """With what every page names of them."""
        return self.select_related("office", "decree__phase", "proposal__village")


class Grant(models.Model):
    """A grant to a village for an approved proposal, as the decree fixed it. Whole rupiah.

    A proposal has one that stands; a cancelled one leaves room for the next.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="grants")
    decree = models.ForeignKey(Decree, models.PROTECT, related_name="grants")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="grants")
    amount = models.BigIntegerField("dana BLM")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="grants")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["-decree__decided_on", "proposal__number"]
        constraints = [
            models.CheckConstraint(name="grant_is_positive", condition=Q(amount__gt=0)),
        ]
        indexes = [models.Index("office", "proposal", name="grant_by_proposal")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """``BLM-2009-012``: year of the phase and number of the proposal in it."""
        return f"BLM-{self.decree.phase.year}-{self.proposal.code}"

    @property
    def infrastructure(self):
        """What was built with it, or ``None`` as long as it isn't in the register."""
        finished = getattr(self, "finish", None)
        return finished.infrastructure if finished else None


class GrantCancellation(models.Model):
    """A grant that was decreed and came to nothing before money was paid; and why."""

    grant = models.OneToOneField(Grant, models.PROTECT, related_name="cancellation")
    happened_on = models.DateField("tanggal")
    reason = models.CharField("alasan", max_length=200)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="grant_cancelled_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on}"


class GrantTeam(models.Model):
    """The village's team (TPK) that carries a grant out, from a day on, and its bank account."""

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="teams")
    since = models.DateField("sejak")
    chair = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="ketua TPK")
    secretary = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name="sekretaris TPK"
    )
    treasurer = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name="bendahara TPK"
    )
    bank = models.CharField("bank TPK", max_length=60)
    bank_account = models.CharField("nomor rekening TPK", max_length=40)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="grant_teams")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                name="grant_team_of_three_people",
                condition=~Q(chair=models.F("secretary"))
                & ~Q(chair=models.F("treasurer"))
                & ~Q(secretary=models.F("treasurer")),
            ),
        ]

    def __str__(self) -> str:
        return f"TPK sejak {self.since}"


class Agreement(models.Model):
    """The grant agreement (SPPB) between team, UPK and PjOK; a newer one replaces it if unpaid.

    ``contribution`` is the swadaya that the village promised, whole rupiah.
    """

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="agreements")
    team = models.ForeignKey(GrantTeam, models.PROTECT, related_name="agreements")
    number = models.CharField("nomor SPPB", max_length=60)
    signed_on = models.DateField("tanggal SPPB")
    upk_signer = models.CharField("ditandatangani untuk UPK", max_length=120)
    pjok_signer = models.CharField("PjOK", max_length=120)
    contribution = models.BigIntegerField("swadaya yang disanggupi", default=0)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="agreements")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["grant", "-id"]
        constraints = [
            models.CheckConstraint(
                name="agreement_is_signed_by_all",
                condition=~Q(number="") & ~Q(upk_signer="") & ~Q(pjok_signer=""),
            ),
            models.CheckConstraint(
                name="agreement_contribution_not_negative", condition=Q(contribution__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"SPPB {self.number}"


class BudgetLine(models.Model):
    """A line of the agreement's budget (RAB): what of it the grant and what the village pays.

    Whole rupiah. All lines add up to the grant, and to the promised contribution.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    text = models.CharField("uraian", max_length=120)
    amount = models.BigIntegerField("dari BLM", default=0)
    contribution = models.BigIntegerField("dari swadaya", default=0)

    class Meta:
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint("agreement", "position", name="budget_line_position_unique"),
            models.CheckConstraint(
                name="budget_line_holds_something",
                condition=Q(amount__gte=0, contribution__gte=0)
                & (Q(amount__gt=0) | Q(contribution__gt=0))
                & ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Tranche(models.Model):
    """A part of the grant that is paid at once. Whole rupiah; all of an agreement are the grant."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="tranches")
    number = models.PositiveSmallIntegerField("tahap")
    percent = models.DecimalField("persen", max_digits=5, decimal_places=2)
    amount = models.BigIntegerField("jumlah")

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint("agreement", "number", name="tranche_number_unique"),
            models.CheckConstraint(
                name="tranche_is_a_part", condition=Q(amount__gt=0, percent__gt=0, number__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"tahap {self.number}"
