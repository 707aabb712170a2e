"""The start pages of all roles: figures worked out by hand, links to the lists behind them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from loans.repayments import reverse_repayment
from reports.dashboard import build_dashboard
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from tests import factories
from tests.reports.office import create_books
from tests.upk.signin.codes import set_up
from upk.access import Role
from upk.offices.models import User
from upk.signin.gate import VERIFIED

pytestmark = pytest.mark.django_db
NOW = date(2009, 12, 31)


@pytest.fixture
def books():
    made = create_books()
    set_today(made.office, NOW)
    return made


def set_today(office, day):
    office.practice_date = day
    office.save()


def board_of(user):
    return build_dashboard(User.objects.get(pk=user.pk))


def test_dashboard_of_the_office(books):
    board = board_of(books.manager)

    # The figures of tests/reports/test_worked_quarter.py; D is settled, so 6 loans remain.
    assert board.loans == 6
    assert [(p.code, p.loans, p.outstanding) for p in board.products] == [
        ("SPP", 3, 26_000_000),
        ("UEP", 3, 43_200_000),
    ]
    assert (board.late_loans, board.arrears_principal, board.arrears_interest) == (
        4, 28_400_000, 4_260_000,
    )  # fmt: skip
    assert board.repayment_rate == Decimal("47.60")  # D was settled in December: it counts
    assert (board.npl, board.npl_outstanding) == (Decimal("56.65"), 39_200_000)
    assert board.classes == (
        ("I Lancar", 18_000_000),
        ("II Dalam Perhatian Khusus", 12_000_000),
        ("III Kurang Lancar", 8_000_000),
        ("IV Diragukan", 24_000_000),
        ("V Macet", 7_200_000),
    )
    assert [p.code for p in board.worst] == ["KF-UEP1", "KE-UEP1", "KC-SPP1", "KB-SPP1"]


def test_figures_of_the_dashboard_are_those_of_the_reports(books):
    board = board_of(books.manager)
    question = Question.of(books.office, ReportPeriod.up_to(NOW))
    totals = {name: build(name, question).totals for name in ("lpp", "provision", "arrears")}

    assert board.outstanding == totals["lpp"]["outstanding_principal"]
    assert board.repayment_rate == totals["lpp"]["repayment_rate"]
    assert board.npl == totals["provision"]["npl"]
    assert board.arrears_principal == totals["arrears"]["arrears_principal"]
    assert board.late_loans == totals["arrears"]["loans"]


def test_due_within_seven_days_today_included(books):
    board = board_of(books.manager)

    # 31 December to 6 January: F on 31 December (800.000 + 120.000) and C on 5 January.
    assert [(r.position.code, r.due_on, r.principal, r.interest) for r in board.due] == [
        ("KF-UEP1", date(2009, 12, 31), 800_000, 120_000),
        ("KC-SPP1", date(2010, 1, 5), 1_000_000, 150_000),
    ]
    assert board.due_amount == 2_070_000


def test_what_was_paid_ahead_is_not_due_again(books):
    set_today(books.office, date(2010, 1, 10))
    factories.pay(books.loans["A"], 1_650_000, on=date(2010, 1, 9), by=books.manager, ahead=True)

    board = board_of(books.manager)

    # A: 1.000.000 + 150.000 for 10 January are paid; G owes its first row on 15 January.
    assert [row.position.code for row in board.due] == ["KG-UEP1"]


def test_months_show_what_came_due_and_what_was_paid(books):
    board = board_of(books.manager)

    months = {month.first: (month.target, month.realised) for month in board.months}
    assert len(months) == 12
    assert min(months) == date(2009, 1, 1)
    assert months[date(2009, 2, 1)] == (0, 0)
    # March: D alone, 500.000 + 75.000.
    assert months[date(2009, 3, 1)] == (575_000, 575_000)
    # December: A 1,15 | B 2,3 | C 1,15 | D 0,575 | E 3,45 | F 0,92 (30 April, 31 May …) = 9,545;
    # paid by A 1,15 and D 0,575.
    assert months[date(2009, 12, 1)] == (9_545_000, 1_725_000)
    totals = build("lpp", Question.of(books.office, ReportPeriod.up_to(NOW))).totals
    assert (
        sum(t for t, _ in months.values())
        == totals["target_principal"] + (totals["target_interest"])
    )
    assert (
        sum(r for _, r in months.values())
        == totals["through_principal"] + (totals["through_interest"])
    )


def test_a_reversed_payment_leaves_the_month_as_it_was(books):
    before = board_of(books.manager).months
    paid = factories.pay(books.loans["B"], 2_300_000, on=NOW, by=books.manager)
    reverse_repayment(paid, reason="Salah kelompok", happened_on=NOW, by=books.manager)

    assert board_of(books.manager).months == before


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TREASURER, Role.SECRETARY, Role.SUPERVISOR])
def test_home_of_the_office_links_every_figure_to_its_list(client, books, role):
    client.force_login(factories.create_user(role, office=books.office))

    page = client.get(reverse("desk:home")).content.decode()

    assert "Rp 69.200.000" in page
    assert "56,65%" in page
    for name in ("active-loans", "arrears", "lpp", "provision", "collectibility"):
        assert f'href="{reverse("reports:report", args=[name])}' in page
    assert f'href="{reverse("desk:due-list")}"' in page
    assert page.count("<svg xmlns") == 2


def test_home_of_a_facilitator_covers_the_own_villages(client, books):
    facilitator = factories.create_user(Role.FACILITATOR, office=books.office)
    factories.assign(facilitator, books.keden)
    client.force_login(facilitator)

    page = client.get(reverse("desk:home")).content.decode()

    # Keden: C 8 million, F 7,2 and G 12 million.
    assert "Rp 27.200.000" in page
    assert "Kelompok C" in page
    assert "Kelompok E" not in page
    blank = reverse("loans:day-sheet-print")  # in both menus, and as a button
    assert page.count(f'href="{blank}"') == 3


def test_home_of_an_office_without_loans_says_how_to_begin(client):
    office = factories.create_office()
    client.force_login(factories.create_user(office=office))

    page = client.get(reverse("desk:home")).content.decode()

    assert "Belum ada pinjaman yang berjalan" in page
    assert reverse("groups:group-list") in page


def test_home_of_a_facilitator_without_villages_says_whom_to_ask(client, books):
    client.force_login(factories.create_user(Role.FACILITATOR, office=books.office))

    assert "minta manajer menugaskan" in client.get(reverse("desk:home")).content.decode()


def test_due_list_names_every_instalment(client, books):
    client.force_login(books.manager)

    page = client.get(reverse("desk:due-list")).content.decode()

    assert "2 angsuran, Rp 2.070.000" in page
    assert page.count("<tr>") == 3


def test_home_takes_as_many_queries_for_many_loans(client, books):
    client.force_login(books.manager)
    client.get(reverse("desk:home"))  # notes the session's last use
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("desk:home"))
    for n in range(4):
        group = factories.create_group(factories.create_village(books.office))
        factories.create_loan(group, disbursed_on=date(2009, 6, 5 + n), by=books.manager)

    with CaptureQueriesContext(connection) as many:
        client.get(reverse("desk:home"))

    assert len(many) == len(few)
    assert len(few) <= 22


def test_an_office_to_practise_in_needs_none(books, client):
    client.force_login(books.manager)

    assert reverse("signin:set-up") not in client.get(reverse("desk:home")).text


@pytest.mark.parametrize(
    ("role", "since", "words"),
    [
        (Role.MANAGER, None, "pasang kode kedua"),
        (Role.TREASURER, None, ""),
        (Role.MANAGER, date(2126, 12, 24), "Mulai 24 Desember 2126 Anda memerlukan kode"),
        (Role.TREASURER, date(2126, 12, 24), "Mulai 24 Desember 2126 Anda memerlukan kode"),
        (Role.SECRETARY, date(2126, 12, 24), ""),
    ],
)
def test_who_should_have_a_second_factor_is_told_until_it_is_there(client, role, since, words):
    office = factories.create_office(second_factor_from=since, practice_date=None)
    user = factories.create_user(role, office)
    client.force_login(user)

    home = client.get(reverse("desk:home")).text

    assert words in home
    assert (reverse("signin:set-up") in home) == bool(words)
    set_up(user)
    client.force_login(user)
    session = client.session
    session[VERIFIED] = 1
    session.save()
    assert reverse("signin:set-up") not in client.get(reverse("desk:home")).text
