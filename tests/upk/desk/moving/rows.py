"""Contents of a workbook made by hand, and the office that it moves into."""

from datetime import date, timedelta

from tests import factories
from upk.access import Role
from upk.desk.moving.checks.goats import check_goats
from upk.desk.moving.checks.grant_money import (
    check_operational,
    check_phases,
    check_receipts,
    check_trust,
)
from upk.desk.moving.checks.grants import check_grants
from upk.desk.moving.checks.households import check_aid, check_households
from upk.desk.moving.checks.levies import (
    check_levy_balances,
    check_levy_payments,
    check_levy_rules,
)
from upk.desk.moving.checks.upkeep import check_infrastructure
from upk.desk.moving.content import Content, Row
from upk.desk.moving.known import Known, KnownAccount
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.sheets import BY_KEY
from upk.desk.moving.writing import Moving
from upk.ledger.chart import template_accounts

CUT_OVER = date(2009, 12, 31)
FIELD = (
    check_infrastructure, check_levy_rules, check_levy_payments, check_households, check_aid,
    check_goats, check_phases, check_operational, check_receipts, check_grants, check_trust,
)  # fmt: skip
"""The checks of the rows that have to do with the villages, without those of every sheet."""


def rows_of(key: str, rows: list[dict]) -> list[Row]:
    """Rows of a sheet; cells that aren't named are empty. The first stands in row 2."""
    sheet = BY_KEY[key]
    return [
        Row(sheet, number, {column.key: row.get(column.key) for column in sheet.columns})
        for number, row in enumerate(rows, start=2)
    ]


def content_of(**sheets: list[dict]) -> Content:
    """What a workbook with these rows holds; its office moves on ``CUT_OVER``."""
    sheets.setdefault("office", [{"code": "UPK1", "cut_over": CUT_OVER}])
    return Content({key: rows_of(key, rows) for key, rows in sheets.items()})


def moving_of(content: Content, office=None) -> Moving:
    """A move into an empty office whose villages and people are there already."""
    office = office or factories.create_office()
    manager = factories.create_user(Role.MANAGER, office)
    moving = Moving(office, content, CUT_OVER, manager, factories.account(office, "3.3.01.01"))
    for row in content["villages"]:
        moving.keep(row, factories.create_village(office, code=row["code"], name=row["name"]))
    for row in content["people"]:
        person = factories.create_person(
            moving.find("villages", row["village"]), nik=row["nik"] or "", kk=row["kk"] or "",
            name=row["name"], sex=row["sex"],
        )  # fmt: skip
        moving.keep(row, person)
    return moving


def known() -> Known:
    """A new office as the checks know it: the template's chart."""
    accounts = {
        line.code: KnownAccount(line.name, line.kind, line.fund, line.liquidity, line.is_header)
        for line in template_accounts()
    }
    return Known("UPK1", CUT_OVER + timedelta(days=1), accounts)


def problems_of(content: Content) -> list[CellProblem]:
    """What the checks of the field's sheets say, in the order of the rows."""
    found = {problem for run in FIELD for problem in run(content)}
    return sorted(found | set(check_levy_balances(content, known())))


def told(problems) -> list[tuple[int, str, str, str]]:
    """Problems without their sheet: row, heading, what was found, what is expected."""
    return [(p.row, p.column, p.found, p.expected) for p in problems]
