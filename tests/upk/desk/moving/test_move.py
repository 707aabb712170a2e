"""A whole office moves in: what the reports say of it, that nothing is written twice or by half."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from closing.services import reopen_through
from groups.models import Group, Membership
from loans.models import Loan, Product
from loans.portfolio import portfolio
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import REPORTS, build
from tests import factories
from tests.upk.desk.moving.workbook import CUT_OVER, content_of, sheets
from upk.assets.models import Asset
from upk.desk.check_books import check_books
from upk.desk.moving.checks import check
from upk.desk.moving.models import MovedIn
from upk.desk.moving.preview import ClassLine, ProductLine, preview_of
from upk.desk.moving.writing.move import (
    AlreadyMoved,
    NotClean,
    known_of,
    move_in,
    reasons_against,
)
from upk.ledger.by_hand import undo_entry
from upk.ledger.models import Account, Entry, Posting
from upk.ledger.services import close_books, reopen_books
from upk.offices.models import District, Office, Person, Village
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
SHA = "a" * 64


def move(manager, rows=None, **fields):
    content = content_of(rows or sheets())
    return move_in(manager.office, content, by=manager, **{"sha256": SHA} | fields)


def balances(office: Office, as_of: date) -> dict[str, int]:
    """Net debit by code, of accounts that aren't zero."""
    net = Posting.objects.of_office(office).until(as_of).net_by_account()
    codes = dict(Account.objects.filter(office=office).values_list("pk", "code"))
    return {codes[pk]: amount for pk, amount in net.items() if amount}


def test_the_workbook_is_clean(manager):
    assert check(content_of(sheets()), known_of(manager.office)) == []


def test_preview_says_what_will_be(manager):
    preview = preview_of(content_of(sheets()), known_of(manager.office))

    assert dict(preview.counts)["Pinjaman"] == 4
    assert preview.products == (
        ProductLine(
            "SPP", "Simpan Pinjam Perempuan", running=2, settled=1, late=1, lent=21_000_000,
            outstanding=7_000_000, arrears_principal=4_000_000, arrears_interest=360_000,
        ),
        ProductLine(
            "UEP", "Usaha Ekonomi Produktif", running=1, settled=0, late=1, lent=2_000_000,
            outstanding=2_000_000, arrears_principal=0, arrears_interest=30_000,
        ),
    )  # fmt: skip
    # The UEP loan is in the first month of its arrears.
    assert preview.classes == (
        ClassLine("I", "Lancar", 1, 3_000_000),
        ClassLine("II", "Dalam Perhatian Khusus", 1, 2_000_000),
        ClassLine("III", "Kurang Lancar", 0, 0),
        ClassLine("IV", "Diragukan", 1, 4_000_000),
        ClassLine("V", "Macet", 0, 0),
    )
    assert preview.debit == preview.credit == 23_250_000
    assert not Entry.objects.exists()


def test_loans_stand_as_the_preview_said(manager):
    move(manager)

    positions = portfolio(manager.office, Loan.objects.order_by("code"), as_of=CUT_OVER)
    assert [(p.code, p.outstanding, p.standing.arrears, p.rule.code) for p in positions] == [
        ("SPP-08-007", 0, 0, "I"),
        ("SPP-09-001", 3_000_000, 0, "I"),
        ("SPP-09-002", 4_000_000, 4_360_000, "IV"),
        ("UEP-09-001", 2_000_000, 30_000, "II"),
    ]


def test_accounts_have_the_balances_of_the_workbook(manager):
    move(manager)

    booked = balances(manager.office, CUT_OVER)
    # The year was closed with the cut-over day: its surplus is in the retained surplus.
    assert booked == {
        "1.1.01.01": 1_250_000, "1.1.01.04": 8_000_000, "1.1.01.09": 500_000,
        "1.1.03.01": 7_000_000, "1.1.03.02": 2_000_000, "1.2.01.04": 3_500_000,
        "1.2.02.03": -900_000, "3.1.01.01": -18_000_000, "3.2.01.01": -3_350_000,
    }  # fmt: skip


def test_a_year_under_way_keeps_its_income_and_expenses(manager):
    rows = sheets()
    rows["office"][0]["cut_over"] = date(2010, 1, 15)

    move(manager, rows)

    booked = balances(manager.office, date(2010, 1, 15))
    assert (booked["4.1.01.01"], booked["5.1.01.01"]) == (-4_350_000, 1_000_000)


def test_books_are_proved_and_closed(manager):
    move(manager)

    results = check_books(Office.objects.all(), quarters=0)
    assert [(result.key, result.faults) for result in results if result.faults] == []
    manager.office.refresh_from_db()
    assert manager.office.books_closed_through == CUT_OVER


def test_every_report_can_be_built(manager):
    move(manager)

    question = Question.of(Office.objects.get(), ReportPeriod.of_quarter(Quarter(2009, 4)))
    totals = {name: build(name, question).totals for name in REPORTS}
    assert totals["balance-sheet"]["assets"] == 21_350_000
    assert totals["lpp"]["outstanding_principal"] == 9_000_000


def test_what_belongs_to_the_office_is_there(manager):
    move(manager)

    office = Office.objects.get()
    assert (office.name, office.phone, office.district.code) == (
        "UPK Kalijambe", "0271-1234", "SRAGEN",
    )  # fmt: skip
    assert Village.objects.get(code="DONO").payment_day == 15
    assert Person.objects.get(name="Contoh 1").nik == "3314010000000001"
    assert Person.objects.filter(nik_digest=None).count() == 5
    assert Group.objects.get(code="DONO-01").level == "berkembang"
    assert Group.objects.get(code="DONO-02").level == "pemula"
    assert Membership.objects.filter(position="chair").count() == 3
    assert [asset.code for asset in Asset.objects.all()] == ["INV-0001", "INV-0002", "INV-0003"]
    made = Account.objects.get(code="1.1.01.09")
    assert (made.liquidity, made.parent.code) == ("bank", "1.1.01.00")


def test_terms_hold_from_the_first_loan_on(manager):
    """The default terms begin later: a day after them the workbook's hold again."""
    rows = sheets()
    rows["products"][0]["tenor"] = 18

    move(manager, rows)

    terms = Product.objects.get(code="SPP").terms.order_by("since")
    assert list(terms.values_list("since", "tenor")) == [
        (date(2009, 1, 5), 18), (date(2010, 1, 1), 12), (date(2010, 1, 2), 18),
    ]  # fmt: skip


def test_a_product_of_its_own_comes_along(manager):
    rows = sheets()
    rows["products"][1] |= {
        "code": "PINTAR", "name": "Pinjaman Pintar", "receivable": "1.1.03.03",
        "rate": Decimal("1.25"),
    }  # fmt: skip
    rows["loans"][3]["product"] = "PINTAR"
    rows["balances"][4]["code"] = "1.1.03.03"

    move(manager, rows)

    product = Product.objects.get(code="PINTAR")
    assert product.receivable.subledger == "loans"
    assert product.penalty_income.code == "4.1.01.06"
    assert not Product.objects.get(code="UEP").is_active


def test_another_receivable_frees_the_usual_one(manager):
    rows = sheets()
    rows["products"][1]["receivable"] = "1.1.03.03"
    rows["balances"][4]["code"] = "1.1.03.03"

    move(manager, rows)

    usual = Account.objects.get(code="1.1.03.02")
    assert usual.subledger == ""
    assert Product.objects.get(code="UEP").receivable.code == "1.1.03.03"


def test_an_office_of_another_kabupaten(manager):
    rows = sheets()
    rows["office"][0] |= {"district_code": "BOYOLALI", "district_name": "Boyolali"}

    move(manager, rows)

    assert Office.objects.get().district == District.objects.get(code="BOYOLALI")


def test_an_office_without_loans_moves_in(manager):
    rows = {key: sheets()[key] for key in ("office", "villages")}
    rows["balances"] = [
        {"code": "1.1.01.01", "debit": 100}, {"code": "3.1.01.01", "credit": 100},
    ]  # fmt: skip

    move(manager, rows)

    assert balances(manager.office, CUT_OVER) == {"1.1.01.01": 100, "3.1.01.01": -100}


def test_progress_ends_with_all_rows(manager):
    told = []

    move(manager, progress=lambda done, total: told.append((done, total)))

    total = sum(len(found) for found in sheets().values())
    assert told[-1] == (total, total)
    assert told == sorted(told)


def test_the_move_is_kept_with_its_file(manager):
    moved = move(manager, file_name="kalijambe.xlsx")

    assert MovedIn.objects.get() == moved
    assert (moved.sha256, moved.file_name, moved.cut_over) == (SHA, "kalijambe.xlsx", CUT_OVER)
    assert moved.row_count == sum(len(found) for found in sheets().values())


def test_the_same_file_again_changes_nothing(manager):
    moved = move(manager)
    before = Entry.objects.count()

    with pytest.raises(AlreadyMoved, match="sudah ada") as refused:
        move(manager)

    assert refused.value.moved == moved
    assert Entry.objects.count() == before


def test_another_file_is_refused_once_the_office_moved(manager):
    move(manager)

    with pytest.raises(ValidationError, match="sudah pindah"):
        move(manager, sha256="b" * 64)

    assert MovedIn.objects.count() == 1


def test_an_office_with_books_takes_nothing_in(manager):
    factories.create_group(factories.create_village(manager.office), member_count=2)

    [reason] = reasons_against(manager.office)

    assert reason.message.startswith("Kantor ini sudah berisi 1 kelompok, 2 orang. Data lama")
    with pytest.raises(ValidationError, match="masih kosong"):
        move(manager)


def test_an_office_that_closed_its_empty_books_takes_nothing_in(manager):
    """Also where they were opened again: the database takes no old facts after a closing."""
    close_books(manager.office, through=CUT_OVER, by=manager)
    reopen_books(manager.office, through=None, reason="Salah", by=manager)

    [reason] = reasons_against(manager.office)

    assert reason.code == "closed"
    with pytest.raises(ValidationError, match="pernah ditutup"):
        move(manager)


def test_older_books_stay_closed(manager):
    """What lies before the cut-over day can't be opened; the days after it can."""
    move(manager)
    close_books(manager.office, through=date(2010, 1, 31), by=manager)

    for through in (None, date(2009, 12, 30)):
        with pytest.raises(ValidationError, match="Sampai 31 Desember 2009 berlaku pembukuan lama"):
            reopen_through(manager.office, through=through, reason="Salah", by=manager)
    reopen_through(manager.office, through=CUT_OVER, reason="Salah", by=manager)

    manager.office.refresh_from_db()
    assert manager.office.books_closed_through == CUT_OVER


def test_a_workbook_with_problems_leaves_nothing_behind(manager):
    rows = sheets()
    rows["balances"][0]["debit"] += 1

    with pytest.raises(NotClean) as refused:
        move(manager, rows)

    assert [problem.sheet for problem in refused.value.problems] == ["Saldo awal"]
    assert not Village.objects.exists()
    assert not MovedIn.objects.exists()


def test_the_office_goes_on_from_there(manager):
    """The day after, a payment is taken as of any loan."""
    move(manager)
    loan = Loan.objects.get(code="SPP-09-001")
    cashier = factories.create_user("treasurer", manager.office)

    factories.pay(loan, 1_180_000, on=CUT_OVER + timedelta(days=15), by=cashier)

    [position] = portfolio(
        manager.office, Loan.objects.filter(pk=loan.pk), as_of=CUT_OVER + timedelta(days=15)
    )
    assert (position.outstanding, position.standing.arrears) == (2_000_000, 0)


def test_opening_balances_are_not_reversed_by_hand(client, manager):
    move(manager)
    entry = Entry.objects.get(kind="opening", origin="ledger")
    client.force_login(manager)

    page = client.get(reverse("ledger:entry-detail", args=[entry.pk])).content.decode()
    with pytest.raises(ValidationError, match="jurnal koreksi"):
        undo_entry(
            entry, happened_on=CUT_OVER + timedelta(days=9), reason="Salah", by=manager,
            request_key=uuid4(),
        )  # fmt: skip

    assert reverse("ledger:entry-reverse", args=[entry.pk]) not in page
    assert not Entry.objects.filter(kind="reversal").exists()
