"""What was built in the villages: the register, how it was corrected, and what was given up."""

from datetime import date

from django.db import models
from django.db.models import Q

from maintenance.rules.places import EAST, NORTH, SOUTH, WEST
from upk.ledger.models import Submission
from upk.offices.models import User, Village
from upk.trail.told import Told
from upk.trail.trailed import Trailed, TrailedQuerySet


class Kind(models.TextChoices):
    """What a piece is (domain.md, 9)."""

    ROAD = "road", "Jalan"
    BRIDGE = "bridge", "Jembatan"
    DRAINAGE = "drainage", "Drainase"
    WALL = "wall", "Talud / tembok penahan"
    WATER = "water", "Air bersih"
    IRRIGATION = "irrigation", "Irigasi"
    BUILDING = "building", "Gedung"
    MARKET = "market", "Pasar"
    LATRINES = "latrines", "MCK"
    OTHER = "other", "Lainnya"


class SizeUnit(models.TextChoices):
    """In what a piece is measured."""

    METRE = "m", "m"
    SQUARE = "m2", "m²"
    CUBIC = "m3", "m³"
    UNIT = "unit", "unit"


class InfrastructureQuerySet(TrailedQuerySet):
    def visible_to(self, user: User) -> "InfrastructureQuerySet":
        """The one place that says which pieces a user may see: those of the visible villages."""
        return self.filter(village__in=Village.objects.visible_to(user))

    def standing(self, on: date) -> "InfrastructureQuerySet":
        """Pieces registered by the end of a day, and not given up by then."""
        gone = Ending.objects.standing().filter(
            infrastructure=models.OuterRef("pk"), ended_on__lte=on
        )
        return self.filter(~models.Exists(gone), registered_on__lte=on)

    def matching(self, text: str) -> "InfrastructureQuerySet":
        """Pieces whose name, place, team or village holds the text."""
        return self.filter(
            Q(name__icontains=text)
            | Q(location__icontains=text)
            | Q(team__icontains=text)
            | Q(village__name__icontains=text)
        )


class Infrastructure(Trailed):
    """A piece that the programme built in a village. Whole rupiah, 0 where nobody knows the cost.

    Village and ``registered_on``, from which it counts, stay for ever; whatever else is corrected
    is told by ``InfrastructureChange`` rows of the new ``revision``, which the database demands.
    """

    TRAIL = Told(copies=("revision",), office="village.office_id")

    village = models.ForeignKey(Village, models.PROTECT, related_name="infrastructure")
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    name = models.CharField("nama", max_length=100)
    built_year = models.PositiveSmallIntegerField("dibangun tahun")
    phase_year = models.PositiveSmallIntegerField("tahun anggaran", null=True, blank=True)
    cost = models.BigIntegerField("biaya")
    size = models.DecimalField("ukuran", max_digits=9, decimal_places=2)
    unit = models.CharField("satuan", max_length=4, choices=SizeUnit)
    location = models.CharField("tempat", max_length=120)
    latitude = models.DecimalField("lintang", max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("bujur", max_digits=9, decimal_places=6, null=True, blank=True)
    team = models.CharField("tim pemelihara (TP3)", max_length=100, blank=True)
    registered_on = models.DateField("terdaftar sejak")
    revision = models.PositiveSmallIntegerField(default=0)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="infrastructure")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = InfrastructureQuerySet.as_manager()

    CORRECTABLE = (
        "kind", "name", "built_year", "phase_year", "cost", "size", "unit", "location",
        "latitude", "longitude", "team",
    )  # fmt: skip
    """What a correction may change."""

    class Meta:
        ordering = ["village__name", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                "village", "kind", "name", "built_year", name="infrastructure_registered_once"
            ),
            models.CheckConstraint(
                name="infrastructure_has_a_size",
                condition=Q(cost__gte=0, size__gt=0, built_year__range=(1950, 2999)),
            ),
            models.CheckConstraint(
                name="infrastructure_phase_is_a_year",
                condition=Q(phase_year__isnull=True) | Q(phase_year__range=(1998, 2999)),
            ),
            models.CheckConstraint(
                name="infrastructure_lies_in_indonesia",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(SOUTH, NORTH), longitude__range=(WEST, EAST)),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InfrastructureChange(models.Model):
    """What one correction made of one field: the former and the new value as text; append-only."""

    infrastructure = models.ForeignKey(Infrastructure, models.PROTECT, related_name="changes")
    revision = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=12)
    before = models.CharField("sebelumnya", max_length=120, blank=True)
    after = models.CharField("menjadi", max_length=120, blank=True)
    changed_on = models.DateField("tanggal")
    reason = models.CharField("alasan", max_length=150)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-revision", "id"]
        constraints = [
            models.UniqueConstraint(
                "infrastructure", "revision", "field", name="infrastructure_change_told_once"
            ),
            models.CheckConstraint(
                name="infrastructure_change_has_a_reason",
                condition=Q(revision__gte=1) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.changed_on}"

    @property
    def label(self) -> str:
        """The field as screens call it."""
        return Infrastructure._meta.get_field(self.field).verbose_name


class CorrectableQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CorrectableQuerySet":
        """Rows about pieces that the user may see."""
        return self.filter(infrastructure__in=Infrastructure.objects.visible_to(user))

    def standing(self) -> "CorrectableQuerySet":
        """Rows that no other one corrects, and that aren't cancelled."""
        return self.filter(corrected_by__isnull=True, is_void=False)


class Correctable(models.Model):
    """A dated row about a piece; one that ``corrects`` another takes its place, for a reason.

    A void one takes the place of a row that should never have been.
    """

    infrastructure = models.ForeignKey(Infrastructure, models.PROTECT, related_name="%(class)ss")
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    is_void = models.BooleanField("dibatalkan", default=False)
    reason = models.CharField("alasan", max_length=150, blank=True)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="%(class)ss")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = CorrectableQuerySet.as_manager()

    FACTS: tuple[str, ...] = ()
    """What the row says, beside what all such rows have; its day stands in ``DAY``."""
    DAY = ""

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_corrected_for_a_reason",
                condition=Q(corrects__isnull=True, is_void=False)
                | (Q(corrects__isnull=False) & ~Q(reason="")),
            ),
        ]

    @property
    def day(self) -> date:
        """The day that the row is about."""
        return getattr(self, self.DAY)


class Ending(Correctable):
    """A piece that is no longer kept, from the day ``ended_on`` on."""

    class Kind(models.TextChoices):
        ABANDONED = "abandoned", "Tidak dipelihara lagi"
        REPLACED = "replaced", "Diganti bangunan baru"

    kind = models.CharField("sebab", max_length=10, choices=Kind)
    ended_on = models.DateField("tanggal berakhir")
    note = models.CharField("penjelasan", max_length=150)

    FACTS = ("kind", "ended_on", "note")
    DAY = "ended_on"

    class Meta(Correctable.Meta):
        ordering = ["-ended_on", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ended_on}"
