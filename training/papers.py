"""What is printed of a batch, as PDF: invitation, attendance list, certificates."""

from collections.abc import Sequence
from pathlib import Path

from django.template.loader import render_to_string

from training.models import Batch, Certificate
from training.records.card import TOPICS
from training.records.roll import Roll
from upk.access import Role
from upk.offices.models import User
from upk.pdf import make_pdf, printed_text
from upk.periods import format_date

STYLES = Path(__file__).with_name("paper.css")
CERTIFICATE_STYLES = Path(__file__).with_name("certificate.css")


def span(batch: Batch) -> str:
    """The days of a batch (``with_facts``) in words."""
    first, last = format_date(batch.starts_on), format_date(batch.ends_on)
    return first if first == last else f"{first} sampai {last}"


def _frame(batch: Batch, title: str) -> dict:
    return {
        "office": batch.office,
        "batch": batch,
        "name": f"{batch.kind.name}, angkatan {batch.number}",
        "span": span(batch),
        "title": f"{title} {batch.kind.name} angkatan {batch.number}",
        "subject": span(batch),
        "printed": printed_text(),
        "manager": _manager(batch),
    }


def _manager(batch: Batch) -> str:
    """Who signs for the office: its manager of today, blank where it has none or several."""
    names = User.objects.filter(office=batch.office_id, role=Role.MANAGER, is_active=True)
    found = list(names.values_list("name", flat=True)[:2])
    return found[0] if len(found) == 1 else ""


def invitation_html(batch: Batch, roll: Roll) -> str:
    """The letter, and the list of those who have a place or wait for one."""
    version = roll.version
    topics = [(label, getattr(version, name).splitlines()) for name, label in TOPICS]
    return render_to_string(
        "training/invitation_print.html",
        _frame(batch, "Undangan") | {"roll": roll, "version": version, "topics": topics},
    )


def invitation_pdf(batch: Batch, roll: Roll) -> bytes:
    """The invitation, A4. Raises ``PdfError``."""
    return make_pdf(invitation_html(batch, roll), STYLES)


def attendance_list_html(batch: Batch, roll: Roll) -> str:
    """The list with an empty cell for each person and day."""
    return render_to_string(
        "training/attendance_print.html",
        _frame(batch, "Daftar hadir") | {"roll": roll, "days": roll.version.days},
    )


def attendance_list_pdf(batch: Batch, roll: Roll) -> bytes:
    """The attendance list to be signed, A4 across. Raises ``PdfError``."""
    return make_pdf(attendance_list_html(batch, roll), STYLES)


def certificates_html(batch: Batch, certificates: Sequence[Certificate]) -> str:
    """The certificates, a page each; participants loaded with their names."""
    version = batch.versions.first()
    topics = [topic for name, _ in TOPICS for topic in getattr(version, name).splitlines()]
    return render_to_string(
        "training/certificate_print.html",
        _frame(batch, "Sertifikat")
        | {"certificates": certificates, "topics": topics, "days": version.day_count,
           "place": version.place},
    )  # fmt: skip


def certificates_pdf(batch: Batch, certificates: Sequence[Certificate]) -> bytes:
    """The certificates, A4 across. Raises ``PdfError``."""
    return make_pdf(certificates_html(batch, certificates), CERTIFICATE_STYLES)
