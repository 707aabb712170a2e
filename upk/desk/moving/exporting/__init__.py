"""Writing an office back as the rows of the workbook's sheets."""

from collections.abc import Callable, Iterator
from datetime import date

from upk.desk.moving.exporting import books, goats, grants, households, lending, people, upkeep
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
    "infrastructure": upkeep.export_infrastructure,
    "levy_rules": upkeep.export_levy_rules,
    "levy_payments": upkeep.export_levy_payments,
    "levy_balances": upkeep.export_levy_balances,
    "households": households.export_households,
    "household_members": households.export_members,
    "aid": households.export_aid,
    "goats": goats.export_goats,
    "goat_stays": goats.export_goat_stays,
    "populations": goats.export_populations,
    "grant_phases": grants.export_phases,
    "grant_operational": grants.export_operational,
    "grant_receipts": grants.export_receipts,
    "grants": grants.export_grants,
    "grant_tranches": grants.export_tranches,
}
"""By the sheet's key."""
