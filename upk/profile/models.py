"""How an office shows itself: its texts, officers and legal documents, and guesses at codes.

Everything counts from a business day on, so that the profile of an earlier day stays what it was:
``since`` of a text, ``counts_from`` of an officer or a document (what is known late counts from the
first day of the open books). A wrong row is withdrawn and entered anew.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q

from upk.ledger.models import Submission
from upk.offices.models import Office, StoredFile, User
from upk.trail.trailed import Trailed, TrailedQuerySet


class ProfileTextQuerySet(models.QuerySet):
    def in_force(self, on: date) -> "ProfileTextQuerySet":
        """Versions that had begun on that day, the newest first."""
        return self.filter(since__lte=on).order_by("-since", "-id")


class ProfileText(models.Model):
    """A version of one of the profile's texts; append-only. An empty text takes the section away.

    ``{placeholders}`` of ``upk.profile.rules`` stand for published figures.
    """

    class Key(models.TextChoices):
        HISTORY = "history", "Sejarah"
        VISION = "vision", "Visi"
        MISSION = "mission", "Misi"
        AIMS = "aims", "Tujuan"
        STRENGTHS = "strengths", "Kekuatan"
        WEAKNESSES = "weaknesses", "Kelemahan"
        MOTTO = "motto", "Semboyan"

    office = models.ForeignKey(Office, models.PROTECT, related_name="profile_texts")
    key = models.CharField("bagian", max_length=12, choices=Key)
    text = models.TextField("isi", max_length=5000, blank=True)
    since = models.DateField("berlaku mulai")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")

    objects = ProfileTextQuerySet.as_manager()

    class Meta:
        ordering = ["key", "-since", "-id"]
        indexes = [models.Index("office", "since", name="profiletext_by_day")]

    def __str__(self) -> str:
        return self.get_key_display()


class CountedQuerySet(TrailedQuerySet):
    def visible_to(self, user: User) -> "CountedQuerySet":
        """Rows of the user's own office."""
        return self.filter(office_id=user.office_id)

    def counted(self, on: date) -> "CountedQuerySet":
        """Rows that counted at the end of that day: known by then and not withdrawn by then."""
        standing = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on)
        return self.filter(standing, counts_from__lte=on)


class Counted(Trailed):
    """A row that counts from a day on until it is withdrawn as wrong; nothing else changes."""

    counts_from = models.DateField(editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField("ditarik tanggal", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CountedQuerySet.as_manager()

    class Meta:
        abstract = True


WITHDRAWN_WITH_NAME = Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True) | Q(
    withdrawn_on__isnull=False, withdrawn_by__isnull=False, withdrawn_on__gte=F("counts_from")
)


class Officer(Counted):
    """Somebody who holds a title in the office from one day to another (both included).

    The public sees names of those who sign alone; of the others only the title.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="officers")
    title = models.CharField("jabatan", max_length=80)
    name = models.CharField("nama", max_length=120)
    signs = models.BooleanField("menandatangani laporan", default=False)
    since = models.DateField("menjabat sejak")
    until = models.DateField("sampai", null=True, blank=True)

    class Meta:
        ordering = ["-signs", "id"]
        constraints = [
            models.CheckConstraint(
                name="officer_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="officer_counts_from_beginning",
                condition=Q(counts_from__gte=F("since")),
            ),
            models.CheckConstraint(
                name="officer_withdrawn_by_somebody", condition=WITHDRAWN_WITH_NAME
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LegalDocument(Counted):
    """A document that the office's legal standing rests on; its file may be a PDF or a scan."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", "Keputusan Musyawarah Antar Desa"
        REGULATION = "regulation", "Peraturan Bersama Kepala Desa"
        DECREE = "decree", "Surat Keputusan Camat / Bupati"
        STATUTES = "statutes", "Anggaran Dasar / Anggaran Rumah Tangga"
        DEED = "deed", "Akta notaris"
        REGISTRATION = "registration", "Pendaftaran badan hukum (AHU)"
        TAX = "tax", "NPWP lembaga"
        LICENCE = "licence", "NIB / izin usaha"
        OTHER = "other", "Lainnya"

    office = models.ForeignKey(Office, models.PROTECT, related_name="legal_documents")
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    number = models.CharField("nomor", max_length=80)
    dated_on = models.DateField("tanggal")
    subject = models.CharField("tentang", max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="legal_documents"
    )
    is_public = models.BooleanField("tampil di halaman publik", default=True)

    class Meta:
        ordering = ["dated_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="legaldocument_counts_from_its_date",
                condition=Q(counts_from__gte=F("dated_on")),
            ),
            models.CheckConstraint(
                name="legaldocument_withdrawn_by_somebody", condition=WITHDRAWN_WITH_NAME
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class CodeGuess(models.Model):
    """A wrong code typed into the public check page: from where and when (real clock).

    Kept as long as it counts towards the limit; the server's journal keeps the trace.
    """

    address = models.GenericIPAddressField()
    guessed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index("address", "guessed_at", name="codeguess_by_address")]

    def __str__(self) -> str:
        return self.address
