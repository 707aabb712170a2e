"""What the verification team sees: the papers of a proposal, and a form for each member.

The rows may be written while the loan is a proposal, and are frozen from its verification on; a
step back opens them again (``loans.guards``). Lines come from the office's dated lists.
"""

from django.db import models
from django.db.models import Q

from loans.models.loans import Loan
from upk.offices.models import ChecklistItem, Person, User
from upk.trail.told import Told
from upk.trail.trailed import Trailed


class PaperCheck(Trailed):
    """Whether a paper of the proposal is there and will do."""

    TRAIL = Told(office="loan.office_id")

    class Status(models.TextChoices):
        ENOUGH = "C", "Cukup"
        LACKING = "K", "Kurang"
        MISSING = "TA", "Tidak ada"

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="paper_checks")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")
    status = models.CharField("status", max_length=2, choices=Status)
    note = models.CharField("catatan", max_length=200, blank=True)

    class Meta:
        ordering = ["item__position"]
        constraints = [
            models.UniqueConstraint("loan", "item", name="paper_check_one_per_item"),
        ]

    def __str__(self) -> str:
        return self.status


class MemberVerification(Trailed):
    """The form about one member: identity, household's month, what the team recommends.

    Unit: whole rupiah, income and cost per month. ``recommended`` is the team's proposal for this
    member; what the step of the loan says is the group's decision.
    """

    TRAIL = Told(
        copies=("checked_at",),
        private=("income", "cost", "recommended", "note"),
        person="person_id",
        office="loan.office_id",
        is_named_after_person=True,
    )

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="member_checks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    identity_matches = models.BooleanField("KTP asli dilihat dan cocok")
    income = models.BigIntegerField("pendapatan rumah tangga per bulan")
    cost = models.BigIntegerField("biaya rumah tangga per bulan")
    recommended = models.BigIntegerField("rekomendasi")
    note = models.CharField("catatan", max_length=250, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("loan", "person", name="member_verification_one_per_member"),
            models.CheckConstraint(
                name="member_verification_not_negative",
                condition=Q(income__gte=0, cost__gte=0, recommended__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommended}"


class MemberAnswer(Trailed):
    """A member's answer to a question of the office's list."""

    TRAIL = Told(
        private=("is_yes",),
        person="verification.person_id",
        office="verification.loan.office_id",
        is_named_after_person=True,
    )

    verification = models.ForeignKey(MemberVerification, models.PROTECT, related_name="answers")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")
    is_yes = models.BooleanField("jawaban")

    class Meta:
        ordering = ["item__position"]
        constraints = [
            models.UniqueConstraint("verification", "item", name="member_answer_one_per_item"),
        ]

    def __str__(self) -> str:
        return "ya" if self.is_yes else "tidak"
