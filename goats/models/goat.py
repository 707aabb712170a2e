"""Goats and what happened to them. Nothing here is edited: events are added, a wrong one reversed.

Who keeps a goat, whether it lives and what is owed is what its events lead to (``goats.rules``).
The columns of ``Goat`` that repeat it are copies for lists of today; no report as of a date reads
them, and the check of the books leads every life again and compares.
"""

from django.db import models
from django.db.models import F, Q

from goats.models.household import Household
from goats.rules.events import Kind
from upk.access import Role
from upk.ledger.models import Submission
from upk.offices.models import Office, StoredFile, User, Village
from upk.trail.told import Told
from upk.trail.trailed import Trailed, TrailedQuerySet

KINDS = {
    Kind.BOUGHT: "Dibeli",
    Kind.BORN: "Lahir",
    Kind.PLACED: "Ditempatkan",
    Kind.MATED: "Dikawinkan",
    Kind.GAVE_BIRTH: "Beranak",
    Kind.WEANED: "Disapih",
    Kind.HANDED_ON: "Serah terima induk",
    Kind.ILL: "Sakit",
    Kind.DIED: "Mati",
    Kind.SOLD: "Dijual",
    Kind.LOST: "Hilang",
    Kind.REPLACED: "Diganti",
    Kind.GIVEN: "Anak diberikan",
    Kind.UNFOLLOWED: "Tidak diikuti lagi",
    Kind.TAKEN_BACK: "Ditarik kantor",
    Kind.RELEASED: "Dibebaskan",
}
"""What kinds of events are called on screens and papers."""

KIND_CHOICES = [(kind.value, label) for kind, label in KINDS.items()]


class GoatQuerySet(TrailedQuerySet):
    def visible_to(self, user: User) -> "GoatQuerySet":
        """The office's goats; for a facilitator those that are, or last were, in own villages."""
        if user.role == Role.DISTRICT:
            return self.none()
        goats = self.filter(office_id=user.office_id)
        if user.role == Role.FACILITATOR:
            return goats.filter(village_id__in=user.village_ids)
        return goats

    def real(self) -> "GoatQuerySet":
        """Without goats whose beginning was reversed: they never were."""
        return self.exclude(state=Goat.State.VOID)

    def living(self) -> "GoatQuerySet":
        """Alive and followed."""
        return self.filter(state__in=(Goat.State.OFFICE, Goat.State.KEPT))

    def tagged(self, text: str) -> "GoatQuerySet":
        """The goats whose tag is ``text``, with or without its letters and zeros."""
        digits = text.upper().removeprefix("KB-").strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            return self.none()
        return self.filter(number=int(digits))


class Goat(Trailed):
    """A goat with a number that is never given again. ``price`` in whole rupiah, 0 for born ones.

    ``generation``: 1 for bought goats, a kid's is its mother's and one. ``born_on`` of a bought
    goat is estimated, or empty: then it counts as grown. ``is_from_old_books``: it was known before
    the office kept its herd here (``goats.herd.moving_in``), so its payment isn't in these books.
    """

    TRAIL = Told(copies=("state", "keeper", "village", "debtor", "replacement_since", "due_on"))

    class Sex(models.TextChoices):
        FEMALE = "F", "Betina"
        MALE = "M", "Jantan"

    class Origin(models.TextChoices):
        BOUGHT = "bought", "Dibeli"
        BORN = "born", "Lahir"

    class Funding(models.TextChoices):
        SURPLUS = "surplus", "Bagian RTM dari surplus"
        REPLACEMENT = "replacement", "Pengganti dari rumah tangga"
        DONATION = "donation", "Sumbangan"
        OTHER = "other", "Dana lain"

    class State(models.TextChoices):
        OFFICE = "office", "Belum ditempatkan"
        KEPT = "kept", "Dipelihara"
        DIED = "died", "Mati"
        SOLD = "sold", "Dijual"
        LOST = "lost", "Hilang"
        UNFOLLOWED = "unfollowed", "Tidak diikuti lagi"
        VOID = "void", "Dibatalkan"

    office = models.ForeignKey(Office, models.PROTECT, related_name="goats")
    number = models.PositiveIntegerField("nomor")
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex)
    breed = models.CharField("ras", max_length=40)
    origin = models.CharField("asal", max_length=6, choices=Origin)
    born_on = models.DateField("lahir", null=True, blank=True)
    mother = models.ForeignKey("self", models.PROTECT, null=True, related_name="kids")
    generation = models.PositiveSmallIntegerField("keturunan ke-")
    price = models.BigIntegerField("harga", default=0)
    funding = models.CharField("asal dana", max_length=11, choices=Funding, blank=True)
    funding_year = models.PositiveSmallIntegerField("dana RTM tahun", null=True, blank=True)
    is_from_old_books = models.BooleanField("dari pembukuan lama", default=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="goats")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    state = models.CharField("keadaan", max_length=10, choices=State, default=State.OFFICE)
    keeper = models.ForeignKey(Household, models.PROTECT, null=True, related_name="goats_kept")
    village = models.ForeignKey(Village, models.PROTECT, null=True, related_name="goats")
    debtor = models.ForeignKey(Household, models.PROTECT, null=True, related_name="goats_owed")
    replacement_since = models.DateField(null=True)
    due_on = models.DateField("jatuh tempo serah terima", null=True)

    objects = GoatQuerySet.as_manager()

    COPIES = ("state", "keeper_id", "village_id", "debtor_id", "replacement_since", "due_on")
    """What its events lead to today; ``village`` stays the last one after its end."""

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("office", "number", name="goat_number_unique_in_office"),
            models.CheckConstraint(
                name="goat_bought_or_born",
                condition=Q(
                    origin="bought", mother__isnull=True, generation=1, price__gte=0
                ) & ~Q(funding="")
                | Q(
                    origin="born", mother__isnull=False, generation__gte=2, born_on__isnull=False,
                    price=0, funding="", funding_year__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="goat_paid_from_a_surplus_of_a_year",
                condition=Q(funding="surplus", funding_year__range=(2000, 2999))
                | (~Q(funding="surplus") & Q(funding_year__isnull=True)),
            ),
            models.CheckConstraint(
                name="goat_kept_by_somebody",
                condition=Q(state="kept", keeper__isnull=False)
                | (~Q(state="kept") & Q(keeper__isnull=True)),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index("office", "state", "due_on", name="goat_by_state"),
            models.Index("office", "village", "state", name="goat_by_village"),
        ]

    def __str__(self) -> str:
        return self.tag

    @property
    def tag(self) -> str:
        """What its label says: ``KB-0007``."""
        return f"KB-{self.number:04}"

    @property
    def is_female(self) -> bool:
        """Whether it can be a mother."""
        return self.sex == self.Sex.FEMALE

    @property
    def is_kid(self) -> bool:
        """Born at a household, and its own."""
        return self.origin == self.Origin.BORN


class GoatEventQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "GoatEventQuerySet":
        """Events of goats that the user may see."""
        return self.filter(goat__in=Goat.objects.visible_to(user))

    def standing(self) -> "GoatEventQuerySet":
        """Those that weren't reversed."""
        return self.exclude(pk__in=EventReversal.objects.values("event"))


class GoatEvent(models.Model):
    """Something that happened to a goat on a day; append-only (``goats.rules.events``).

    ``household``: who keeps it after a move, for other events who kept it then; ``village`` is that
    household's. ``giver``, ``from_village``: where a moved goat came from. ``minutes``: number of
    the official report on a death, loss or sale. ``choice_reason``: why another household than the
    proposed one. ``reason``: why early, taken back or released.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    goat = models.ForeignKey(Goat, models.PROTECT, related_name="events")
    kind = models.CharField("peristiwa", max_length=10, choices=KIND_CHOICES)
    happened_on = models.DateField("tanggal")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="goat_events")
    giver = models.ForeignKey(Household, models.PROTECT, null=True, related_name="goats_given")
    village = models.ForeignKey(Village, models.PROTECT, null=True, related_name="+")
    from_village = models.ForeignKey(Village, models.PROTECT, null=True, related_name="+")
    is_negligent = models.BooleanField("karena kelalaian", default=False)
    birth = models.ForeignKey("self", models.PROTECT, null=True, related_name="kids_born")
    replacement = models.ForeignKey(Goat, models.PROTECT, null=True, related_name="replaces")
    cause = models.CharField("sebab", max_length=150, blank=True)
    minutes = models.CharField("nomor berita acara", max_length=60, blank=True)
    choice_reason = models.CharField("alasan memilih", max_length=150, blank=True)
    reason = models.CharField("alasan", max_length=150, blank=True)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="goat_events")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = GoatEventQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="goat_event_moves_from_one_to_another",
                condition=Q(
                    kind__in=["handed_on", "given"], household__isnull=False, giver__isnull=False
                ) & ~Q(household=F("giver"))
                | Q(kind="taken_back", household__isnull=True, giver__isnull=False)
                | (~Q(kind__in=["handed_on", "given", "taken_back"]) & Q(giver__isnull=True)),
            ),
            models.CheckConstraint(
                name="goat_event_at_a_household",
                condition=Q(kind__in=["bought", "taken_back"], household__isnull=True)
                | Q(kind__in=["ill", "died", "lost"])
                | (~Q(kind__in=["bought", "taken_back"]) & Q(household__isnull=False)),
            ),
            models.CheckConstraint(
                name="goat_event_in_the_village_of_its_household",
                condition=Q(household__isnull=True, village__isnull=True)
                | Q(household__isnull=False, village__isnull=False),
            ),
            models.CheckConstraint(
                name="goat_event_from_the_village_of_its_giver",
                condition=Q(giver__isnull=True, from_village__isnull=True)
                | Q(giver__isnull=False, from_village__isnull=False),
            ),
            models.CheckConstraint(
                name="goat_event_negligence_of_a_keeper",
                condition=Q(is_negligent=False)
                | Q(kind__in=["died", "lost"], household__isnull=False),
            ),
            models.CheckConstraint(
                name="goat_event_of_a_birth",
                condition=Q(kind="born", birth__isnull=False)
                | (~Q(kind="born") & Q(birth__isnull=True)),
            ),
            models.CheckConstraint(
                name="goat_event_replaced_by_another",
                condition=Q(kind="replaced", replacement__isnull=False)
                | (~Q(kind="replaced") & Q(replacement__isnull=True)),
            ),
            models.CheckConstraint(
                name="goat_event_decided_for_a_reason",
                condition=~Q(kind__in=["taken_back", "released"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="goat_event_end_has_its_cause",
                condition=~Q(kind__in=["died", "lost", "sold"]) | ~Q(cause=""),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index("goat", "happened_on", "id", name="goat_event_of_goat"),
            models.Index(  # holds all that the herd's figures count
                "office",
                "kind",
                "happened_on",
                "village",
                "from_village",
                name="goat_event_by_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"


class EventReversal(models.Model):
    """An event that was entered by mistake: from now on it never happened; append-only."""

    event = models.OneToOneField(GoatEvent, models.PROTECT, related_name="reversal")
    reason = models.CharField("alasan", max_length=150)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="goat_reversals")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="goat_event_reversed_for_a_reason", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        return self.reason


class GoatPhotoQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "GoatPhotoQuerySet":
        """Photos of goats that the user may see."""
        return self.filter(goat__in=Goat.objects.visible_to(user))


class GoatPhoto(models.Model):
    """A photo of a goat; the newest is shown; append-only."""

    goat = models.ForeignKey(Goat, models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    attached_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(auto_now_add=True)

    objects = GoatPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint("goat", "file", name="goat_photo_once")]

    def __str__(self) -> str:
        return f"foto {self.pk}"
