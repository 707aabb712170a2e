"""What was decided and posted at the end of months and years; append-only rows of money."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from loans.models import Product
from upk.ledger.models import Account, Entry, OfficeRows, Submission
from upk.offices.models import Decision, Office, User


class ProvisionPosting(models.Model):
    """The allowance of a product brought to what a month's end needs. Whole rupiah.

    ``needed`` is what collectibility asks for on ``as_of``, ``held`` what the allowance account
    had, ``amount`` the difference: posted as an expense, or back from it where it is negative.
    Products that share an allowance account have one row together, by the first of them.
    A reversal points to its target, once, with the amount negated.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="provisions")
    product = models.ForeignKey(Product, models.PROTECT, related_name="provisions")
    as_of = models.DateField("per tanggal")
    needed = models.BigIntegerField("kebutuhan")
    held = models.BigIntegerField("dalam buku")
    amount = models.BigIntegerField("selisih")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="provision")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="provisions")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfficeRows.as_manager()

    class Meta:
        ordering = ["-as_of", "-id"]
        constraints = [
            models.CheckConstraint(
                name="provision_is_the_difference",
                condition=~Q(amount=0)
                & (
                    Q(reverses__isnull=True, amount=F("needed") - F("held"), needed__gte=0)
                    | Q(reverses__isnull=False, amount=F("held") - F("needed"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.as_of}"


class SurplusRuleQuerySet(OfficeRows):
    def in_force(self, on) -> "SurplusRuleQuerySet":
        """Rules that had begun on that day, the newest first."""
        return self.filter(since__lte=on).order_by("-since", "-id")


class SurplusRule(models.Model):
    """How an office divides its surplus from a day on; append-only, each meeting may differ.

    Without ``reserve_percent`` the meeting names the reserve as an amount.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="surplus_rules")
    since = models.DateField("berlaku mulai")
    reserve_percent = models.DecimalField(
        "cadangan risiko (% dari surplus)", max_digits=6, decimal_places=4, null=True, blank=True
    )
    reserve_account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    capital_account = models.ForeignKey(Account, models.PROTECT, related_name="+")

    objects = SurplusRuleQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint("office", "since", name="surplus_rule_one_per_day"),
            models.CheckConstraint(
                name="surplus_rule_reserve_is_a_percentage",
                condition=Q(reserve_percent__isnull=True) | Q(reserve_percent__range=(0, 100)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since}"


class ShareFields(models.Model):
    """Who gets a share, where it is kept, and how it is worked out."""

    position = models.PositiveSmallIntegerField()
    name = models.CharField("untuk", max_length=80)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    step = models.BigIntegerField("dibulatkan ke bawah ke", default=1)

    class Meta:
        abstract = True


class SurplusRuleShare(ShareFields):
    """A share of a rule: percent of the surplus after the reserve."""

    rule = models.ForeignKey(SurplusRule, models.PROTECT, related_name="shares")
    percent = models.DecimalField("persen", max_digits=7, decimal_places=4)

    class Meta:
        ordering = ["rule", "position"]
        constraints = [
            models.UniqueConstraint("rule", "position", name="surplus_rule_share_position_unique"),
            models.CheckConstraint(
                name="surplus_rule_share_is_a_share",
                condition=Q(percent__gt=0, percent__lte=Decimal(100), step__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SurplusDecisionQuerySet(OfficeRows):
    def standing(self) -> "SurplusDecisionQuerySet":
        """Those that weren't withdrawn."""
        return self.filter(withdrawal__isnull=True)


class SurplusDecision(models.Model):
    """The meeting's decision on a closed year's surplus. Whole rupiah.

    ``surplus`` is what the year's closing entry (``closing``) brought, ``deficit_covered`` what of
    it stays because earlier years' deficits come first, ``divided`` the rest: the entry's total.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="surplus_decisions")
    year = models.PositiveSmallIntegerField("tahun")
    closing = models.ForeignKey(Entry, models.PROTECT, related_name="divided_by")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    decided_on = models.DateField("tanggal")
    surplus = models.BigIntegerField("surplus")
    deficit_covered = models.BigIntegerField("menutup defisit tahun lalu", default=0)
    divided = models.BigIntegerField("dibagi")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="surplus_decision")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="surplus_decisions")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = SurplusDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.CheckConstraint(
                name="surplus_decision_adds_up",
                condition=Q(
                    divided=F("surplus") - F("deficit_covered"),
                    divided__gt=0,
                    deficit_covered__gte=0,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}"


class SurplusShare(ShareFields):
    """A line of a decision; the amounts of all lines add up to what is divided.

    ``percent`` is that of a share; reserve and capital have none.
    """

    class Part(models.TextChoices):
        RESERVE = "reserve", "Cadangan risiko"
        SHARE = "share", "Bagian"
        CAPITAL = "capital", "Tambahan modal"

    surplus_decision = models.ForeignKey(SurplusDecision, models.PROTECT, related_name="shares")
    part = models.CharField("bagian", max_length=10, choices=Part)
    percent = models.DecimalField("persen", max_digits=7, decimal_places=4, null=True, blank=True)
    amount = models.BigIntegerField("jumlah")

    class Meta:
        ordering = ["surplus_decision", "position"]
        constraints = [
            models.UniqueConstraint(
                "surplus_decision", "position", name="surplus_share_position_unique"
            ),
            models.CheckConstraint(
                name="surplus_share_is_positive", condition=Q(amount__gt=0, step__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SurplusWithdrawal(models.Model):
    """A decision taken back: its entry is reversed, the year's surplus can be divided anew."""

    surplus_decision = models.OneToOneField(
        SurplusDecision, models.PROTECT, related_name="withdrawal"
    )
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+")
    happened_on = models.DateField("tanggal")
    reason = models.CharField("alasan", max_length=200)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.happened_on}"
