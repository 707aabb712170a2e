"""All sheets of the workbook, in the order of its tabs; a sheet may refer to those before it.

A column more is a line here: template, explanations, drop-downs, reading and the checks of single
cells follow from it. Of the office, villages, people and groups one that is called as the table's
own column is also written and exported by it (``facts``); else the writer and the exporter of its
sheet say what it means.
"""

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
