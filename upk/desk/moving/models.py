"""That an office came out of a file: which, when, by whom; and the files on their way in."""

from pathlib import Path

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q

from upk.access import READERS, Role
from upk.offices.models import Office, User


class MovedInQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MovedInQuerySet":
        """Those of the reader's office; the district and others see none."""
        if user.role in READERS:
            return self.filter(office_id=user.office_id)
        return self.none()


class MovedIn(models.Model):
    """An office's data came from a file; append-only.

    A workbook (``from_history`` false) comes into an office once, with the day up to which the old
    books ran. What another Bergulir exported (``from_history``) makes an office anew and brings the
    rows of earlier moves along, so an office may have several: the last one says where it came
    from. ``moved_by`` is empty where the installation's owner did it on the command line.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="moves_in")
    sha256 = models.CharField("sidik berkas", max_length=64)
    file_name = models.CharField("nama berkas", max_length=150, blank=True)
    cut_over = models.DateField("tanggal pindah", null=True, blank=True)
    from_history = models.BooleanField("dari ekspor Bergulir")
    row_count = models.PositiveIntegerField("jumlah baris")
    moved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    moved_by_name = models.CharField("dipindahkan oleh", max_length=120)
    moved_at = models.DateTimeField("waktu pindah", auto_now_add=True)

    objects = MovedInQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                "office", condition=Q(from_history=False), name="movedin_workbook_once"
            ),
            models.UniqueConstraint("office", "sha256", name="movedin_file_once"),
            models.CheckConstraint(
                name="movedin_workbook_has_its_day_and_person",
                condition=Q(from_history=True, cut_over__isnull=True)
                | Q(from_history=False, cut_over__isnull=False, moved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="movedin_says_which_file_and_who",
                condition=~Q(sha256="") & ~Q(moved_by_name=""),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or self.sha256


class UploadQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "UploadQuerySet":
        """Those of the manager's own office; nobody else sees any."""
        if user.role == Role.MANAGER:
            return self.filter(office_id=user.office_id)
        return self.none()

    def under_way(self) -> "UploadQuerySet":
        """Those that a thread works on, or should."""
        return self.filter(state__in=Upload.UNDER_WAY)

    def lying(self) -> "UploadQuerySet":
        """Those that wait for somebody: their file is still there."""
        return self.exclude(state__in=[*Upload.UNDER_WAY, Upload.State.DONE, Upload.State.GONE])


class Upload(models.Model):
    """A workbook that a manager uploaded; a register row that checking and moving lead on.

    Its file lies outside of what is served, readable by the server alone, and goes when it was
    moved in, refused, or is a day old; so do its problems. ``preview`` holds what would exist, as
    ``upk.desk.moving.preview`` tells it: sums and counts, no person.
    """

    class State(models.TextChoices):
        CHECKING = "checking", "Sedang diperiksa"
        REFUSED = "refused", "Tidak dapat dibaca"
        PROBLEMS = "problems", "Perlu diperbaiki"
        READY = "ready", "Siap dimasukkan"
        MOVING = "moving", "Sedang dimasukkan"
        DONE = "done", "Sudah masuk"
        FAILED = "failed", "Gagal"
        GONE = "gone", "Dihapus"

    UNDER_WAY = (State.CHECKING, State.MOVING)
    FOLDER = "moving"

    office = models.ForeignKey(Office, models.PROTECT, related_name="uploads")
    name = models.CharField("berkas", max_length=150)
    sha256 = models.CharField("sidik berkas", max_length=64)
    size = models.BigIntegerField("ukuran")
    path = models.CharField(max_length=100, blank=True)
    state = models.CharField("keadaan", max_length=8, choices=State, default=State.CHECKING)
    row_count = models.PositiveIntegerField("jumlah baris", default=0)
    problem_count = models.PositiveIntegerField("jumlah masalah", default=0)
    message = models.CharField("kendala", max_length=500, blank=True)
    preview = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("diunggah", auto_now_add=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField("mulai")
    finished_at = models.DateTimeField("selesai", null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "office",
                condition=Q(state__in=["checking", "moving"]),
                name="upload_one_under_way",
            ),
            models.CheckConstraint(
                name="upload_ready_has_a_preview",
                condition=~Q(state__in=["ready", "moving"]) | Q(preview__isnull=False),
            ),
            models.CheckConstraint(
                name="upload_moving_was_confirmed",
                condition=~Q(state__in=["moving", "done"]) | Q(confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="upload_says_why_it_stopped",
                condition=~Q(state__in=["refused", "failed"]) | ~Q(message=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_path(self) -> Path:
        """Where its file lies on this machine, as long as ``path`` isn't empty."""
        return folder_of_uploads() / self.path

    def drop_file(self) -> None:
        """Let go of its file, if it has one still: it goes once this is committed. Saves nothing.

        Without a path ``full_path`` is the folder of all uploads.
        """
        if self.path:
            transaction.on_commit(lambda path=self.full_path: path.unlink(missing_ok=True))
        self.path = ""

    @property
    def work(self) -> str:
        """The name under which its thread holds it (``upk.background``)."""
        return f"upload-{self.pk}"


def folder_of_uploads() -> Path:
    """Where uploaded workbooks lie: beside the keys, never below what is handed out."""
    return Path(settings.VAR_DIR) / Upload.FOLDER


class UploadProblem(models.Model):
    """One thing to mend in an uploaded workbook (``CellProblem``), in the order of its sheets."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="problems")
    number = models.PositiveIntegerField()
    sheet = models.CharField("lembar", max_length=60)
    row = models.PositiveIntegerField("baris")
    column = models.CharField("kolom", max_length=120, blank=True)
    found = models.TextField("ditemukan")
    expected = models.TextField("seharusnya")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint("upload", "number", name="uploadproblem_in_order")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row} {self.column}"
