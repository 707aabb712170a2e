"""An office's own wording of its papers."""

from datetime import date

from django.db import models

from upk.ledger.models import OfficeRows
from upk.offices.models import Office, User


class PaperTextQuerySet(OfficeRows):
    def in_force(self, on: date) -> "PaperTextQuerySet":
        """Texts that had begun on that day, the newest first; of one day the last entered."""
        return self.filter(since__lte=on).order_by("-since", "-id")


class PaperText(models.Model):
    """How an office words a paper from a day on; append-only, a new wording is a new row.

    ``paper`` is a key of ``loans.papers.registry``. An empty ``body`` goes back to our own text.
    Several rows of one day are corrections: the last one counts.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="paper_texts")
    paper = models.CharField("dokumen", max_length=40)
    since = models.DateField("berlaku mulai")
    title = models.CharField("judul", max_length=120, blank=True)
    number_format = models.CharField("bentuk nomor", max_length=120, blank=True)
    body = models.TextField("naskah", blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PaperTextQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "-since", "-id"]
        indexes = [models.Index("office", "paper", "since", name="paper_text_by_paper")]

    def __str__(self) -> str:
        return f"{self.paper} {self.since}"

    @property
    def is_default(self) -> bool:
        """Whether it goes back to our own text."""
        return not self.body
