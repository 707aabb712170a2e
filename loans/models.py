"""Loans to groups: products and their dated terms, loans, schedules, repayments.

Money rows (``Instalment``, ``Repayment``) and the steps of a loan's life are append-only;
a disbursed loan's terms and shares are frozen (``loans.guards``). Balances, arrears and classes
are never stored: ``loans.portfolio`` computes them from these rows as of a date.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from groups.models import Category, Group
from loans.allocation import PaymentOrder
from loans.collectibility import Basis, ClassRule, ClassSet
from loans.schedule import Method, Period, Terms
from upk.access import Role
from upk.ledger.models import Account, Entry, OfficeRows, Submission
from upk.money import RoundingMode
from upk.offices.models import Office, Person, User, validate_code

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


class Product(models.Model):
    """A kind of loan with its ledger accounts.

    The accounts aren't dated: each posting says for ever which account it went to. The
    receivable can't change once a loan was disbursed, since its balance must equal the loans.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="products")
    code = models.CharField("kode", max_length=10, validators=[validate_code])
    name = models.CharField("nama", max_length=100)
    category = models.CharField("jenis kelompok", max_length=5, choices=Category)
    women_only = models.BooleanField("khusus perempuan", default=False)
    receivable = models.OneToOneField(Account, models.PROTECT, related_name="+")
    interest_income = models.ForeignKey(Account, models.PROTECT, related_name="+")
    penalty_income = models.ForeignKey(Account, models.PROTECT, related_name="+")
    cash = models.ForeignKey(Account, models.PROTECT, related_name="+")
    is_active = models.BooleanField("dipakai", default=True)

    objects = OfficeRows.as_manager()

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


class ProductTermsQuerySet(models.QuerySet):
    def in_force(self, on) -> "ProductTermsQuerySet":
        """Terms that had begun on that day, the newest first."""
        return self.filter(since__lte=on).order_by("-since", "-id")


class ProductTerms(TermsFields):
    """Terms that new loans of a product get from ``since`` on, and the classes used since."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="terms")
    since = models.DateField("berlaku mulai")
    collectibility = models.ForeignKey(CollectibilitySet, models.PROTECT, related_name="+")

    objects = ProductTermsQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint("product", "since", name="product_terms_one_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.since}"


class LoanQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "LoanQuerySet":
        """The one place that says which loans a user may see: those of visible groups."""
        if user.role == Role.DISTRICT:
            return self.none()
        loans = self.filter(office_id=user.office_id)
        if user.role == Role.FACILITATOR:
            return loans.filter(group__village_id__in=user.village_ids)
        return loans

    def active(self) -> "LoanQuerySet":
        """Loans that can be paid now."""
        return self.filter(status=Loan.Status.ACTIVE)

    def matching(self, text: str) -> "LoanQuerySet":
        """Loans whose code, group or village contains ``text``."""
        return self.filter(
            Q(code__icontains=text)
            | Q(group__name__icontains=text)
            | Q(group__village__name__icontains=text)
        )

    def disbursed_by(self, as_of) -> "LoanQuerySet":
        """Loans disbursed up to and including ``as_of``."""
        return self.filter(disbursed_on__lte=as_of)


class Loan(TermsFields):
    """A loan to a group. ``status`` is a copy for lists and locks; no as-of report reads it."""

    class Status(models.TextChoices):
        PROPOSED = "P", "Usulan"
        VERIFIED = "V", "Terverifikasi"
        WAITING = "W", "Menunggu pencairan"
        ACTIVE = "A", "Aktif"
        SETTLED = "L", "Lunas"
        RESCHEDULED = "R", "Dijadwal ulang"
        WRITTEN_OFF = "H", "Dihapus"
        REFUSED = "T", "Ditolak"
        CANCELLED = "X", "Batal"

    NOT_DISBURSED = (Status.PROPOSED, Status.VERIFIED, Status.WAITING, Status.REFUSED)

    office = models.ForeignKey(Office, models.PROTECT, related_name="loans")
    group = models.ForeignKey(Group, models.PROTECT, related_name="loans")
    product = models.ForeignKey(Product, models.PROTECT, related_name="loans")
    code = models.CharField("nomor pinjaman", max_length=30)
    status = models.CharField("status", max_length=1, choices=Status, default=Status.WAITING)
    principal = models.BigIntegerField("alokasi")
    approved_on = models.DateField("tanggal persetujuan")
    decision = models.CharField("nomor keputusan", max_length=60, blank=True)
    payment_day = models.PositiveSmallIntegerField(
        "tanggal angsuran", null=True, blank=True, validators=[MaxValueValidator(31)]
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="loans"
    )
    disbursed_on = models.DateField("tanggal cair", null=True, blank=True)
    disbursement = models.OneToOneField(
        Entry, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LoanQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint("office", "code", name="loan_code_unique_in_office"),
            models.CheckConstraint(name="loan_principal_positive", condition=Q(principal__gt=0)),
            models.CheckConstraint(
                name="loan_disbursed_iff_its_status_says_so",
                condition=Q(
                    status__in=["P", "V", "W", "T"],
                    disbursed_on__isnull=True,
                    disbursement__isnull=True,
                )
                | (
                    Q(disbursed_on__isnull=False, disbursement__isnull=False)
                    & ~Q(status__in=["P", "V", "W", "T"])
                ),
            ),
            models.CheckConstraint(
                name="loan_disbursed_after_approval",
                condition=Q(disbursed_on__isnull=True) | Q(disbursed_on__gte=F("approved_on")),
            ),
        ]
        indexes = [models.Index("office", "status", name="loan_by_status")]

    def __str__(self) -> str:
        return self.code

    def schedule_terms(self, disbursed_on=None) -> Terms:
        """The loan's terms as a value for ``loans.schedule``."""
        return Terms(
            principal=self.principal,
            rate=self.rate,
            method=Method(self.method),
            tenor=self.tenor,
            principal_every=self.principal_every,
            interest_every=self.interest_every,
            grace=self.grace,
            step=self.rounding_step,
            rounding=RoundingMode(self.rounding),
            disbursed_on=disbursed_on or self.disbursed_on,
            payment_day=self.payment_day,
            cutoff_day=self.cutoff_day,
            period=Period(self.period),
        )


class Share(models.Model):
    """A member's part of the loan; frozen once the loan is disbursed."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="shares")
    person = models.ForeignKey(Person, models.PROTECT, related_name="shares")
    principal = models.BigIntegerField("alokasi")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("loan", "person", name="share_one_per_member"),
            models.CheckConstraint(name="share_positive", condition=Q(principal__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.principal}"


class LoanStep(models.Model):
    """A dated step of a loan's life. What a loan was on a day follows from these rows."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="steps")
    from_status = models.CharField(max_length=1, choices=Loan.Status, blank=True)
    to_status = models.CharField(max_length=1, choices=Loan.Status)
    happened_on = models.DateField("tanggal")
    reason = models.CharField("alasan", max_length=250, blank=True)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.from_status}→{self.to_status}"


class Instalment(models.Model):
    """A row of the schedule, written at disbursement and never changed."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="instalments")
    n = models.PositiveSmallIntegerField("ke")
    due_on = models.DateField("jatuh tempo")
    principal = models.BigIntegerField("pokok")
    interest = models.BigIntegerField("jasa")

    class Meta:
        ordering = ["loan", "n"]
        constraints = [
            models.UniqueConstraint("loan", "n", name="instalment_number_unique"),
            models.UniqueConstraint("loan", "due_on", name="instalment_due_date_unique"),
            models.CheckConstraint(
                name="instalment_not_negative", condition=Q(principal__gte=0, interest__gte=0)
            ),
        ]
        indexes = [models.Index("due_on", name="instalment_by_due_date")]

    def __str__(self) -> str:
        return f"{self.n}"


class RepaymentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RepaymentQuerySet":
        """Repayments of loans that the user may see."""
        if user.role == Role.DISTRICT:
            return self.none()
        repayments = self.filter(office_id=user.office_id)
        if user.role == Role.FACILITATOR:
            return repayments.filter(loan__group__village_id__in=user.village_ids)
        return repayments

    def until(self, as_of) -> "RepaymentQuerySet":
        """Repayments up to and including ``as_of``."""
        return self.filter(paid_on__lte=as_of)


class Repayment(models.Model):
    """Money (or another event) that lowers what a group owes; append-only.

    The receipt's number is that of the entry's voucher. A reversal points to its target, once,
    with the amounts negated, so that sums over dates need no special case.
    """

    class Kind(models.TextChoices):
        CASH = "cash", "Angsuran"
        OPENING = "opening", "Dibayar sebelum pindahan"
        RESCHEDULED = "rescheduled", "Dijadwal ulang"
        WRITTEN_OFF = "written_off", "Dihapus"
        DEATH = "death", "Meninggal"
        REVERSAL = "reversal", "Pembatalan"

    PAID = (Kind.CASH, Kind.OPENING)
    """Kinds that count as paid in the repayment rate, with their reversals."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="repayments")
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="repayments")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CASH)
    paid_on = models.DateField("tanggal")
    principal = models.BigIntegerField("pokok")
    interest = models.BigIntegerField("jasa")
    penalty = models.BigIntegerField("denda", default=0)
    paid_in_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="penyetor"
    )
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="repayment")
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="repayments"
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    reason = models.CharField("alasan", max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = RepaymentQuerySet.as_manager()

    class Meta:
        ordering = ["paid_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="repayment_reverses_iff_reversal",
                condition=Q(kind="reversal", reverses__isnull=False)
                | (~Q(kind="reversal") & Q(reverses__isnull=True)),
            ),
            models.CheckConstraint(
                name="repayment_amounts_have_one_sign",
                condition=Q(kind="reversal", principal__lte=0, interest__lte=0, penalty__lte=0)
                | (~Q(kind="reversal") & Q(principal__gte=0, interest__gte=0, penalty__gte=0)),
            ),
            models.CheckConstraint(
                name="repayment_moves_something",
                condition=~Q(principal=0, interest=0, penalty=0),
            ),
        ]
        indexes = [
            models.Index("office", "paid_on", name="repayment_by_date"),
            # As for ledger entries: of reversals alone.
            models.Index(
                "reverses", name="repayment_by_target", condition=Q(reverses__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paid_on}"

    @property
    def amount(self) -> int:
        """Whole rupiah that changed hands."""
        return self.principal + self.interest + self.penalty
