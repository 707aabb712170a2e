"""What the office owns: classes, acquisitions, the things themselves and what became of them.

``AssetMove`` is the sub-ledger: for every entry of this app it says which thing's cost and
accumulated depreciation changed. Its sums are the balances of the classes' accounts on any day
(``checks``). Rows are append-only; what is taken back is the reversed entry and a mirrored move.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q, Sum

from upk.ledger.models import Account, Entry, OfficeRows, RegisterRows, Submission
from upk.offices.models import Office, User
from upk.trail.trailed import Trailed


class AssetClass(Trailed):
    """A kind of thing, with the accounts that its entries use; those of the balance stay.

    Land has no ``accumulated`` and no ``expense``. Several classes may share accounts.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="asset_classes")
    name = models.CharField("nama", max_length=60)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="akun")
    accumulated = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="akun akumulasi penyusutan",
    )  # fmt: skip
    expense = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="akun beban penyusutan",
    )  # fmt: skip
    gain = models.ForeignKey(
        Account, models.PROTECT, related_name="+", verbose_name="akun laba pelepasan"
    )
    loss = models.ForeignKey(
        Account, models.PROTECT, related_name="+", verbose_name="akun rugi pelepasan"
    )
    is_active = models.BooleanField("dipakai", default=True)

    objects = RegisterRows.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("office", "name", name="asset_class_name_unique_in_office"),
            models.CheckConstraint(
                name="asset_class_wears_out_or_not",
                condition=Q(accumulated__isnull=True, expense__isnull=True)
                | Q(accumulated__isnull=False, expense__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def months_on(self, day: date) -> int | None:
        """The useful life in force on that day; ``None`` where it doesn't wear out."""
        if self.accumulated_id is None:
            return None
        life = self.lives.filter(since__lte=day).order_by("-since").first()
        life = life or self.lives.order_by("since").first()
        return life and life.months


class UsefulLife(models.Model):
    """How many months a class lasts, for what is acquired from a day on; append-only."""

    asset_class = models.ForeignKey(AssetClass, models.PROTECT, related_name="lives")
    since = models.DateField("berlaku mulai")
    months = models.PositiveSmallIntegerField("masa manfaat (bulan)")

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint("asset_class", "since", name="useful_life_one_per_day"),
            models.CheckConstraint(
                name="useful_life_is_a_life", condition=Q(months__gte=1, months__lte=1200)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.months} bulan sejak {self.since}"


class AcquisitionQuerySet(OfficeRows):
    def standing(self) -> "AcquisitionQuerySet":
        """Those whose entry was not reversed."""
        return self.filter(entry__reversed_by__isnull=True)


class Acquisition(models.Model):
    """Things of one kind that came into the books with one entry. Whole rupiah, each.

    ``opening`` is what was depreciated before an asset was taken over. The months and where they
    begin are copied here, so that a new useful life changes nothing that is there already.
    """

    class Kind(models.TextChoices):
        PURCHASE = "purchase", "Pembelian"
        OPENING = "opening", "Saldo awal"

    office = models.ForeignKey(Office, models.PROTECT, related_name="acquisitions")
    asset_class = models.ForeignKey(AssetClass, models.PROTECT, related_name="acquisitions")
    kind = models.CharField("cara", max_length=8, choices=Kind)
    name = models.CharField("nama barang", max_length=100)
    bought_on = models.DateField("tanggal beli")
    happened_on = models.DateField("tanggal bukti")
    quantity = models.PositiveSmallIntegerField("jumlah barang")
    unit_cost = models.BigIntegerField("harga satuan")
    opening = models.BigIntegerField("penyusutan sebelumnya, setiap barang", default=0)
    months = models.PositiveSmallIntegerField("masa manfaat (bulan)", null=True, blank=True)
    begins = models.DateField("disusutkan mulai bulan")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="acquisition")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="acquisitions")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AcquisitionQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="acquisition_is_worth_something",
                condition=Q(quantity__gte=1, unit_cost__gte=1, opening__gte=0)
                & Q(opening__lt=F("unit_cost")),
            ),
            models.CheckConstraint(
                name="acquisition_new_things_are_new",
                condition=Q(kind="opening", bought_on__lte=F("happened_on"))
                | Q(kind="purchase", bought_on=F("happened_on"), opening=0),
            ),
            models.CheckConstraint(
                name="acquisition_wears_out_by_months",
                condition=Q(months__gte=1) | Q(months__isnull=True, opening=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Condition(models.TextChoices):
    """What a look at a thing finds."""

    GOOD = "good", "Baik"
    SLIGHT = "slight", "Rusak ringan"
    HEAVY = "heavy", "Rusak berat"
    MISSING = "missing", "Hilang"


class AssetQuerySet(OfficeRows):
    def with_values(self, as_of: date) -> "AssetQuerySet":
        """Annotate ``cost`` and ``worn``: whole rupiah in the books at the end of ``as_of``."""
        until = Q(moves__happened_on__lte=as_of)
        return self.annotate(
            cost=Sum("moves__cost", filter=until, default=0),
            worn=Sum("moves__accumulated", filter=until, default=0),
        ).annotate(value=F("cost") - F("worn"))

    def held(self, as_of: date) -> "AssetQuerySet":
        """Those that were in the books at the end of ``as_of``, with their values."""
        return self.with_values(as_of).filter(cost__gt=0)

    def with_condition(self, as_of: date) -> "AssetQuerySet":
        """Annotate ``condition`` and ``location`` as last looked at by ``as_of``."""
        looks = ConditionCheck.objects.filter(asset=models.OuterRef("pk"), checked_on__lte=as_of)
        last = looks.order_by("-checked_on", "-id")
        return self.annotate(
            condition=models.Subquery(last.values("condition")[:1]),
            location=models.Subquery(last.values("location")[:1]),
        )


class Asset(models.Model):
    """One thing, with the number that is painted on it; numbers have no gaps in an office."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="assets")
    acquisition = models.ForeignKey(Acquisition, models.PROTECT, related_name="assets")
    number = models.PositiveIntegerField("nomor")

    objects = AssetQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("office", "number", name="asset_number_unique_in_office"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """``INV-0007``."""
        return f"INV-{self.number:04}"


class ConditionCheck(models.Model):
    """How and where a thing was found on a day; append-only."""

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="checks")
    checked_on = models.DateField("tanggal diperiksa")
    condition = models.CharField("kondisi", max_length=8, choices=Condition)
    location = models.CharField("tempat", max_length=80)
    note = models.CharField("catatan", max_length=150, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-checked_on", "-id"]

    def __str__(self) -> str:
        return f"{self.checked_on} {self.condition}"


class RunQuerySet(OfficeRows):
    def standing(self) -> "RunQuerySet":
        """Those whose entry was not reversed."""
        return self.filter(entry__reversed_by__isnull=True)


class DepreciationRun(models.Model):
    """The depreciation of a month for all things, posted with one entry on the month's last day."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="depreciation_runs")
    month = models.DateField("bulan")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="depreciation_run")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="depreciation_runs")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "-id"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class DisposalQuerySet(OfficeRows):
    def standing(self) -> "DisposalQuerySet":
        """Those whose entry was not reversed."""
        return self.filter(entry__reversed_by__isnull=True)


class Disposal(models.Model):
    """A thing that left the books. ``result`` is the proceeds less the book value."""

    class Kind(models.TextChoices):
        SOLD = "sold", "Dijual"
        SCRAPPED = "scrapped", "Dihapus karena rusak"
        LOST = "lost", "Hilang"

    office = models.ForeignKey(Office, models.PROTECT, related_name="disposals")
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="disposals")
    kind = models.CharField("cara", max_length=8, choices=Kind)
    happened_on = models.DateField("tanggal")
    proceeds = models.BigIntegerField("hasil penjualan", default=0)
    result = models.BigIntegerField("laba (rugi)")
    note = models.CharField("keterangan", max_length=150, blank=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="disposal")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="disposals")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = DisposalQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="disposal_sold_for_something",
                condition=Q(kind="sold", proceeds__gt=0)
                | Q(kind__in=["scrapped", "lost"], proceeds=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.happened_on}"


class AssetMove(models.Model):
    """How an entry changed a thing's cost and accumulated depreciation. Whole rupiah, signed."""

    class Kind(models.TextChoices):
        ACQUIRED = "acquired", "Diperoleh"
        DEPRECIATED = "depreciated", "Penyusutan"
        DISPOSED = "disposed", "Dilepas"
        UNDONE = "undone", "Pembatalan"

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="moves")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="asset_moves")
    kind = models.CharField("jenis", max_length=11, choices=Kind)
    happened_on = models.DateField("tanggal")
    cost = models.BigIntegerField("harga perolehan", default=0)
    accumulated = models.BigIntegerField("penyusutan", default=0)

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.UniqueConstraint("asset", "entry", name="asset_move_once_per_entry"),
            models.CheckConstraint(
                name="asset_move_has_its_sign",
                condition=Q(kind="acquired", cost__gt=0, accumulated__gte=0)
                | Q(kind="depreciated", cost=0, accumulated__gt=0)
                | Q(kind="disposed", cost__lt=0, accumulated__lte=0)
                | (Q(kind="undone") & ~Q(cost=0, accumulated=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on}"
