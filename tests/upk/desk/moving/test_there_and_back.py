"""An office that kept its books here is exported, read and moved into an empty office."""

import io
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from loans.ending_problems import Ruling
from loans.endings import write_off
from loans.models import Loan
from loans.portfolio import portfolio
from loans.repayments import reverse_repayment
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from reports.render.json import as_json
from tests import factories
from tests.reports.office import END, create_books
from tests.upk.desk.moving.offices import empty_office
from upk.assets.classes import add_default_classes
from upk.assets.models import Asset, AssetClass
from upk.assets.services import Goods, take_over
from upk.desk.check_books import check_books
from upk.desk.moving.checks import check
from upk.desk.moving.content import Content
from upk.desk.moving.exporting import EXPORTERS
from upk.desk.moving.reading import read
from upk.desk.moving.sheets import BY_KEY
from upk.desk.moving.template import write_workbook
from upk.desk.moving.writing.move import known_of, move_in
from upk.offices.models import Office, Person
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
QUARTER = ReportPeriod.of_quarter(Quarter(2009, 4))
OF_LOANS = (
    "lpp", "lpp-villages", "collectibility", "collectibility-villages", "arrears", "maturing",
    "active-loans", "settled", "provision", "disbursements",
)  # fmt: skip
OF_BOOKS = ("trial-balance", "balance-sheet")


def written(office: Office, as_of: date, tmp_path) -> bytes:
    """The readable workbook of an office."""
    path = tmp_path / "kantor.xlsx"
    write_workbook(path, [(BY_KEY[key], rows(office, as_of)) for key, rows in EXPORTERS.items()])
    return path.read_bytes()


def read_back(file: bytes, code: str) -> Content:
    """What was written, as rows, for the office of that code."""
    content, problems = read(io.BytesIO(file), today=factories.TODAY)
    assert problems == []
    [row] = content["office"]
    content.rows["office"] = [replace(row, values=row.values | {"code": code})]
    return content


def figures(office: Office, name: str) -> tuple:
    """Rows and totals of a report."""
    told = as_json(build(name, Question.of(office, QUARTER)))
    return told["rows"], told["totals"]


def classes(office: Office) -> list[tuple]:
    """What each loan owes, is late with, and in which class."""
    loans = Loan.objects.filter(office=office).order_by("code")
    return [
        (p.code, p.outstanding, p.interest_outstanding, p.standing.arrears, p.rule)
        for p in portfolio(office, loans, as_of=END)
    ]


def things(office: Office) -> list[tuple]:
    """What each thing cost and what is worn off; when it wore off here is another matter."""
    held = Asset.objects.filter(office=office).held(END).order_by("number")
    return [(thing.code, thing.acquisition.name, thing.cost, thing.worn) for thing in held]


@pytest.fixture
def source():
    """Seven loans, a receipt that was taken back, things, people with NIK."""
    books = create_books()
    office, by = books.office, books.manager
    add_default_classes(office, factories.BEGINNING)
    goods = Goods(AssetClass.objects.get(office=office, name="Komputer"), "Laptop", 3, 4_000_000,
                  "Kantor")  # fmt: skip
    take_over(
        goods, bought_on=date(2008, 3, 1), taken_on=date(2009, 1, 31), opening=900_000,
        against=factories.account(office, "3.1.01.01"), request_key=uuid4(), by=by,
    )  # fmt: skip
    wrong = factories.pay(books.loans["A"], on=date(2009, 12, 12), by=by, ahead=True)
    reverse_repayment(wrong, happened_on=date(2009, 12, 13), reason="Salah", by=by)
    person = Person.objects.filter(office=office).first()
    person.set_identity(nik="3314010101700001", kk="3314010101700002")
    person.save()
    return books


def moved(source, tmp_path) -> Office:
    manager = empty_office("BARU")
    content = read_back(written(source.office, END, tmp_path), "BARU")
    assert check(content, known_of(manager.office)) == []
    move_in(manager.office, content, by=manager, sha256="c" * 64)
    return manager.office


def test_reports_are_the_same(source, tmp_path):
    office = moved(source, tmp_path)

    for name in (*OF_LOANS, *OF_BOOKS):
        assert figures(office, name) == figures(source.office, name), name
    assert things(office) == things(source.office)
    results = check_books(Office.objects.filter(pk=office.pk), quarters=0)
    assert [(result.key, result.faults) for result in results if result.faults] == []


def test_rows_are_the_same(source, tmp_path):
    """Exported again, it is the same file but for the numbers of people and what was closed."""
    office = moved(source, tmp_path)

    for key, rows in EXPORTERS.items():
        if key in ("office", "people", "members", "shares", "balances"):
            continue
        assert list(rows(office, END)) == list(rows(source.office, END)), key
    assert Person.objects.get(office=office, name=_named(source).name).nik == "3314010101700001"


def _named(source) -> Person:
    return Person.objects.exclude(nik_digest=None).get(office=source.office)


def test_what_was_forgiven_is_left_out_of_the_loan(source, tmp_path):
    """A member's part written off: what is left, and what is late, comes out the same."""
    loan = source.loans["A"]
    member = loan.shares.first().person
    on = date(2009, 12, 20)
    write_off(
        loan, on=on, ruling=Ruling("MAD", "2/MAD/2009", on), kind="death", person=member,
        request_key=uuid4(), by=source.manager,
    )  # fmt: skip
    before = classes(source.office)

    office = moved(source, tmp_path)

    assert classes(office) == before
    assert Loan.objects.get(office=office, code=loan.code).principal < loan.principal
