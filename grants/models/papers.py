"""What a village team hands in and what is found in the field; append-only.

A paper that was wrong is replaced by a newer one (``replaces``), as long as nothing was paid on it.
"""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from grants.models.grants import BudgetLine, Grant, Tranche
from maintenance.models import Infrastructure
from upk.ledger.models import Submission
from upk.offices.models import StoredFile, User


class GrantPaperQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "GrantPaperQuerySet":
        return self.filter(grant__in=Grant.objects.visible_to(user))

    def standing(self) -> "GrantPaperQuerySet":
        """Papers that no newer one replaced."""
        return self.filter(replaced_by__isnull=True)


class GrantPaper(models.Model):
    """A paper of a grant. ``amount`` is whole rupiah: what is planned, or what was used.

    Plans (RPD) and use reports (LPD) are of a tranche; a use report of 0 says that the one which it
    replaces is withdrawn. A field check (form 28.a) says how far the
    work is (``percent``), a meeting how many came; both whether they were content (``is_passed``).
    ``lama`` stands for meeting and final report of a grant that ended in the books before these.
    """

    class Kind(models.TextChoices):
        PLAN = "rpd", "Rencana Penggunaan Dana (RPD)"
        USE = "lpd", "Laporan Penggunaan Dana (LPD)"
        CHECK = "cek", "Pemeriksaan lapangan"
        MEETING = "mus", "Musyawarah pertanggungjawaban"
        FINAL = "akhir", "Laporan akhir"
        OLD_END = "lama", "Selesai menurut pembukuan lama"

    OF_TRANCHE = (Kind.PLAN, Kind.USE)
    JUDGED = (Kind.CHECK, Kind.MEETING)

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="papers")
    kind = models.CharField("jenis", max_length=5, choices=Kind)
    tranche = models.ForeignKey(
        Tranche, models.PROTECT, null=True, blank=True, related_name="papers"
    )
    made_on = models.DateField("tanggal")
    amount = models.BigIntegerField("jumlah", null=True, blank=True)
    percent = models.DecimalField(
        "kemajuan fisik", max_digits=5, decimal_places=2, null=True, blank=True
    )
    attendance = models.PositiveIntegerField("peserta", null=True, blank=True)
    is_passed = models.BooleanField("diterima", null=True, blank=True)
    made_by_name = models.CharField("oleh", max_length=120, blank=True)
    note = models.CharField("catatan", max_length=250, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="grant_papers"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="grant_papers")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = GrantPaperQuerySet.as_manager()

    class Meta:
        ordering = ["made_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="grant_paper_says_what_its_kind_needs",
                condition=Q(kind__in=["rpd", "lpd"], tranche__isnull=False, amount__gt=0)
                | Q(kind="lpd", tranche__isnull=False, amount=0, replaces__isnull=False)
                | Q(
                    kind="cek", tranche__isnull=True, is_passed__isnull=False,
                    percent__gte=0, percent__lte=100,
                )
                | Q(
                    kind="mus", tranche__isnull=True, is_passed__isnull=False, attendance__gt=0
                )
                | Q(kind="akhir", tranche__isnull=True, file__isnull=False)
                | Q(kind="lama", tranche__isnull=True),
            ),
        ]  # fmt: skip
        indexes = [models.Index("grant", "kind", name="grant_paper_by_kind")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """``RPD tahap 2``; needs the tranche where there is one."""
        short = {"rpd": "RPD", "lpd": "LPD"}.get(self.kind, self.get_kind_display())
        return f"{short} tahap {self.tranche.number}" if self.tranche_id else short


class PaperLine(models.Model):
    """What a plan spends on a line of the budget. Whole rupiah; all lines are the plan's amount."""

    paper = models.ForeignKey(GrantPaper, models.PROTECT, related_name="lines")
    budget_line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="planned")
    amount = models.BigIntegerField("jumlah")

    class Meta:
        ordering = ["paper", "budget_line__position"]
        constraints = [
            models.UniqueConstraint("paper", "budget_line", name="paper_line_once"),
            models.CheckConstraint(name="paper_line_is_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"


class PlanApproval(models.Model):
    """The manager's word that the money of a plan may be paid; whoever gave it can't pay it."""

    paper = models.OneToOneField(GrantPaper, models.PROTECT, related_name="approval")
    approved_on = models.DateField("tanggal persetujuan")
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.approved_on}"


class ContributionQuerySet(models.QuerySet):
    def standing(self) -> "ContributionQuerySet":
        """Rows that no newer one replaced."""
        return self.filter(replaced_by__isnull=True)


class Contribution(models.Model):
    """What a village gave to its grant (swadaya), valued in whole rupiah.

    Work is counted in days (HOK). A wrong row is replaced; a replacement of 0 says that there was
    nothing.
    """

    class Kind(models.TextChoices):
        MONEY = "uang", "Uang"
        MATERIAL = "bahan", "Bahan"
        WORK = "tenaga", "Tenaga kerja"
        LAND = "lahan", "Lahan"

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="contributions")
    kind = models.CharField("bentuk", max_length=6, choices=Kind)
    given_on = models.DateField("tanggal")
    amount = models.BigIntegerField("nilai")
    quantity = models.DecimalField("volume", max_digits=10, decimal_places=2, null=True, blank=True)
    unit = models.CharField("satuan", max_length=20, blank=True)
    note = models.CharField("uraian", max_length=150, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="contributions")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["given_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="contribution_is_worth_something",
                condition=Q(amount__gt=0) | Q(amount=0, replaces__isnull=False),
            ),
            models.CheckConstraint(
                name="contribution_counted_unless_money",
                condition=Q(kind="uang", quantity__isnull=True, unit="")
                | (~Q(kind="uang") & Q(quantity__gt=0) & ~Q(unit="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class Progress(models.Model):
    """How far the work was on a day; the newest row counts. Less than before needs a reason."""

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="progress")
    measured_on = models.DateField("tanggal")
    percent = models.DecimalField("kemajuan fisik (%)", max_digits=5, decimal_places=2)
    reason = models.CharField("alasan turun", max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="grant_progress"
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="grant_progress")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["measured_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="progress_is_a_percentage",
                condition=Q(percent__gte=0, percent__lte=Decimal(100)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measured_on}: {self.percent}"


class GrantFinish(models.Model):
    """A grant that is done: its final report and, for physical work, what stands now."""

    grant = models.OneToOneField(Grant, models.PROTECT, related_name="finish")
    paper = models.OneToOneField(GrantPaper, models.PROTECT, related_name="finish")
    infrastructure = models.OneToOneField(
        Infrastructure, models.PROTECT, null=True, blank=True, related_name="grant_finish"
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="grant_finishes")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.grant_id}"
