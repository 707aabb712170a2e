"""What an office does with its cash and banks beside the entries themselves."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from upk.ledger.models import Account, Entry, OfficeRows, Submission
from upk.offices.models import Office, User


class UsualTransaction(models.Model):
    """By which usual transaction (``upk.cash.usual``) an entry was made; append-only.

    It holds no money: the entry is an ordinary one of the ledger and is reversed there.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="usual_transactions")
    kind = models.CharField("jenis", max_length=30)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="usual")

    objects = OfficeRows.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="usual_has_a_kind", condition=~Q(kind="")),
        ]

    def __str__(self) -> str:
        return self.kind


class CashCount(models.Model):
    """What was in a cash box at a day's end, beside what the books say. Whole rupiah; append-only.

    ``book_balance`` is the account's balance at the end of ``counted_on`` as it was recorded then;
    ``difference`` is counted less book. A count that went wrong is followed by another one.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="cash_counts")
    account = models.ForeignKey(Account, models.PROTECT, related_name="cash_counts")
    counted_on = models.DateField("tanggal")
    counted = models.BigIntegerField("dihitung")
    book_balance = models.BigIntegerField("menurut buku")
    difference = models.BigIntegerField("selisih")
    explanation = models.CharField("penjelasan selisih", max_length=250, blank=True)
    counted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    witnessed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="cash_count")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfficeRows.as_manager()

    class Meta:
        ordering = ["-counted_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="cashcount_difference_is_counted_less_book",
                condition=Q(counted__gte=0, difference=F("counted") - F("book_balance")),
            ),
            models.CheckConstraint(
                name="cashcount_difference_is_explained",
                condition=Q(difference=0) | ~Q(explanation=""),
            ),
            models.CheckConstraint(
                name="cashcount_has_two_people", condition=~Q(counted_by=F("witnessed_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.counted_on}"


class CashCountLine(models.Model):
    """How many notes or coins of a value were counted; append-only."""

    class Kind(models.TextChoices):
        NOTE = "note", "Kertas"
        COIN = "coin", "Logam"

    count = models.ForeignKey(CashCount, models.PROTECT, related_name="lines")
    kind = models.CharField("jenis", max_length=4, choices=Kind)
    value = models.BigIntegerField("nilai")
    pieces = models.BigIntegerField("banyaknya")

    class Meta:
        ordering = ["-kind", "-value"]
        constraints = [
            models.UniqueConstraint("count", "kind", "value", name="cashcountline_once"),
            models.CheckConstraint(
                name="cashcountline_counts_something", condition=Q(value__gt=0, pieces__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pieces} × {self.value}"

    @property
    def amount(self) -> int:
        """What they are worth; whole rupiah."""
        return self.value * self.pieces


class CashDenomination(models.Model):
    """A note or coin of which an office says when it was legal tender; append-only.

    It takes the place of ours (``upk.cash.denominations``) and of the office's earlier rows of that
    value. ``until`` is the last day, empty as long as nobody has withdrawn it.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="cash_denominations")
    kind = models.CharField("jenis", max_length=4, choices=CashCountLine.Kind)
    value = models.BigIntegerField("nilai")
    since = models.DateField("berlaku mulai")
    until = models.DateField("berlaku sampai", null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfficeRows.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="cashdenomination_has_a_value", condition=Q(value__gt=0)),
            models.CheckConstraint(
                name="cashdenomination_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class CashSettlementQuerySet(models.QuerySet):
    def standing(self) -> "CashSettlementQuerySet":
        """Those whose entry wasn't reversed."""
        return self.filter(entry__reversed_by__isnull=True)


class CashSettlement(models.Model):
    """The entry by which the difference of a count came into the books; append-only.

    The entry is an ordinary one of the ledger; once it is reversed there, the difference is open
    again and may be posted anew.
    """

    count = models.ForeignKey(CashCount, models.PROTECT, related_name="settlements")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="cash_settlement")

    objects = CashSettlementQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.count_id}: {self.entry_id}"


class BankStatementQuerySet(OfficeRows):
    def standing(self) -> "BankStatementQuerySet":
        """Those that weren't withdrawn."""
        return self.filter(withdrawal__isnull=True)


class BankStatement(models.Model):
    """What a bank says of an account from ``since`` to ``until``; append-only, whole rupiah.

    Statements of an account follow each other without a gap, each opening with what the one before
    closed with. ``file_sha256`` is that of an uploaded file, empty where the lines were typed.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="bank_statements")
    account = models.ForeignKey(Account, models.PROTECT, related_name="bank_statements")
    since = models.DateField("dari")
    until = models.DateField("sampai")
    opening = models.BigIntegerField("saldo awal")
    closing = models.BigIntegerField("saldo akhir")
    line_count = models.PositiveIntegerField()
    file_sha256 = models.CharField(max_length=64, blank=True)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="bank_statement")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = BankStatementQuerySet.as_manager()

    class Meta:
        ordering = ["-until", "-id"]
        constraints = [
            models.CheckConstraint(
                name="bankstatement_ends_after_it_begins", condition=Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.since} – {self.until}"


class BankStatementWithdrawal(models.Model):
    """A statement that was taken down wrongly, and why; append-only. It no longer counts."""

    statement = models.OneToOneField(BankStatement, models.PROTECT, related_name="withdrawal")
    reason = models.CharField("alasan", max_length=150)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="bankstatement_withdrawn_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.reason


class StatementLine(models.Model):
    """A movement as the bank has it: in > 0, out < 0, whole rupiah; append-only."""

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    happened_on = models.DateField("tanggal")
    text = models.CharField("uraian", max_length=200, blank=True)
    amount = models.BigIntegerField("jumlah")

    class Meta:
        ordering = ["statement", "position"]
        constraints = [
            models.UniqueConstraint("statement", "position", name="statementline_position_unique"),
            models.CheckConstraint(name="statementline_moves_something", condition=~Q(amount=0)),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on}: {self.amount}"


class LineVerdictQuerySet(models.QuerySet):
    def standing(self) -> "LineVerdictQuerySet":
        """Those that say that a line is an entry, and that nobody undid later."""
        later = LineVerdict.objects.filter(
            line=OuterRef("line"), entry=OuterRef("entry"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later), verdict=LineVerdict.Verdict.ACCEPTED)


class LineVerdict(models.Model):
    """What was decided of a line and an entry; append-only, the latest of a pair counts."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "cocok"
        REJECTED = "rejected", "bukan"
        UNDONE = "undone", "dilepas"

    line = models.ForeignKey(StatementLine, models.PROTECT, related_name="verdicts")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="line_verdicts")
    verdict = models.CharField(max_length=10, choices=Verdict)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = LineVerdictQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.line_id}, {self.entry_id}: {self.verdict}"


class LineNote(models.Model):
    """Why a line has no entry yet; append-only, the latest of a line counts."""

    line = models.ForeignKey(StatementLine, models.PROTECT, related_name="notes")
    text = models.CharField("penjelasan", max_length=200)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="linenote_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text


class StatementClosing(models.Model):
    """A statement whose every line is matched or explained, and the books beside it that day.

    Whole rupiah; append-only. Its matches stay; lines with a note may still be matched later.
    """

    statement = models.OneToOneField(BankStatement, models.PROTECT, related_name="closed")
    book_balance = models.BigIntegerField("menurut buku")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.statement_id}"
