"""Loans, the steps of their lives with the amounts of each step, their schedules."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from groups.models import Group
from loans.models.products import Product, TermsFields
from loans.schedule import (
    InstalmentRow,
    Method,
    Period,
    Terms,
    build_schedule,
    carry_interest,
)
from upk.access import Role
from upk.ledger.models import Entry, Submission
from upk.money import RoundingMode
from upk.offices.models import Decision, Office, Person, User
from upk.trail.told import Told
from upk.trail.trailed import Trailed, TrailedQuerySet


class LoanQuerySet(TrailedQuerySet):
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
        """Loans whose money was out at the end of ``as_of``, or had been and was owed or paid.

        The one definition of a cancelled disbursement: what was taken back up to and including
        that day was never lent, as seen from it. Cancelling is for good.
        """
        cancelled = LoanStep.objects.filter(
            loan=OuterRef("pk"), to_status=Loan.Status.CANCELLED, happened_on__lte=as_of
        )
        # The status first: it spares all other loans the look at their steps.
        taken_back = Q(status=Loan.Status.CANCELLED) & Q(Exists(cancelled))
        return self.filter(disbursed_on__lte=as_of).exclude(taken_back)


class Loan(Trailed, TermsFields):
    """A loan to a group, from the proposal on.

    ``principal`` and the shares are the amounts of the last step: proposed, verified, approved.
    What each step said stays in ``LoanStep`` and ``StepShare``. ``status`` is a copy for lists
    and locks; no as-of report reads it. ``carried_interest`` is unpaid jasa of the loan that this
    one reschedules: it is spread over the rows on top of the terms, and income when it is paid.
    ``rounds_per_member`` is the office's rule on the day of the disbursement (``loans.members``).
    """

    TRAIL = Told(copies=("status", "disbursed_on", "disbursement", "rounds_per_member"))

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
    OPEN = (Status.PROPOSED, Status.VERIFIED, Status.WAITING)
    """Asked for and not yet paid out or refused."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="loans")
    group = models.ForeignKey(Group, models.PROTECT, related_name="loans")
    product = models.ForeignKey(Product, models.PROTECT, related_name="loans")
    code = models.CharField("nomor pinjaman", max_length=30)
    status = models.CharField("status", max_length=1, choices=Status, default=Status.PROPOSED)
    principal = models.BigIntegerField("alokasi")
    proposed_on = models.DateField("tanggal usulan")
    approved_on = models.DateField("tanggal persetujuan", null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="keputusan"
    )
    # No unique key: a rescheduling that was undone leaves its cancelled loan (``loans.guards``).
    rescheduled_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="rescheduled_to"
    )
    carried_interest = models.BigIntegerField("jasa bawaan", default=0)
    payment_day = models.PositiveSmallIntegerField(
        "tanggal angsuran", null=True, blank=True, validators=[MaxValueValidator(31)]
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="loans"
    )
    rounds_per_member = models.BooleanField("angsuran dibulatkan per pemanfaat", default=False)
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
                name="loan_approved_iff_its_status_says_so",
                condition=Q(status__in=["P", "V"], approved_on__isnull=True)
                | Q(status="T")
                | (~Q(status__in=["P", "V", "T"]) & Q(approved_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="loan_approved_after_proposal",
                condition=Q(approved_on__isnull=True) | Q(approved_on__gte=F("proposed_on")),
            ),
            models.CheckConstraint(
                name="loan_carries_interest_of_another",
                condition=Q(carried_interest=0)
                | Q(carried_interest__gt=0, rescheduled_from__isnull=False),
            ),
            models.CheckConstraint(
                name="loan_disbursed_after_approval",
                condition=Q(disbursed_on__isnull=True) | Q(disbursed_on__gte=F("approved_on")),
            ),
        ]
        indexes = [models.Index("office", "status", name="loan_by_status")]

    def __str__(self) -> str:
        return self.code

    def build_rows(self, disbursed_on=None) -> list[InstalmentRow]:
        """The schedule if the loan is paid out on a day: of its terms, with jasa carried along."""
        rows = build_schedule(self.schedule_terms(disbursed_on))
        return carry_interest(rows, self.carried_interest)

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


class Share(Trailed):
    """A member's part of the loan as of its last step; frozen once the loan is disbursed."""

    TRAIL = Told(person="person_id", office="loan.office_id")

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


class LoanStepQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "LoanStepQuerySet":
        """Steps of loans that the user may see."""
        return self.filter(loan__in=Loan.objects.visible_to(user))


class LoanStep(models.Model):
    """A dated step of a loan's life. What a loan was on a day follows from these rows.

    ``amount`` is what was proposed, verified or approved (whole rupiah) for the group, with a
    ``StepShare`` for each member; empty for other steps. Allowed steps: ``loans.lifecycle``.
    """

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="steps")
    from_status = models.CharField(max_length=1, choices=Loan.Status, blank=True)
    to_status = models.CharField(max_length=1, choices=Loan.Status)
    happened_on = models.DateField("tanggal")
    amount = models.BigIntegerField("jumlah", null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="keputusan"
    )
    reason = models.CharField("alasan", max_length=250, blank=True)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = LoanStepQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.from_status}→{self.to_status}"


class StepShare(models.Model):
    """What a step gave one member: proposed, verified or approved. Whole rupiah; 0 is nothing."""

    step = models.ForeignKey(LoanStep, models.PROTECT, related_name="shares")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    amount = models.BigIntegerField("jumlah")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("step", "person", name="step_share_one_per_member"),
            models.CheckConstraint(name="step_share_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"


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
