"""The villages' levies: what they decided, paid, took to the bank and spent on repairs.

``LevyMove`` is the sub-ledger: for every entry of this app it says how the village's money changed,
the part that still lies in the cash box and the part in the bank. Its sums are the balances of the
accounts on any day. Rows are append-only; what is taken back is the reversed entry and a mirrored
move. None of it is the office's own: each village's money is owed to it (domain.md 9).
"""

from datetime import date

from django.db import models
from django.db.models import F, Q, QuerySet, Sum

from maintenance.models.care import Repair
from maintenance.rules.levy import MONTHS_OF_QUARTER, Rate
from upk.ledger.models import Account, Entry, OfficeRows, Submission
from upk.offices.models import Office, StoredFile, User, Village
from upk.periods import Quarter


class VillageRows(models.QuerySet):
    """Rows of one village each."""

    def visible_to(self, user: User) -> "VillageRows":
        """Rows of the villages that the user may see."""
        return self.filter(village__in=Village.objects.visible_to(user))


class EntryRows(OfficeRows):
    """Rows of an office, each with its entry."""

    def standing(self) -> "EntryRows":
        """Those whose entry was not reversed."""
        return self.filter(entry__reversed_by__isnull=True)

    def standing_on(self, as_of: date) -> "EntryRows":
        """Those posted by the end of ``as_of`` and not reversed by then."""
        return self.filter(entry__happened_on__lte=as_of).filter(
            Q(entry__reversed_by__isnull=True) | Q(entry__reversed_by__happened_on__gt=as_of)
        )


class LevyFund(models.Model):
    """Where an office keeps the levies: the cash box of what isn't deposited yet, and the bank."""

    office = models.OneToOneField(Office, models.PROTECT, related_name="levy_fund")
    cash = models.ForeignKey(Account, models.PROTECT, related_name="+")
    bank = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="levy_fund_cash_is_not_the_bank", condition=~Q(cash=F("bank"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cash_id} {self.bank_id}"


class LevyTrust(models.Model):
    """The account of what the office owes a village of its levies."""

    village = models.OneToOneField(Village, models.PROTECT, related_name="levy_trust")
    account = models.OneToOneField(Account, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.village_id} {self.account_id}"


class LevyRuleQuerySet(VillageRows):
    def rates(self) -> dict[int, list[Rate]]:
        """What they say as pure values, by village id; one query."""
        columns = (
            "village_id", "pk", "since", "withdrawal__since", "amount", "per", "payers", "basis",
        )  # fmt: skip
        found: dict[int, list[Rate]] = {}
        for village, *values, basis in self.order_by("since", "pk").values_list(*columns):
            rate = Rate(*values, is_regulation=basis == LevyRule.Basis.PERDES)
            found.setdefault(village, []).append(rate)
        return found

    def with_end(self) -> "LevyRuleQuerySet":
        """Annotate ``next_since``: the first day of the rule that ended it, if one did."""
        later = LevyRule.objects.filter(
            village=models.OuterRef("village"), since__gt=models.OuterRef("since")
        ).exclude(withdrawal__since__lte=F("since"))
        return self.annotate(
            next_since=models.Subquery(later.order_by("since").values("since")[:1])
        )


class LevyRule(models.Model):
    """What a village decided to collect, from ``since`` on; append-only.

    ``amount`` is whole rupiah for each payer and month or quarter. A later one ends it.
    """

    class Basis(models.TextChoices):
        MEETING = "meeting", "Musyawarah desa"
        PERDES = "perdes", "Peraturan desa (Perdes)"

    class Per(models.TextChoices):
        MONTH = "month", "Bulan"
        QUARTER = "quarter", "Triwulan"

    village = models.ForeignKey(Village, models.PROTECT, related_name="levy_rules")
    basis = models.CharField("dasar", max_length=8, choices=Basis)
    number = models.CharField("nomor", max_length=60)
    decided_on = models.DateField("tanggal keputusan")
    since = models.DateField("berlaku mulai")
    amount = models.BigIntegerField("iuran setiap pembayar")
    per = models.CharField("setiap", max_length=8, choices=Per)
    payers = models.PositiveIntegerField("jumlah pembayar")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="levy_rules"
    )
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="levy_rule")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = LevyRuleQuerySet.as_manager()

    class Meta:
        ordering = ["village__name", "-since", "-id"]
        constraints = [
            models.CheckConstraint(
                name="levy_rule_asks_for_something",
                condition=Q(amount__gte=1, payers__gte=1) & ~Q(number=""),
            ),
            models.CheckConstraint(
                name="levy_rule_holds_from_its_decision_on",
                condition=Q(since__gte=F("decided_on")),
            ),
        ]
        indexes = [models.Index("village", "since", name="levy_rule_by_village")]

    def __str__(self) -> str:
        return f"{self.get_basis_display()} {self.number}"

    @property
    def quarterly(self) -> int:
        """What is due for a whole quarter; whole rupiah."""
        rate = Rate(self.pk or 0, self.since, None, self.amount, self.per, self.payers)
        return rate.due_for(MONTHS_OF_QUARTER)


class LevyRuleWithdrawal(models.Model):
    """A rule doesn't hold any more from ``since`` on, and why; append-only.

    On the rule's first day or before: it never held, and the one before it goes on.
    """

    rule = models.OneToOneField(LevyRule, models.PROTECT, related_name="withdrawal")
    since = models.DateField("tidak berlaku mulai")
    reason = models.CharField("alasan", max_length=150)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="levy_rule_withdrawn_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.reason


class LevyPaymentQuerySet(EntryRows):
    def visible_to(self, user: User) -> "LevyPaymentQuerySet":
        """Payments of the villages that the user may see."""
        return self.filter(village__in=Village.objects.visible_to(user))


class LevyPayment(models.Model):
    """Money that a village brought for a quarter, against a receipt (its BKM). Whole rupiah."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="levy_payments")
    village = models.ForeignKey(Village, models.PROTECT, related_name="levy_payments")
    year = models.PositiveSmallIntegerField("tahun")
    number = models.PositiveSmallIntegerField("triwulan")
    received_on = models.DateField("tanggal terima")
    amount = models.BigIntegerField("jumlah")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="levy_payment")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="levy_payments")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = LevyPaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="levy_payment_for_a_quarter",
                condition=Q(amount__gt=0, number__gte=1, number__lte=4)
                & Q(year__gte=2000, year__lte=2999),
            ),
        ]
        indexes = [models.Index("village", "year", "number", name="levy_payment_by_quarter")]

    def __str__(self) -> str:
        return f"{self.village_id} {self.quarter}: {self.amount}"

    @property
    def quarter(self) -> Quarter:
        """The quarter that it is for."""
        return Quarter(self.year, self.number)


class LevyDeposit(models.Model):
    """One trip to the bank with what one or more villages had paid; its moves say how much each."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="levy_deposits")
    deposited_on = models.DateField("tanggal setor")
    slip = models.CharField("nomor slip", max_length=40, blank=True)
    amount = models.BigIntegerField("jumlah")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="levy_deposit")
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="levy_deposit")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = EntryRows.as_manager()

    class Meta:
        ordering = ["-deposited_on", "-id"]
        constraints = [
            models.CheckConstraint(name="levy_deposit_of_something", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.deposited_on} {self.amount}"


class LevyWithdrawal(models.Model):
    """A village's money taken from the bank for a repair, which it is recorded with."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="levy_withdrawals")
    village = models.ForeignKey(Village, models.PROTECT, related_name="levy_withdrawals")
    happened_on = models.DateField("tanggal")
    amount = models.BigIntegerField("jumlah")
    repair = models.OneToOneField(Repair, models.PROTECT, related_name="levy_withdrawal")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="levy_withdrawal")
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="levy_withdrawal")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = EntryRows.as_manager()

    class Meta:
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(name="levy_withdrawal_of_something", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.happened_on}"


class LevyBankItem(models.Model):
    """Interest, tax or fee of the levies' bank account, shared among the villages by its moves."""

    class Kind(models.TextChoices):
        INTEREST = "interest", "Bunga"
        TAX = "tax", "Pajak bunga"
        FEE = "fee", "Biaya administrasi"

    office = models.ForeignKey(Office, models.PROTECT, related_name="levy_bank_items")
    kind = models.CharField("jenis", max_length=8, choices=Kind)
    happened_on = models.DateField("tanggal")
    amount = models.BigIntegerField("jumlah")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="levy_bank_item")
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="levy_bank_item")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = EntryRows.as_manager()

    class Meta:
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(name="levy_bank_item_of_something", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on}"


class LevyMoveQuerySet(VillageRows):
    def of_office(self, office: Office) -> "LevyMoveQuerySet":
        return self.filter(village__office=office)

    def until(self, as_of: date) -> "LevyMoveQuerySet":
        """Moves dated up to and including ``as_of``."""
        return self.filter(happened_on__lte=as_of)

    def held(self) -> QuerySet:
        """Village id, sum in the cash box, sum in the bank; whole rupiah, one query."""
        sums = {"in_cash": Sum("cash"), "in_bank": Sum("bank")}
        return self.order_by().values_list("village_id").annotate(**sums)


def _sign(side: str, kinds: list[str], **where: object) -> Q:
    """Moves of ``kinds`` change ``side`` ("gt" up, "lt" down); their reversals the other way."""
    column = where.pop("column")
    other = {"gt": "lt", "lt": "gt"}[side]
    known = Q(kind__in=kinds, **where)
    return known & (
        Q(is_reversal=False, **{f"{column}__{side}": 0})
        | Q(is_reversal=True, **{f"{column}__{other}": 0})
    )


class LevyMove(models.Model):
    """How an entry changed a village's money: in the cash box and in the bank. Signed rupiah.

    A reversal's move has the kind of what it takes back, with the opposite sign. ``opening``:
    what brings a village to what was held of it before the books were kept here
    (``maintenance.levies.moving_in``), in either direction, never reversed.
    """

    class Kind(models.TextChoices):
        PAID = "paid", "Iuran diterima"
        DEPOSITED = "deposited", "Disetor ke bank"
        SPENT = "spent", "Dipakai untuk perbaikan"
        INTEREST = "interest", "Bunga bank"
        TAX = "tax", "Pajak bunga"
        FEE = "fee", "Biaya administrasi bank"
        OPENING = "opening", "Saldo pindahan"

    village = models.ForeignKey(Village, models.PROTECT, related_name="levy_moves")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="levy_moves")
    kind = models.CharField("jenis", max_length=9, choices=Kind)
    happened_on = models.DateField("tanggal")
    cash = models.BigIntegerField("kas", default=0)
    bank = models.BigIntegerField("bank", default=0)
    is_reversal = models.BooleanField("pembatalan", default=False)

    objects = LevyMoveQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.UniqueConstraint("village", "entry", name="levy_move_once_per_entry"),
            models.CheckConstraint(
                name="levy_move_has_its_sign",
                condition=_sign("gt", ["paid"], column="cash", bank=0)
                | _sign("gt", ["deposited"], column="bank", cash=-F("bank"))
                | _sign("gt", ["interest"], column="bank", cash=0)
                | _sign("lt", ["spent", "tax", "fee"], column="bank", cash=0)
                | Q(kind="opening", is_reversal=False) & ~Q(cash=0, bank=0),
            ),
        ]
        indexes = [models.Index("village", "happened_on", name="levy_move_by_village")]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on}"

    @property
    def total(self) -> int:
        """The change of what is owed to the village."""
        return self.cash + self.bank
