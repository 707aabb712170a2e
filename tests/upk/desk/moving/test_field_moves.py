"""A whole office with all that it does in the villages moves in, goes out and comes back."""

import io
from dataclasses import replace

import pytest

from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from reports.render.json import as_json
from tests import factories
from tests.upk.desk.moving import (
    test_goats,
    test_grants,
    test_households,
    test_upkeep,
    workbook,
)
from tests.upk.desk.moving.offices import empty_office
from tests.upk.desk.moving.workbook import CUT_OVER, content_of
from upk.desk.check_books import check_books
from upk.desk.moving.checks import check
from upk.desk.moving.exporting import EXPORTERS
from upk.desk.moving.reading import read
from upk.desk.moving.sheets import BY_KEY
from upk.desk.moving.template import write_workbook
from upk.desk.moving.writing.move import known_of, move_in
from upk.ledger.models import Account, Posting
from upk.offices.models import Office
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
REPORTS = (
    "infrastructure", "levies", "maintenance-grade", "goats", "aid", "grants-by-sector",
    "grants-by-village", "grants-by-year", "grant-progress", "unspent-tranches", "swadaya-ratio",
    "lpp", "trial-balance", "balance-sheet",
)  # fmt: skip
PERSONS = ("head", "person", "chair", "secretary", "treasurer")
LEVIES = [
    {"code": "1.1.01.08", "debit": 4_380_000},
    {"code": "1.1.01.10", "name": "Kas iuran", "debit": 150_000, "kind": "asset", "fund": "levy",
     "liquidity": "cash"},
    {"code": "2.3.02.01", "credit": 4_530_000},
]  # fmt: skip
BANK_INTEREST = {
    "code": "2.3.01.03", "name": "Titipan Bunga Rekening BLM", "credit": 35_000,
    "kind": "liability", "fund": "grant",
}  # fmt: skip


def ours(rows: list[dict]) -> list[dict]:
    """Rows about people of the two villages, whose numbers are others than the groups'."""
    return [
        row | {key: f"W{row[key]}" for key in PERSONS if row.get(key) is not None} for row in rows
    ]


def sheets() -> workbook.Sheets:
    """The small office's workbook with all the sheets of its work in the villages."""
    rows = workbook.sheets()
    rows["villages"] += test_grants.VILLAGES
    rows["people"] += [
        {"code": f"W{n}", "name": f"Warga {n}", "sex": "P", "village": "ALAS"} for n in range(1, 6)
    ]
    plain = [row for row in rows["balances"] if row["code"][0] < "4"]  # a year that was closed
    surplus = {"code": "3.2.01.01", "credit": 3_350_000}
    rows["balances"] = [*plain, surplus, *LEVIES, *test_grants.BALANCES, BANK_INTEREST]
    return rows | {
        "infrastructure": [
            test_grants.PIECE, test_upkeep.ROAD | {"code": "P2"},
        ],
        "levy_rules": [test_upkeep.RULE], "levy_payments": [test_upkeep.PAID],
        "levy_balances": test_upkeep.HELD,
        "populations": [{"village": "ALAS", "year": 2009, "inhabitants": 4_250}],
        "households": ours(test_goats.HOMES),
        "household_members": ours([test_households.CHILD | {"person": "4"}]),
        "aid": [test_households.FEES],
        "goats": [test_goats.MOTHER, test_goats.KID, test_goats.NEWER, test_goats.DEAD],
        "goat_stays": [test_goats.BEFORE],
        **test_grants.SHEETS, "grants": ours(test_grants.SHEETS["grants"]),
    }  # fmt: skip


def figures(office: Office) -> dict[str, tuple]:
    """Rows and totals of the reports, without the keys of rows: those name numbers of tables."""
    question = Question.of(office, ReportPeriod.of_quarter(Quarter(2009, 4)))
    found = {}
    for name in REPORTS:
        told = as_json(build(name, question))
        rows = [{k: v for k, v in row.items() if k not in ("key", "link")} for row in told["rows"]]
        found[name] = rows, told["totals"]
    return found


def faults(office: Office) -> list[tuple]:
    results = check_books(Office.objects.filter(pk=office.pk), quarters=0)
    return [(result.key, result.faults) for result in results if result.faults]


@pytest.fixture
def office(manager):
    content = content_of(sheets())
    assert check(content, known_of(manager.office)) == []
    move_in(manager.office, content, by=manager, sha256="a" * 64)
    return Office.objects.get(pk=manager.office.pk)


def test_books_of_the_whole_office_are_proved(office):
    assert faults(office) == []
    assert office.books_closed_through == CUT_OVER
    net = Posting.objects.of_office(office).until(CUT_OVER).net_by_account()
    accounts = Account.objects.filter(pk__in=[pk for pk, amount in net.items() if amount])
    held = {account.name: net[account.pk] for account in accounts if account.fund == "levy"}
    assert held == {
        "Kas di Bank Iuran Pemeliharaan": 4_380_000,
        "Kas Iuran Pemeliharaan (belum disetor)": 150_000,
        "Titipan Iuran Desa Alas": -4_150_000, "Titipan Iuran Desa Bayan": -380_000,
    }  # fmt: skip
    by_code = {account.code: net[account.pk] for account in accounts}
    trust = test_grants.TRUST
    assert (by_code["1.1.01.07"], by_code["2.3.01.01"]) == (trust + 35_000, -trust)
    assert (by_code["1.1.01.04"], by_code["3.1.01.01"]) == (8_000_000, -18_000_000)
    assert by_code["2.3.01.03"] == -35_000
    assert "3.3.01.01" not in by_code


def test_what_the_reports_say_of_the_villages(office):
    found = figures(office)

    totals = {name: told for name, (_, told) in found.items()}
    assert totals["grants-by-sector"]["grants_total"] == 510_000_000
    assert totals["levies"]["villages_with_regulation"] == 1
    assert totals["aid"]["aid_handed"] == 150_000 + 450_000  # school fees, and the goat from 2008
    assert totals["aid"]["aid_used"] == 0
    assert (totals["levies"]["paid"], totals["levies"]["balance"]) == (540_000, 4_530_000)
    assert totals["goats"]["inhabitants"] == 4_250
    assert (totals["goats"]["goats_ever"], totals["goats"]["goats_living"]) == (4, 3)


def test_office_goes_out_and_comes_back_the_same(office, tmp_path):
    path = tmp_path / "kantor.xlsx"
    rows = [(BY_KEY[key], list(found(office, CUT_OVER))) for key, found in EXPORTERS.items()]
    write_workbook(path, rows)
    content, problems = read(io.BytesIO(path.read_bytes()), today=factories.TODAY)
    assert problems == []
    [row] = content["office"]
    content.rows["office"] = [replace(row, values=row.values | {"code": "BARU"})]
    manager = empty_office("BARU")

    assert check(content, known_of(manager.office)) == []
    move_in(manager.office, content, by=manager, sha256="c" * 64)

    again = Office.objects.get(pk=manager.office.pk)
    assert faults(again) == []
    before, after = figures(office), figures(again)
    for name in REPORTS:
        assert after[name] == before[name], name
