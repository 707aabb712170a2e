"""All sheets of the workbook, in the order of its tabs; a sheet may refer to those before it."""

from upk.desk.moving.columns import Sheet
from upk.desk.moving.sheets import books, grants, lending, office, poor, upkeep

SHEETS: tuple[Sheet, ...] = (
    *office.SHEETS,
    *books.SHEETS,
    *lending.SHEETS,
    *upkeep.SHEETS,
    *poor.SHEETS,
    *grants.SHEETS,
)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}
