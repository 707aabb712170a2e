"""The ledger: accounts, entries and their debit/credit pairs.

Rows here are facts and are never edited or deleted: a mistake is reversed and entered anew.
The database refuses the rest by itself (``upk.ledger.guards``). ``upk.ledger.services`` is the
only writer. The ledger knows no loans; a repayment points to its entry, never the reverse.
"""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q, Sum

from upk.access import Role
from upk.ledger.purses import TRUST_FUNDS
from upk.offices.models import Office, StoredFile, User
from upk.trail.trailed import Trailed, TrailedQuerySet


class OfficeRows(models.QuerySet):
    """Rows that belong to one office and are read by its whole staff, not by village."""

    def visible_to(self, user: User) -> "OfficeRows":
        """Rows of the user's office; nothing for facilitators and the district."""
        if user.role in (Role.DISTRICT, Role.FACILITATOR):
            return self.none()
        return self.filter(office_id=user.office_id)


class RegisterRows(OfficeRows, TrailedQuerySet):
    """Rows of an office's register: what is changed leaves a trail."""


class AccountQuerySet(RegisterRows):
    def postable(self) -> "AccountQuerySet":
        """Active accounts that entries may use."""
        return self.filter(is_header=False, is_active=True)

    def free(self) -> "AccountQuerySet":
        """Postable accounts that no sub-ledger controls: those for entries typed by hand."""
        return self.postable().filter(subledger="")

    def cash_and_bank(self) -> "AccountQuerySet":
        """The office's own cash and bank accounts."""
        return self.exclude(liquidity=Account.Liquidity.NONE)

    def own_money(self) -> "AccountQuerySet":
        """Cash and bank accounts without those that hold money in trust."""
        return self.cash_and_bank().exclude(fund__in=TRUST_FUNDS)


class Account(Trailed):
    """A line of the office's chart. ``kind`` gives the normal side."""

    class Kind(models.TextChoices):
        ASSET = "asset", "Aset"
        CONTRA_ASSET = "contra_asset", "Pengurang aset"
        LIABILITY = "liability", "Utang"
        EQUITY = "equity", "Modal"
        INCOME = "income", "Pendapatan"
        EXPENSE = "expense", "Beban"

    class Fund(models.TextChoices):
        REVOLVING = "revolving", "Dana bergulir"
        OPERATIONAL = "operational", "Operasional"
        GRANT = "grant", "BLM (titipan)"
        LEVY = "levy", "Iuran pemeliharaan (titipan)"
        SOCIAL = "social", "Dana sosial"

    class Liquidity(models.TextChoices):
        NONE = "", "—"
        CASH = "cash", "Kas"
        BANK = "bank", "Bank"

    DEBIT_KINDS = (Kind.ASSET, Kind.EXPENSE)

    office = models.ForeignKey(Office, models.PROTECT, related_name="accounts")
    code = models.CharField("kode", max_length=20)
    name = models.CharField("nama", max_length=120)
    kind = models.CharField("jenis", max_length=20, choices=Kind)
    fund = models.CharField("dana", max_length=20, choices=Fund, default=Fund.REVOLVING)
    liquidity = models.CharField(
        "kas atau bank", max_length=5, choices=Liquidity, default=Liquidity.NONE, blank=True
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    is_header = models.BooleanField("judul", default=False)
    # The app that alone may post here, since it keeps the rows that the balance must equal.
    subledger = models.CharField(max_length=20, blank=True, default="", editable=False)
    is_active = models.BooleanField("dipakai", default=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint("office", "code", name="account_code_unique_in_office"),
            models.CheckConstraint(
                name="account_cash_is_a_postable_asset",
                condition=Q(liquidity="") | Q(kind="asset", is_header=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_debit_normal(self) -> bool:
        """Whether the balance grows on the debit side."""
        return self.kind in self.DEBIT_KINDS

    def natural(self, net_debit: int) -> int:
        """A balance as people say it: positive on the account's normal side."""
        return net_debit if self.is_debit_normal else -net_debit


class Submission(models.Model):
    """What one rendered form may do once: its key, and a digest of what was sent with it."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    key = models.UUIDField(unique=True)
    content_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.key)


class Voucher(models.TextChoices):
    """Kind of paper: money in, money out, or neither."""

    CASH_IN = "BKM", "Bukti kas masuk"
    CASH_OUT = "BKK", "Bukti kas keluar"
    MEMORIAL = "BM", "Bukti memorial"


class VoucherCounter(models.Model):
    """Last number given per office, voucher and year; locked while numbers are taken."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    voucher = models.CharField(max_length=3, choices=Voucher)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("office", "voucher", "year", name="counter_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.voucher}/{self.year}"


class EntryQuerySet(OfficeRows):
    def until(self, as_of: date) -> "EntryQuerySet":
        """Entries dated up to and including ``as_of``."""
        return self.filter(happened_on__lte=as_of)

    def opening_balances(self) -> "EntryQuerySet":
        """What brought every account to the balance that the older books ended with."""
        return self.filter(kind=Entry.Kind.OPENING, origin="ledger")


class Entry(models.Model):
    """One event of the books. ``memo`` holds codes, never a person's name or NIK.

    ``origin`` is the label of the app that keeps the rows behind the entry; only that app
    may reverse it, so that loans and ledger can't drift apart.
    """

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "Biasa"
        OPENING = "opening", "Saldo awal"
        CLOSING = "closing", "Penutup"
        REVERSAL = "reversal", "Pembatalan"

    office = models.ForeignKey(Office, models.PROTECT, related_name="entries")
    voucher = models.CharField("jenis bukti", max_length=3, choices=Voucher)
    year = models.PositiveSmallIntegerField("tahun")
    number = models.PositiveIntegerField("nomor")
    kind = models.CharField("jenis", max_length=10, choices=Kind, default=Kind.ORDINARY)
    happened_on = models.DateField("tanggal")
    memo = models.CharField("uraian", max_length=200)
    origin = models.CharField(max_length=20, default="ledger")
    posting_count = models.PositiveSmallIntegerField()
    total = models.BigIntegerField("jumlah")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="entries"
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.UniqueConstraint(
                "office", "voucher", "year", "number", name="entry_number_unique"
            ),
            models.CheckConstraint(
                name="entry_year_is_that_of_its_date", condition=Q(year=F("happened_on__year"))
            ),
            models.CheckConstraint(
                name="entry_has_postings_and_amount",
                condition=Q(posting_count__gt=0, total__gt=0, number__gt=0),
            ),
            models.CheckConstraint(
                name="entry_reverses_iff_reversal",
                condition=Q(kind="reversal", reverses__isnull=False)
                | (~Q(kind="reversal") & Q(reverses__isnull=True)),
            ),
        ]
        indexes = [
            models.Index("office", "happened_on", name="entry_by_date"),
            # Hardly an entry is a reversal: an index of those alone is one that SQLite's
            # planner trusts, whatever its statistics say about the column.
            models.Index("reverses", name="entry_by_target", condition=Q(reverses__isnull=False)),
            # Whether an office has begun to keep books here: asked for each loan brought in.
            models.Index("office", name="entry_after_opening", condition=~Q(kind="opening")),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The voucher's number as it is printed, e.g. ``BKM-2010-000123``."""
        return voucher_label(self.voucher, self.year, self.number)


class EntryFile(models.Model):
    """A photo or PDF of the paper behind an entry; append-only.

    A wrong one stays and is marked by an ``EntryFileWithdrawal``.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="entry_files")
    attached_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("entry", "file", name="entryfile_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.file_id}"


class EntryFileWithdrawal(models.Model):
    """A file that doesn't belong to its entry after all, and why; append-only."""

    entry_file = models.OneToOneField(EntryFile, models.PROTECT, related_name="withdrawal")
    reason = models.CharField("alasan", max_length=150)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="entryfile_withdrawn_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.reason


def voucher_label(voucher: str, year: int, number: int) -> str:
    """Printed form of a voucher number; sorts as it counts."""
    return f"{voucher}-{year}-{number:06d}"


class PostingQuerySet(models.QuerySet):
    def of_office(self, office: Office) -> "PostingQuerySet":
        return self.filter(entry__office=office)

    def until(self, as_of: date) -> "PostingQuerySet":
        """Postings dated up to and including ``as_of``."""
        return self.filter(entry__happened_on__lte=as_of)

    def since(self, first: date) -> "PostingQuerySet":
        """Postings dated on or after ``first``."""
        return self.filter(entry__happened_on__gte=first)

    def net_by_account(self) -> dict[int, int]:
        """Net debit of each account that was moved: account id to whole rupiah.

        One query: adding up pairs of accounts takes two thirds of the time that each side takes
        by itself, and there are few pairs.
        """
        net: dict[int, int] = {}
        pairs = self.order_by().values_list("debit_id", "credit_id").annotate(Sum("amount"))
        for debit, credit, amount in pairs:
            net[debit] = net.get(debit, 0) + amount
            net[credit] = net.get(credit, 0) - amount
        return net

    def touching(self, accounts: Iterable[Account]) -> "PostingQuerySet":
        """Postings with one of ``accounts`` on either side."""
        return self.filter(Q(debit__in=accounts) | Q(credit__in=accounts))


class Posting(models.Model):
    """Moves ``amount`` (whole rupiah, > 0) from the credit account to the debit account.

    A pair can't be out of balance, so neither can an entry.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings")
    debit = models.ForeignKey(Account, models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, models.PROTECT, related_name="credits")
    amount = models.BigIntegerField("jumlah")

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="posting_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="posting_between_two_accounts", condition=~Q(debit=F("credit"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.debit_id} ← {self.credit_id}: {self.amount}"


class PeriodChangeQuerySet(OfficeRows):
    def reopenings(self) -> "PeriodChangeQuerySet":
        """Changes that moved the closed books back."""
        return self.exclude(closed_before__isnull=True).filter(
            Q(closed_after__isnull=True) | Q(closed_after__lt=F("closed_before"))
        )


class PeriodChange(models.Model):
    """The books were closed through a later day, or reopened back to an earlier one.

    The office's ``books_closed_through`` follows the newest row here and nothing else, so a
    row serves once (docs/decisions/001). A reopening needs a reason.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="period_changes")
    closed_before = models.DateField(null=True, blank=True)
    closed_after = models.DateField(null=True, blank=True)
    reason = models.CharField("alasan", max_length=250, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PeriodChangeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="periodchange_reopening_has_a_reason",
                condition=Q(closed_before__isnull=True)
                | Q(closed_after__isnull=False, closed_after__gt=F("closed_before"))
                | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="periodchange_changes_something",
                condition=Q(closed_before__isnull=True, closed_after__isnull=False)
                | Q(closed_before__isnull=False, closed_after__isnull=True)
                | ~Q(closed_before=F("closed_after")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closed_before} → {self.closed_after}"
