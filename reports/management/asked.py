"""What the commands are asked alike: which office, which day."""

from datetime import date

from django.core.management.base import CommandError

from upk.offices.models import Office


def office_of(code: str | None) -> Office:
    """The office of that code; the only one of the installation if none is given.

    Raises ``CommandError``.
    """
    offices = Office.objects.select_related("district")
    if code is None:
        found = list(offices[:2])
        if len(found) == 1:
            return found[0]
        raise CommandError("Say which office: --office CODE. " + _known_offices())
    try:
        return offices.get(code=code.upper())
    except Office.DoesNotExist:
        raise CommandError(f"There is no office {code!r}. " + _known_offices()) from None


def _known_offices() -> str:
    codes = ", ".join(Office.objects.order_by("code").values_list("code", flat=True)[:20])
    return f"Offices here: {codes}." if codes else "No office has been created here yet."


def day_of(text: str) -> date:
    """The day that ``2009-12-31`` writes. Raises ``CommandError``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is no date. Write it as 2009-12-31.") from None
