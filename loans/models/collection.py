"""Arrears work: the office's rules of it, what was said with a group, and the letters sent."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from loans.models.loans import Loan
from loans.promises import Promise
from loans.reminders import LONGEST
from loans.warning_rules import LateUnit, WarningRules
from upk.ledger.models import OfficeRows, Submission
from upk.offices.models import Office, User


class CollectionRulesQuerySet(OfficeRows):
    def in_force(self, on: date) -> "CollectionRulesQuerySet":
        """Rules that had begun on that day, the newest first; of one day the last entered."""
        return self.filter(since__lte=on).order_by("-since", "-id")


class CollectionRules(models.Model):
    """When letters go out and how a reminder is worded, from a day on; append-only.

    Several rows of one day are corrections: the last one counts.
    """

    UNITS = [(LateUnit.MONTHS.value, "Bulan menunggak"), (LateUnit.DAYS.value, "Hari menunggak")]

    office = models.ForeignKey(Office, models.PROTECT, related_name="collection_rules")
    since = models.DateField("berlaku mulai")
    unit = models.CharField("dihitung dalam", max_length=10, choices=UNITS, default="months")
    first_after = models.PositiveSmallIntegerField("surat pertama setelah", default=1)
    second_after = models.PositiveSmallIntegerField("surat kedua setelah", default=2)
    third_after = models.PositiveSmallIntegerField("surat ketiga setelah", default=3)
    days_between = models.PositiveSmallIntegerField("jarak antarsurat paling sedikit", default=14)
    reminder = models.TextField("pesan pengingat", max_length=LONGEST)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = CollectionRulesQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                name="collection_rules_letters_in_order",
                condition=Q(
                    first_after__gte=1,
                    second_after__gte=F("first_after"),
                    third_after__gte=F("second_after"),
                ),
            ),
        ]
        indexes = [models.Index("office", "since", name="collection_rules_by_day")]

    def __str__(self) -> str:
        return f"{self.since}"

    def warning_rules(self) -> WarningRules:
        """The rules of the letters as a value."""
        after = (self.first_after, self.second_after, self.third_after)
        return WarningRules(LateUnit(self.unit), after, self.days_between)


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ContactQuerySet":
        """Contacts about loans that the user may see."""
        return self.filter(loan__in=Loan.objects.visible_to(user))

    def standing(self) -> "ContactQuerySet":
        """Contacts that no other one corrects, and that aren't cancelled."""
        return self.filter(corrected_by__isnull=True).exclude(kind=ArrearsContact.Kind.VOID)


class ArrearsContact(models.Model):
    """A visit, call or meeting about a loan, perhaps with a promise to pay; append-only.

    A row that ``corrects`` another takes its place. Whether a promise was kept is asked of
    ``loans.promises``. ``met`` and ``note`` stay here: no memo, letter or report repeats them.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", "Kunjungan"
        CALL = "call", "Telepon"
        MEETING = "meeting", "Pertemuan"
        VOID = "void", "Catatan dibatalkan"

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="contacts")
    kind = models.CharField("jenis", max_length=8, choices=Kind, default=Kind.VISIT)
    happened_on = models.DateField("tanggal")
    met = models.CharField("bertemu dengan", max_length=120, blank=True)
    note = models.CharField("catatan", max_length=500, blank=True)
    promised_on = models.DateField("janji bayar tanggal", null=True, blank=True)
    promised_amount = models.BigIntegerField("jumlah yang dijanjikan", null=True, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="contact_promise_is_whole",
                condition=Q(promised_on__isnull=True, promised_amount__isnull=True)
                | Q(promised_on__gte=F("happened_on"), promised_amount__gt=0),
            ),
            models.CheckConstraint(
                name="contact_cancelled_promises_nothing",
                condition=~Q(kind="void") | Q(promised_on__isnull=True, corrects__isnull=False),
            ),
        ]
        indexes = [models.Index("loan", "happened_on", name="contact_by_loan")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"

    @property
    def promise(self) -> Promise | None:
        """What was promised, as a value."""
        if self.promised_on is None:
            return None
        return Promise(self.happened_on, self.promised_on, self.promised_amount)


class ArrearsLetterQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ArrearsLetterQuerySet":
        """Letters about loans that the user may see."""
        return self.filter(loan__in=Loan.objects.visible_to(user))

    def standing_on(self, as_of: date) -> "ArrearsLetterQuerySet":
        """Letters that had been issued at the end of a day and weren't withdrawn by then."""
        return self.filter(issued_on__lte=as_of).exclude(withdrawal__withdrawn_on__lte=as_of)


class ArrearsLetter(models.Model):
    """A letter of warning with its figures as of its day. Whole rupiah; append-only.

    ``number`` has no gaps in an office and year. ``late_since`` is the first day of the spell of
    arrears that it is about: a level once a spell. ``reason`` says why a letter was left out or
    came early. A letter that was withdrawn keeps its number; the one that takes its place has the
    next ``edition``.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="arrears_letters")
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="letters")
    level = models.PositiveSmallIntegerField("surat ke")
    edition = models.PositiveSmallIntegerField("terbitan ke", default=1)
    year = models.PositiveSmallIntegerField("tahun")
    number = models.PositiveIntegerField("nomor")
    issued_on = models.DateField("tanggal")
    late_since = models.DateField("menunggak sejak")
    oldest_due = models.DateField("jatuh tempo tertua")
    months_late = models.PositiveSmallIntegerField("bulan menunggak")
    principal = models.BigIntegerField("tunggakan pokok")
    interest = models.BigIntegerField("tunggakan jasa")
    outstanding = models.BigIntegerField("saldo pokok")
    reason = models.CharField("alasan", max_length=200, blank=True)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="arrears_letters")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ArrearsLetterQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint("office", "year", "number", name="letter_number_unique"),
            models.UniqueConstraint(
                "loan", "late_since", "level", "edition", name="letter_edition_once_a_spell"
            ),
            models.CheckConstraint(
                name="letter_level_is_known", condition=Q(level__gte=1, level__lte=3)
            ),
            models.CheckConstraint(
                name="letter_is_about_arrears",
                condition=Q(principal__gte=0, interest__gte=0)
                & ~Q(principal=0, interest=0)
                & Q(oldest_due__lt=F("issued_on"), late_since__lte=F("issued_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number:03}/SP{self.level}/{self.year}"

    @property
    def arrears(self) -> int:
        """Principal and jasa in arrears on its day."""
        return self.principal + self.interest

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was withdrawn at some time; asks for the withdrawal unless it is loaded."""
        return hasattr(self, "withdrawal")


class LetterWithdrawal(models.Model):
    """A letter that should never have gone out is taken back, with a reason; append-only."""

    letter = models.OneToOneField(ArrearsLetter, models.PROTECT, related_name="withdrawal")
    withdrawn_on = models.DateField("tanggal")
    reason = models.CharField("alasan", max_length=200)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="letter_withdrawals")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="letter_withdrawal_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.withdrawn_on}"
