"""Rows with cells emptied and changed at random: checks tell and never raise, and what they let
through can be written."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from tests.upk.desk.moving.test_field_moves import sheets
from tests.upk.desk.moving.workbook import content_of
from upk.desk.moving.checks import check
from upk.desk.moving.columns import Column, Kind
from upk.desk.moving.sheets import BY_KEY, grants, poor, upkeep
from upk.desk.moving.writing.move import known_of, move_in

pytestmark = pytest.mark.django_db
OURS = [sheet.key for part in (upkeep, poor, grants) for sheet in part.SHEETS]
TRIES = 60


def changed(column: Column, value: object, dice: random.Random) -> object:
    """Another value of the column's kind, as a reader could hand it over."""
    match column.kind:
        case Kind.DAY:
            near = (value or date(2009, 6, 1)) + timedelta(days=dice.randint(-400, 400))
            return dice.choice([near, date(1901, 1, 1), date(2009, 12, 31)])
        case Kind.AMOUNT | Kind.WHOLE:
            least, most = column.least or 0, column.most or 10**12
            near = max(least, min(most, (value or 0) + dice.choice([-1, 1])))
            return dice.choice([least, near])
        case Kind.DECIMAL:
            return Decimal(dice.randint(column.least or 0, min(column.most or 999, 999)))
        case Kind.CHOICE:
            return dice.choice([key for key, _ in column.choices])
        case Kind.YES_NO:
            return dice.choice([True, False])
        case _:
            return value if column.refers else dice.choice(["x", "", value])


def shaken(dice: random.Random) -> dict:
    """The whole office's rows with some cells of the villages' sheets emptied or changed."""
    rows = sheets()
    for _ in range(dice.choice([1, 1, 1, 2, 5])):
        key = dice.choice([key for key in OURS if rows.get(key)])
        place = dice.randrange(len(rows[key]))
        row = dict(rows[key][place])
        column = dice.choice(BY_KEY[key].columns)
        is_emptied = dice.random() < 0.4
        row[column.key] = None if is_emptied else changed(column, row.get(column.key), dice)
        rows[key] = [*rows[key][:place], row, *rows[key][place + 1 :]]
        if dice.random() < 0.1:
            rows[key].append(dict(dice.choice(rows[key])))
    return rows


def wanted_cells_are_there(rows: dict) -> bool:
    """Whether a reader would have let the rows through: it tells of required cells itself."""
    return all(
        row.get(column.key) not in (None, "")
        for key in OURS
        for row in rows.get(key, [])
        for column in BY_KEY[key].columns
        if column.required
    )


def test_shaken_rows_are_told_or_written(manager):
    dice, written = random.Random(20091231), 0
    known = known_of(manager.office)
    for _ in range(TRIES):
        rows = shaken(dice)
        content = content_of(rows)
        problems = check(content, known)
        if problems or not wanted_cells_are_there(rows):
            continue
        with transaction.atomic():
            move_in(manager.office, content, by=manager, sha256="a" * 64)
            transaction.set_rollback(True)
        written += 1
    assert written > 5
