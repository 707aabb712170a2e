"""An office's dated settings of its statements: which hold on a day, and how new ones begin."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from reports.models import Layout, StatementSetting
from upk.ledger.services import check_period_open, lock_office
from upk.offices.models import Office, User


def layout_of(office: Office, on: date) -> Layout:
    """The office's layout of the balance sheet on a day; one query.

    Until it chose one: the layout of Kepmendesa 136/2022, the newer of the two [chosen].
    """
    rows = StatementSetting.objects.filter(office=office).in_force(on)
    return Layout(rows.values_list("layout", flat=True).first() or Layout.CONTRA)


@transaction.atomic
def choose_layout(office: Office, layout: str, *, since: date, by: User) -> StatementSetting:
    """Let the balance sheet look so from a day on.

    Raises ``ValidationError`` for a closed day or an unknown layout.
    """
    office = lock_office(office)
    check_open(office, since)
    if layout not in Layout.values:
        raise ValidationError({"layout": "Pilih salah satu susunan."})
    return StatementSetting.objects.create(office=office, layout=layout, since=since, made_by=by)


def check_open(office: Office, since: date) -> None:
    """Raise ``ValidationError`` for the field ``since`` if the day lies in the closed books."""
    try:
        check_period_open(office, since)
    except ValidationError as error:
        raise ValidationError({"since": error.messages}) from error
