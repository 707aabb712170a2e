"""Writing an office back as the rows of the workbook's sheets."""

from collections.abc import Callable, Iterator
from datetime import date

from upk.desk.moving.exporting import books, lending, people
from upk.offices.models import Office

Exporter = Callable[[Office, date], Iterator[dict[str, object]]]
"""Rows of a sheet as an office stands at the end of a day: values by the columns' keys."""

EXPORTERS: dict[str, Exporter] = {
    "office": people.office_rows,
    "villages": people.village_rows,
    "people": people.person_rows,
    "groups": people.group_rows,
    "members": people.member_rows,
    "balances": books.balance_rows,
    "assets": books.asset_rows,
    "products": lending.product_rows,
    "loans": lending.loan_rows,
    "shares": lending.share_rows,
    "instalments": lending.instalment_rows,
    "payments": lending.payment_rows,
}
"""By the sheet's key."""
