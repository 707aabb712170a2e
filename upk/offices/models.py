"""The office, its villages, people and users, and who is responsible for which village when."""

from datetime import date
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from upk.access import NEEDS_SECOND_FACTOR, Role
from upk.offices import identity
from upk.offices.codes import EXPECTED, PATTERN
from upk.periods import today
from upk.trail.told import Told
from upk.trail.trailed import Trailed, TrailedQuerySet

validate_code = RegexValidator(PATTERN, EXPECTED)


class District(Trailed):
    """A kabupaten, to which offices report."""

    code = models.CharField("kode", max_length=20, unique=True, validators=[validate_code])
    name = models.CharField("nama", max_length=100)
    province = models.CharField("provinsi", max_length=100)
    second_factor_from = models.DateField("kode kedua wajib mulai", null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class OfficeQuerySet(TrailedQuerySet):
    def visible_to(self, user: "User") -> "OfficeQuerySet":
        """A user's own office; for the district all offices that report to it."""
        if user.role == Role.DISTRICT:
            return self.filter(district_id=user.district_id)
        return self.filter(pk=user.office_id)


class Office(Trailed):
    """A UPK or BUM Desa Bersama LKD, the tenant to which everything else belongs.

    ``books_closed_through`` is the last day of the closed books: no entry may be dated on or
    before it. It follows the newest ``ledger.PeriodChange`` and nothing else (guarded in the
    database).
    """

    TRAIL = Told(copies=("books_closed_through",))

    class LegalForm(models.TextChoices):
        UPK = "upk", "UPK"
        LKD = "lkd", "BUM Desa Bersama LKD"

    class TimeZone(models.TextChoices):
        WIB = "Asia/Jakarta", "WIB"
        WITA = "Asia/Makassar", "WITA"
        WIT = "Asia/Jayapura", "WIT"

    district = models.ForeignKey(District, models.PROTECT, related_name="offices")
    code = models.CharField("kode", max_length=20, unique=True, validators=[validate_code])
    name = models.CharField("nama", max_length=150)
    legal_form = models.CharField("bentuk", max_length=10, choices=LegalForm, default=LegalForm.UPK)
    subdistrict = models.CharField("kecamatan", max_length=100)
    address = models.CharField("alamat", max_length=250, blank=True)
    phone = models.CharField("telepon", max_length=30, blank=True)
    email = models.EmailField("surel", blank=True)
    manager_title = models.CharField("sebutan pimpinan", max_length=60, default="Ketua UPK")
    treasurer_title = models.CharField("sebutan bendahara", max_length=60, default="Bendahara")
    supervisor_title = models.CharField("sebutan pengawas", max_length=60, default="BP-UPK")
    timezone = models.CharField("zona waktu", max_length=30, choices=TimeZone, default=TimeZone.WIB)
    practice_date = models.DateField("tanggal latihan", null=True, blank=True)
    books_closed_through = models.DateField("buku ditutup sampai", null=True, blank=True)
    second_factor_from = models.DateField("kode kedua wajib mulai", null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def is_closed(self, on: date) -> bool:
        """Whether ``on`` lies in the closed books."""
        return self.books_closed_through is not None and on <= self.books_closed_through


class VillageQuerySet(TrailedQuerySet):
    def visible_to(self, user: "User") -> "VillageQuerySet":
        """The one place that says which villages a user may see: a facilitator today's own."""
        if user.role == Role.DISTRICT:
            return self.none()
        villages = self.filter(office_id=user.office_id)
        if user.role == Role.FACILITATOR:
            return villages.filter(pk__in=user.village_ids)
        return villages

    def with_responsible(self, on: date) -> "VillageQuerySet":
        """Annotate ``responsible``: name of the user responsible on that day, or ``None``."""
        open_then = Assignment.objects.on(on).filter(village=models.OuterRef("pk"))
        return self.annotate(responsible=models.Subquery(open_then.values("user__name")[:1]))


class Village(Trailed):
    """A desa (or kelurahan) of the office's sub-district."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="villages")
    code = models.CharField("kode", max_length=10, validators=[validate_code])
    name = models.CharField("nama", max_length=100)
    payment_day = models.PositiveSmallIntegerField("tanggal angsuran", null=True, blank=True)
    lending_priority = models.PositiveSmallIntegerField(
        "urutan prioritas pinjaman", null=True, blank=True
    )

    objects = VillageQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("office", "code", name="village_code_unique_in_office"),
            models.UniqueConstraint("office", "name", name="village_name_unique_in_office"),
            models.CheckConstraint(
                name="village_payment_day_in_month",
                condition=Q(payment_day__isnull=True) | Q(payment_day__range=(1, 31)),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(TrailedQuerySet):
    def visible_to(self, user: "User") -> "PersonQuerySet":
        """People of the user's office; for a facilitator those of the assigned villages."""
        if user.role == Role.DISTRICT:
            return self.none()
        people = self.filter(office_id=user.office_id)
        if user.role == Role.FACILITATOR:
            return people.filter(village_id__in=user.village_ids)
        return people

    def named(self) -> "PersonQuerySet":
        """Who hasn't become anonymous: nobody else begins anything new with the office."""
        return self.filter(anonymous_number=None)

    def with_nik(self, nik: str) -> "PersonQuerySet":
        """The people with exactly this NIK, found by its digest."""
        return self.filter(nik_digest__in=identity.digests(nik))

    def digest_mark(self, office_id: int) -> str | None:
        """The mark of the key that an office's digests are under; ``None``: take the newest.

        While keys are changed, an office has all its digests under one of the two (guarded).
        """
        if not identity.is_changing():
            return None
        stored = self.model.objects.filter(office_id=office_id)
        for name in ("nik_digest", "kk_digest"):
            given = stored.exclude(**{name: None}).order_by().values_list(name, flat=True)
            if found := given.first():
                return identity.mark_of(found)
        return None


class Person(Trailed):
    """A villager: member of a group, officer, head of a household.

    NIK and KK are set through ``set_identity`` and never stored in clear (design.md, 9). Whoever
    became anonymous (``upk.desk.privacy.forgetting``) has a number and nothing personal any more.
    """

    TRAIL = Told(
        private=("name", "sex", "village", "birth_date", "phone", "address", "nik", "kk"),
        person="pk",
        instead={"nik_digest": "nik", "kk_digest": "kk"},
        is_named_after_person=True,
    )

    class Sex(models.TextChoices):
        WOMAN = "P", "Perempuan"
        MAN = "L", "Laki-laki"

    office = models.ForeignKey(Office, models.PROTECT, related_name="people")
    village = models.ForeignKey(Village, models.PROTECT, related_name="people")
    name = models.CharField("nama", max_length=120)
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex)
    birth_date = models.DateField("tanggal lahir", null=True, blank=True)
    phone = models.CharField("telepon", max_length=30, blank=True)
    address = models.CharField("alamat", max_length=250, blank=True)
    nik_cipher = models.BinaryField(default=b"", editable=False)
    nik_digest = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001 -- NULL is never unique
    kk_cipher = models.BinaryField(default=b"", editable=False)
    kk_digest = models.CharField(max_length=64, null=True, editable=False, db_index=True)  # noqa: DJ001
    anonymous_number = models.PositiveIntegerField("nomor anonim", null=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("office", "nik_digest", name="person_nik_unique_in_office"),
            models.UniqueConstraint(
                "office", "anonymous_number", name="person_anonymous_number_unique_in_office"
            ),
            models.CheckConstraint(
                name="person_anonymous_has_nothing_personal",
                condition=Q(anonymous_number__isnull=True)
                | Q(birth_date__isnull=True, phone="", address="")
                & Q(nik_digest__isnull=True, kk_digest__isnull=True),
            ),
        ]
        indexes = [
            models.Index("office", "name", name="person_by_name"),
            models.Index("nik_digest", name="person_by_nik"),
            models.Index("office", "kk_digest", name="person_by_kk_in_office"),
        ]

    def __str__(self) -> str:
        return self.name

    def set_identity(self, *, nik: str = "", kk: str = "") -> None:
        """Set both numbers, encrypted and with their digests; doesn't save.

        Raises ``ValidationError`` unless each is empty or has 16 digits.
        """
        mark = Person.objects.digest_mark(self.office_id)
        self.nik_cipher, self.nik_digest = identity.encrypt(nik), identity.digest(nik, mark)
        self.kk_cipher, self.kk_digest = identity.encrypt(kk), identity.digest(kk, mark)

    @property
    def nik_digests(self) -> list[str]:
        """What the same NIK may be stored as, in any office; empty without a NIK."""
        if self.nik_digest is None:
            return []
        return identity.digests(self.nik) if identity.is_changing() else [self.nik_digest]

    @property
    def nik(self) -> str:
        return identity.decrypt(self.nik_cipher)

    @property
    def kk(self) -> str:
        return identity.decrypt(self.kk_cipher)

    @property
    def nik_masked(self) -> str:
        return identity.masked(self.nik)

    @property
    def kk_masked(self) -> str:
        return identity.masked(self.kk)


class UserManager(BaseUserManager):
    def create_user(self, username: str, password: str, **fields) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class UserQuerySet(TrailedQuerySet):
    def visible_to(self, user: "User") -> "UserQuerySet":
        """Users of the same office; the district sees its own."""
        if user.role == Role.DISTRICT:
            return self.filter(district_id=user.district_id, role=Role.DISTRICT)
        return self.filter(office_id=user.office_id)


class User(Trailed, AbstractBaseUser):
    """Somebody who logs in: of one office, or of a district.

    ``session_epoch`` is part of the session's hash: raising it ends all sessions of the user.
    ``temporary_until`` is set while the password is one that somebody else has made: it must be
    changed at the first login, by that moment. ``second_factor_since`` says that a code is asked
    for besides; ``new_browser_at`` that somebody signed in from a browser not used before, until
    the user has seen it.
    """

    TRAIL = Told(
        copies=("temporary_until", "second_factor_since", "new_browser_at"),  # of events
        hidden=("password", "last_login", "session_epoch"),
    )

    username = models.CharField(
        "nama pengguna",
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"\A[a-z0-9][a-z0-9._-]*\Z", "Pakai huruf kecil, angka, titik.")
        ],
    )
    name = models.CharField("nama lengkap", max_length=120)
    role = models.CharField("peran", max_length=20, choices=Role)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="users")
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="users"
    )
    is_active = models.BooleanField("aktif", default=True)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    temporary_until = models.DateTimeField(null=True, editable=False)
    second_factor_since = models.DateTimeField(null=True, editable=False)
    new_browser_at = models.DateTimeField(null=True, editable=False)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "username"

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="user_of_district_iff_district_role",
                condition=Q(role=Role.DISTRICT, district__isnull=False, office__isnull=True)
                | (~Q(role=Role.DISTRICT) & Q(district__isnull=True, office__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        return f"{super().get_session_auth_hash()}:{self.session_epoch}"

    def get_session_auth_fallback_hash(self):
        return (f"{old}:{self.session_epoch}" for old in super().get_session_auth_fallback_hash())

    def must_have_second_factor(self, on: date) -> bool:
        """Whether office or district demand a code besides the password from this user by then."""
        begins = (self.office or self.district).second_factor_from
        return self.role in NEEDS_SECOND_FACTOR and begins is not None and begins <= on

    @cached_property
    def village_ids(self) -> frozenset[int]:
        """Villages assigned today; one query for the life of this object, that is a request."""
        if self.office is None:
            return frozenset()
        assigned = Assignment.objects.on(today(self.office)).filter(user=self)
        return frozenset(assigned.values_list("village_id", flat=True))


class AssignmentQuerySet(TrailedQuerySet):
    def visible_to(self, user: User) -> "AssignmentQuerySet":
        """Responsibilities for villages that the user may see."""
        return self.filter(village__in=Village.objects.visible_to(user))

    def on(self, day: date) -> "AssignmentQuerySet":
        """Assignments in force on ``day``; the last day is included."""
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))


class Assignment(Trailed):
    """A user's responsibility for a village from one day to another (both included).

    From the first one on, a village always has exactly one: each begins the day after the one
    before it ends (guarded). ``reason`` is why it went on to this user, empty for the first.
    """

    TRAIL = Told(office="village.office_id")

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    village = models.ForeignKey(Village, models.PROTECT, related_name="assignments")
    since = models.DateField("mulai")
    until = models.DateField("sampai", null=True, blank=True)
    reason = models.CharField("alasan", max_length=150, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                "village", condition=Q(until__isnull=True), name="assignment_one_open_per_village"
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since}"


class Decision(models.Model):
    """What a body of the sub-district decided, by name, number and date (domain.md 2)."""

    class Body(models.TextChoices):
        MAD = "MAD", "Musyawarah Antar Desa"
        TV = "TV", "Tim Verifikasi"
        TP = "TP", "Tim Pendanaan"
        BKAD = "BKAD", "BKAD"
        OFFICE = "UPK", "Rapat pengurus"

    office = models.ForeignKey(Office, models.PROTECT, related_name="decisions")
    body = models.CharField("diputuskan oleh", max_length=5, choices=Body)
    number = models.CharField("nomor", max_length=60)
    decided_on = models.DateField("tanggal")

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                "office", "body", "number", "decided_on", name="decision_recorded_once"
            ),
        ]

    def __str__(self) -> str:
        """Who decided and the number, once: many numbers begin with who decided (MAD/04/2010)."""
        if self.number.startswith(f"{self.body}/"):
            return self.number
        return f"{self.body} {self.number}"


class StoredFile(models.Model):
    """A photo or PDF that somebody uploaded; append-only, its content lies on disk by ``sha256``.

    A file that showed somebody who became anonymous is removed, its name too (``removed_at``).
    It has no page of its own: whatever it belongs to links to it and says who may see it.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="stored_files")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("ukuran")
    content_type = models.CharField("jenis", max_length=40)
    name = models.CharField("nama berkas", max_length=100)
    stored_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    stored_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField("dihapus", null=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("office", "sha256", name="storedfile_once_in_office"),
            models.CheckConstraint(name="storedfile_holds_something", condition=Q(size__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name


class ChecklistQuerySet(models.QuerySet):
    def in_force(self, on: date) -> "ChecklistQuerySet":
        """Lists that had begun on that day, the newest first."""
        return self.filter(since__lte=on).order_by("-since", "-id")


class Checklist(models.Model):
    """A list that the office asks by, from a day on; append-only, a new practice is a new list."""

    class Kind(models.TextChoices):
        PAPERS = "papers", "Kelengkapan dokumen usulan"
        MEMBER = "member", "Pertanyaan kepada calon pemanfaat"
        GROUP = "group", "Penilaian tingkat kelompok"
        HOUSEHOLD = "household", "Kriteria rumah tangga miskin (RTM)"

    office = models.ForeignKey(Office, models.PROTECT, related_name="checklists")
    kind = models.CharField("daftar", max_length=10, choices=Kind)
    since = models.DateField("berlaku mulai")

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-since"]
        constraints = [
            models.UniqueConstraint("office", "kind", "since", name="checklist_one_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.since})"


class ChecklistItem(models.Model):
    """A line of a checklist; ``weight`` is its share of a score, where the list is scored."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    text = models.CharField("isi", max_length=250)
    weight = models.PositiveSmallIntegerField("bobot", default=0)

    class Meta:
        ordering = ["checklist", "position"]
        constraints = [
            models.UniqueConstraint("checklist", "position", name="checklist_item_position_unique"),
        ]

    def __str__(self) -> str:
        return self.text
