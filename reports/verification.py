"""The code that is printed on an issued report, and which report a code belongs to.

A code is 60 random bits that belong to one revision alone (``IssuedReport.check_code``): nothing
else on paper leads to it, and one code says nothing about another. How often somebody may try is
the business of the page that asks (``upk.desk.public``).
"""

from django.conf import settings
from django.urls import reverse

from reports.models import IssuedReport
from reports.models.issued import CODE_ALPHABET, CODE_LENGTH

GROUP = 4
"""Letters that stand together in print."""

_READ_AS = str.maketrans("OIL", "011") | dict.fromkeys(map(ord, "- ._"))


def code(issued: IssuedReport) -> str:
    """The code as it is printed: ``7K3M-Q2XP-9TBA``."""
    letters = issued.check_code
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def path(issued: IssuedReport) -> str:
    """The check page of this report, without the name of the server."""
    return reverse("desk:report-check", args=[code(issued)])


def address(issued: IssuedReport) -> str:
    """The whole address of the check page, for a QR code.

    Empty where the installation has no public address (``PUBLIC_ADDRESS``): then the code alone is
    printed, since a QR code that leads nowhere is worse than none.
    """
    return f"{settings.PUBLIC_ADDRESS}{path(issued)}" if settings.PUBLIC_ADDRESS else ""


def read_code(typed: str) -> str:
    """The code as it is stored, from what somebody typed; empty if it can't be one.

    Small letters, blanks, hyphens, and O, I, L for the digits that they look like are taken.
    """
    text = typed.upper().translate(_READ_AS)
    return text if len(text) == CODE_LENGTH and set(text) <= set(CODE_ALPHABET) else ""


def find(typed: str) -> IssuedReport | None:
    """The issue of that code, with its office and ``outdated``, without its long text."""
    if not (text := read_code(typed)):
        return None
    reports = IssuedReport.objects.defer("value").with_outdated().select_related("office__district")
    return reports.filter(check_code=text).first()
