"""Money of the phases: what came in, what was paid on, what came back; the sub-ledger of grants.

For every entry of this app one row says what it was, so the sums of the rows are the balance of the
trust account on any day (``check_books``). Rows are append-only; a mistake is reversed.
"""

from django.db import models
from django.db.models import Case, F, Q, Sum, When

from grants.models.grants import Grant, Tranche
from grants.models.phases import Allotment, Phase, PhaseSource
from upk.access import Role
from upk.ledger.models import Account, Entry, OfficeRows, Submission
from upk.offices.models import Office, User, Village


class GrantAccounts(models.Model):
    """The accounts that grants of an office are booked on; made with the first receipt.

    ``trust`` belongs to this app alone. Ekonomi goes to ``capital``, the UPK's operational part
    from ``trust`` to ``operating_trust`` and from ``bank`` to ``operating_bank``.
    """

    office = models.OneToOneField(Office, models.PROTECT, related_name="grant_accounts")
    bank = models.ForeignKey(Account, models.PROTECT, related_name="+")
    trust = models.ForeignKey(Account, models.PROTECT, related_name="+")
    capital = models.ForeignKey(Account, models.PROTECT, related_name="+")
    operating_bank = models.ForeignKey(Account, models.PROTECT, related_name="+")
    operating_trust = models.ForeignKey(Account, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.office_id}"


class GrantMoveQuerySet(OfficeRows):
    def visible_to(self, user: User) -> "GrantMoveQuerySet":
        """Rows of the user's office; for a facilitator those of grants of the villages."""
        if user.role == Role.FACILITATOR:
            return self.filter(grant__in=Grant.objects.visible_to(user))
        return super().visible_to(user)

    def standing(self) -> "GrantMoveQuerySet":
        """Rows that were not reversed, without the reversals."""
        return self.filter(reverses__isnull=True, reversed_by__isnull=True)

    def held(self) -> int:
        """What all rows together left in trust. Whole rupiah."""
        return self.aggregate(held=Sum(GrantMove.effect(), default=0))["held"]


class GrantMove(models.Model):
    """What an entry did with a phase's money. ``amount`` is whole rupiah, negative in a reversal.

    A receipt names its source, a tranche and capital their grant, an allotment its kind (and the
    village whose team got it), a return the grant whose team gave back.
    """

    class Kind(models.TextChoices):
        RECEIPT = "terima", "Penerimaan dana"
        TRANCHE = "tahap", "Pencairan ke TPK"
        CAPITAL = "modal", "Menjadi modal dana bergulir"
        ALLOTMENT = "operasional", "Dana operasional"
        RETURN = "kembali", "Pengembalian dari TPK"

    INTO_TRUST = (Kind.RECEIPT, Kind.RETURN)

    office = models.ForeignKey(Office, models.PROTECT, related_name="grant_moves")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="moves")
    kind = models.CharField("jenis", max_length=11, choices=Kind)
    happened_on = models.DateField("tanggal")
    amount = models.BigIntegerField("jumlah")
    source = models.CharField("sumber", max_length=10, choices=PhaseSource.Kind, blank=True)
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, blank=True, related_name="moves")
    tranche = models.ForeignKey(
        Tranche, models.PROTECT, null=True, blank=True, related_name="moves"
    )
    allotment = models.CharField("untuk", max_length=3, choices=Allotment.Kind, blank=True)
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, related_name="grant_moves"
    )
    note = models.CharField("keterangan", max_length=150, blank=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="grant_move")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="grant_moves")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = GrantMoveQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="grant_move_sign_tells_a_reversal",
                condition=Q(reverses__isnull=True, amount__gt=0)
                | Q(reverses__isnull=False, amount__lt=0),
            ),
            models.CheckConstraint(
                name="grant_move_names_what_its_kind_needs",
                condition=(
                    Q(kind="terima", grant__isnull=True, tranche__isnull=True)
                    & Q(allotment="", village__isnull=True)
                    & ~Q(source="")
                )
                | Q(kind="tahap", grant__isnull=False, tranche__isnull=False)
                & Q(source="", allotment="", village__isnull=True)
                | Q(kind__in=["modal", "kembali"], grant__isnull=False, tranche__isnull=True)
                & Q(source="", allotment="", village__isnull=True)
                | (
                    Q(kind="operasional", grant__isnull=True, tranche__isnull=True, source="")
                    & (
                        Q(allotment="upk", village__isnull=True)
                        | Q(allotment="tpk", village__isnull=False)
                    )
                ),
            ),
        ]
        indexes = [models.Index("phase", "happened_on", name="grant_move_by_phase")]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on}"

    @classmethod
    def effect(cls) -> Case:
        """What a row did to the trust, for queries: plus for what came in or back."""
        return Case(When(kind__in=cls.INTO_TRUST, then=F("amount")), default=-F("amount"))
