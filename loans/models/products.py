"""Products, their dated terms and rules, classes of collectibility: settings of lending."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from groups.models import Category
from loans.allocation import PaymentOrder
from loans.collectibility import Basis, ClassRule, ClassSet
from loans.schedule import Method, Period
from upk.ledger.models import Account, OfficeRows, RegisterRows
from upk.money import RoundingMode
from upk.offices.models import Office, validate_code
from upk.trail.trailed import Trailed

METHODS = [
    (Method.FLAT.value, "Flat (tetap)"),
    (Method.DECLINING.value, "Menurun"),
    (Method.ANNUITY.value, "Anuitas"),
]
PERIODS = [(Period.MONTH.value, "Bulanan"), (Period.WEEK.value, "Mingguan")]
ROUNDINGS = [
    (RoundingMode.NEAREST.value, "Terdekat"),
    (RoundingMode.UP.value, "Selalu ke atas"),
    (RoundingMode.DOWN.value, "Selalu ke bawah"),
]
ORDERS = [
    (PaymentOrder.INTEREST_FIRST.value, "Jasa, tunggakan pokok, pokok"),
    (PaymentOrder.PRINCIPAL_FIRST.value, "Tunggakan pokok, pokok, jasa"),
]
BASES = [
    (Basis.MONTHS.value, "Bulan menunggak"),
    (Basis.DAYS.value, "Hari menunggak"),
    (Basis.INSTALMENTS.value, "Kali angsuran menunggak"),
]


class CollectibilitySet(models.Model):
    """A set of classes that the office uses; never changed, a new practice is a new set."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="collectibility_sets")
    code = models.CharField("kode", max_length=20)
    name = models.CharField("nama", max_length=100)
    basis = models.CharField("dasar", max_length=12, choices=BASES, default=Basis.MONTHS.value)

    objects = OfficeRows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("office", "code", name="collectibility_set_code_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    def rule(self, classes: Sequence["CollectibilityClass"] | None = None) -> ClassSet:
        """The set as a value for ``loans.collectibility``; ``classes``: its own, in order."""
        rules = tuple(
            ClassRule(c.code, c.name, c.lower, c.upper, c.provision)
            for c in (self.classes.all() if classes is None else classes)
        )
        return ClassSet(self.code, self.name, Basis(self.basis), rules)


class CollectibilityClass(models.Model):
    """One class: from ``lower`` to ``upper`` (both included; ``None``: no end) of the basis."""

    set = models.ForeignKey(CollectibilitySet, models.PROTECT, related_name="classes")
    position = models.PositiveSmallIntegerField()
    code = models.CharField("kelas", max_length=5)
    name = models.CharField("nama", max_length=50)
    lower = models.PositiveIntegerField("dari")
    upper = models.PositiveIntegerField("sampai", null=True, blank=True)
    provision = models.DecimalField("cadangan (%)", max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["set", "position"]
        constraints = [
            models.UniqueConstraint("set", "position", name="collectibility_class_position_unique"),
            models.UniqueConstraint("set", "code", name="collectibility_class_code_unique"),
            models.CheckConstraint(
                name="collectibility_provision_is_a_percentage",
                condition=Q(provision__gte=0, provision__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Product(Trailed):
    """A kind of loan with its ledger accounts.

    The accounts aren't dated: each posting says for ever which account it went to. The
    receivable can't change once a loan was disbursed, since its balance must equal the loans.
    ``rescheduling`` holds a loan for the moment between the old schedule and the new one: no
    cash moves, and it is empty at the end of every day.
    """

    ACCOUNTS = (
        "receivable", "interest_income", "penalty_income", "cash", "allowance",
        "provision_expense", "rebate_expense", "recovery_income", "rescheduling",
    )  # fmt: skip

    office = models.ForeignKey(Office, models.PROTECT, related_name="products")
    code = models.CharField("kode", max_length=10, validators=[validate_code])
    name = models.CharField("nama", max_length=100)
    category = models.CharField("jenis kelompok", max_length=5, choices=Category)
    women_only = models.BooleanField("khusus perempuan", default=False)
    receivable = models.OneToOneField(Account, models.PROTECT, related_name="+")
    interest_income = models.ForeignKey(Account, models.PROTECT, related_name="+")
    penalty_income = models.ForeignKey(Account, models.PROTECT, related_name="+")
    cash = models.ForeignKey(Account, models.PROTECT, related_name="+")
    allowance = models.ForeignKey(Account, models.PROTECT, related_name="+")
    provision_expense = models.ForeignKey(Account, models.PROTECT, related_name="+")
    rebate_expense = models.ForeignKey(Account, models.PROTECT, related_name="+")
    recovery_income = models.ForeignKey(Account, models.PROTECT, related_name="+")
    rescheduling = models.ForeignKey(Account, models.PROTECT, related_name="+")
    is_active = models.BooleanField("dipakai", default=True)

    objects = RegisterRows.as_manager()

    class Meta:
        ordering = ["-women_only", "code"]  # SPP before UEP, as on paper
        constraints = [
            models.UniqueConstraint("office", "code", name="product_code_unique_in_office"),
        ]

    def __str__(self) -> str:
        return self.code


class TermsFields(models.Model):
    """Terms of lending, the same columns for a product's dated terms and a loan's own copy."""

    rate = models.DecimalField(
        "jasa (% per bulan)",
        max_digits=6,
        decimal_places=4,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(20))],
    )
    method = models.CharField(
        "cara hitung jasa", max_length=10, choices=METHODS, default=Method.FLAT.value
    )
    period = models.CharField("jadwal", max_length=5, choices=PERIODS, default=Period.MONTH.value)
    tenor = models.PositiveSmallIntegerField(
        "jangka", validators=[MinValueValidator(1), MaxValueValidator(260)]
    )
    principal_every = models.PositiveSmallIntegerField("pokok setiap (0: di akhir)", default=1)
    interest_every = models.PositiveSmallIntegerField("jasa setiap", default=1)
    grace = models.PositiveSmallIntegerField("tenggang pokok", default=0)
    rounding_step = models.PositiveIntegerField("pembulatan ke", default=1)
    rounding = models.CharField(
        "cara pembulatan", max_length=8, choices=ROUNDINGS, default=RoundingMode.NEAREST.value
    )
    payment_order = models.CharField(
        "urutan pembayaran",
        max_length=16,
        choices=ORDERS,
        default=PaymentOrder.INTEREST_FIRST.value,
    )
    cutoff_day = models.PositiveSmallIntegerField(
        "tanggal batas pencairan", null=True, blank=True, validators=[MaxValueValidator(31)]
    )

    TERMS = (
        "rate", "method", "period", "tenor", "principal_every", "interest_every", "grace",
        "rounding_step", "rounding", "payment_order", "cutoff_day",
    )  # fmt: skip

    class Meta:
        abstract = True

    def terms_values(self) -> dict:
        """The terms' columns by name, to copy them into another row."""
        return {name: getattr(self, name) for name in self.TERMS}


class DatedQuerySet(models.QuerySet):
    def in_force(self, on: date) -> "DatedQuerySet":
        """Rows that had begun on that day, the newest first."""
        return self.filter(since__lte=on).order_by("-since", "-id")


class ProductTerms(TermsFields):
    """Terms that new loans of a product get from ``since`` on, and the classes used since."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="terms")
    since = models.DateField("berlaku mulai")
    collectibility = models.ForeignKey(CollectibilitySet, models.PROTECT, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint("product", "since", name="product_terms_one_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.since}"


class LendingRules(models.Model):
    """What an office lends at the most, rebates and asks of a loan of a product, from a day on.

    Unit: whole rupiah; an empty limit is none. Append-only. Without a row in force nothing is
    limited, there is no rebate, and early settlement asks for all jasa. ``cash_reserve`` stays in
    the product's account: the waiting list doesn't promise it. Source: domain.md 3 and 12.
    """

    class RebateTiming(models.TextChoices):
        NEVER = "never", "Tidak ada"
        INSTALMENT = "instalment", "Setiap angsuran"
        SETTLEMENT = "settlement", "Saat lunas"

    class WaitingOrder(models.TextChoices):
        DATE = "date", "Tanggal persetujuan"
        PRIORITY = "priority", "Desa prioritas, lalu tanggal persetujuan"

    product = models.ForeignKey(Product, models.PROTECT, related_name="rules")
    since = models.DateField("berlaku mulai")
    min_members = models.PositiveSmallIntegerField(
        "pemanfaat paling sedikit", null=True, blank=True
    )
    max_members = models.PositiveSmallIntegerField("pemanfaat paling banyak", null=True, blank=True)
    max_share = models.BigIntegerField("paling banyak per pemanfaat", null=True, blank=True)
    max_beginner = models.BigIntegerField("paling banyak, kelompok pemula", null=True, blank=True)
    max_growing = models.BigIntegerField(
        "paling banyak, kelompok berkembang", null=True, blank=True
    )
    max_mature = models.BigIntegerField("paling banyak, kelompok matang", null=True, blank=True)
    full_interest_when_early = models.BooleanField("jasa penuh bila lunas awal", default=True)
    rebate_timing = models.CharField(
        "IPTW dibayar", max_length=10, choices=RebateTiming, default=RebateTiming.NEVER
    )
    rebate_percent = models.DecimalField(
        "IPTW (% dari jasa)", max_digits=5, decimal_places=2, default=Decimal(0)
    )
    rebate_days = models.PositiveSmallIntegerField("toleransi hari", default=0)
    waiting_order = models.CharField(
        "urutan daftar tunggu", max_length=10, choices=WaitingOrder, default=WaitingOrder.DATE
    )
    cash_reserve = models.BigIntegerField("saldo yang tidak dipinjamkan", default=0)
    rounds_per_member = models.BooleanField("angsuran dibulatkan per pemanfaat", default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint("product", "since", name="lending_rules_one_per_day"),
            models.CheckConstraint(
                name="lending_rules_rebate_is_a_percentage",
                condition=Q(rebate_percent__gte=0, rebate_percent__lte=100),
            ),
            models.CheckConstraint(
                name="lending_rules_reserve_not_negative", condition=Q(cash_reserve__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since}"


class LendingCeiling(models.Model):
    """The next loan at the most, in percent of the last, after its worst class was this one.

    An empty ``percent`` is no ceiling (the loan may rise), 0 is none until the last is settled.
    """

    rules = models.ForeignKey(LendingRules, models.PROTECT, related_name="ceilings")
    class_code = models.CharField("kelas terburuk", max_length=5)
    percent = models.PositiveSmallIntegerField("% dari pinjaman lalu", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("rules", "class_code", name="lending_ceiling_one_per_class"),
        ]

    def __str__(self) -> str:
        return f"{self.class_code}: {self.percent}"
