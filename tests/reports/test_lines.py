"""Lines of an issue that can be added up: they are the figures of the pack's own reports."""

import pytest

from reports.issuing import issue_quarter
from reports.lines import lines_of
from reports.models import IssuedFigure, Layout, StatementSetting
from reports.pack import build_pack
from tests import factories
from upk.ledger.services import Move, post_entry
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
FOURTH = Quarter(2009, 4)


@pytest.fixture
def pack(books):
    return build_pack(books.office, FOURTH)


def summed(pack, prefix: str, column: str) -> int:
    return sum(
        line.value
        for line in lines_of(pack)
        if line.key.startswith(f"{prefix}/") and line.key.endswith(f"/{column}")
    )


def test_sides_of_the_balance_sheet_add_up(pack):
    totals = pack.report("balance-sheet").totals

    for side in ("assets", "liabilities", "equity"):
        assert summed(pack, f"balance-sheet/{side}", "balance") == totals[side]
        assert summed(pack, f"balance-sheet/{side}", "previous") == totals[f"{side}_previous"]
    assert totals["assets"] > 0


def test_allowances_of_the_older_layout_stand_apart(books):
    office = books.office
    expense, allowance = (factories.account(office, code) for code in ("5.1.07.01", "1.1.04.01"))
    post_entry(
        office, happened_on=FOURTH.end, memo="Cadangan", by=books.manager,
        moves=[Move(expense, allowance, 300_000)],
    )  # fmt: skip
    newer = build_pack(office, FOURTH)
    StatementSetting.objects.create(
        office=office, since=FOURTH.end, layout=Layout.RESERVE, made_by=books.manager
    )
    older = build_pack(office, FOURTH)

    assert summed(newer, "balance-sheet/reserve", "balance") == 0
    assert summed(older, "balance-sheet/reserve", "balance") == 300_000
    assert (
        summed(older, "balance-sheet/assets", "balance")
        == summed(newer, "balance-sheet/assets", "balance") + 300_000
    )


def test_income_less_expense_is_the_surplus(pack):
    totals = pack.report("income-statement").totals
    income = summed(pack, "income-statement/operating_income", "through") + summed(
        pack, "income-statement/other_income", "through"
    )

    assert income == totals["income"] > 0
    assert (
        summed(pack, "income-statement/operating_income", "within")
        == (totals["operating_income_within"])
    )


def test_cash_flow_leads_from_opening_to_closing(pack):
    lines = {line.key: line.value for line in lines_of(pack)}
    flows = sum(
        value if key.split("/")[2] == "in" else -value
        for key, value in lines.items()
        if key.startswith("cash-flow/") and key.endswith("/through") and "opening" not in key
    )

    closing = pack.report("cash-flow").totals["closing"]
    assert lines.get("cash-flow/opening/through", 0) + flows == closing != 0


def test_sums_of_the_office_are_the_reports_totals(pack):
    lines = {line.key: line.value for line in lines_of(pack)}
    lpp, risk = pack.report("lpp-villages").totals, pack.report("provision").totals

    assert lines["lpp-villages/outstanding_principal"] == lpp["outstanding_principal"]
    assert lines["lpp-villages/through_principal"] == lpp["through_principal"]
    assert summed(pack, "provision", "outstanding") == risk["base"] == lines["provision/base"]
    assert lines["provision/npl_outstanding"] == risk["npl_outstanding"]


def test_every_line_is_kept_with_the_issue(books):
    issued = issue_quarter(books.office, FOURTH, by=books.manager, render=False)

    kept = dict(IssuedFigure.objects.filter(report=issued).values_list("key", "value"))
    assert {
        line.key: line.value for line in lines_of(build_pack(books.office, FOURTH))
    }.items() <= (kept.items())
