"""That an office came out of a file: which, when, by whom; for the auditor."""

from django.db import models
from django.db.models import Q

from upk.access import READERS
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
