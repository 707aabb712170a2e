"""The example office: the published figures to the rupiah, and the same rows each time."""

import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from hashlib import sha256

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db.models import Count, Sum

from closing.provisions import plan_provisions
from closing.results import closed_years
from closing.services import retained_surplus
from groups.models import Group, Membership
from loans.models import Instalment, Loan, Repayment
from loans.portfolio import Position, outstanding_by_class, portfolio, running
from reports.models import IssuedFile, IssuedReport
from tests import factories
from upk.access import Role
from upk.desk.check_books import check_books
from upk.desk.example import OFFICE_CODE, demo_accounts, load_example
from upk.desk.example.costs import LAST_COST_MEMO
from upk.desk.example.events import (
    Assessment,
    Booking,
    BudgetDecision,
    CashCounted,
    DaySheet,
    Disbursement,
    Letters,
    MonthEnd,
    PaperScanned,
    Purchase,
    Rebates,
    Recovery,
    Sale,
    Settlement,
    StatementCame,
    SurplusMeeting,
    WriteOff,
)
from upk.desk.example.people import NO_SUCH_REGION
from upk.desk.example.plan import make_plan
from upk.ledger.books import economic_assets
from upk.ledger.models import Account, Entry, PeriodChange, Posting
from upk.offices.identity import check_birth_date_matches
from upk.offices.models import Assignment, Office, Person, User, Village
from upk.periods import Quarter, today

END_OF_2009 = date(2009, 12, 31)
PRACTICE_DATE = date(2010, 2, 15)


@pytest.fixture
def office(example_db) -> Office:
    return Office.objects.get(code=OFFICE_CODE)


@pytest.fixture(scope="module")
def plan():
    return make_plan()


def quarters() -> list[Quarter]:
    return [Quarter(year, n) for year in range(2003, 2010) for n in range(1, 5)]


def balances(office: Office, as_of: date) -> dict[str, int]:
    """Net debit by account code."""
    codes = dict(Account.objects.filter(office=office).values_list("pk", "code"))
    net = Posting.objects.of_office(office).until(as_of).net_by_account()
    return {codes[pk]: amount for pk, amount in net.items()}


def positions_of(office: Office, as_of: date) -> list[Position]:
    """Loans that owed something on that day, without those whose disbursement was taken back."""
    loans = running(Loan.objects.filter(office=office), since=as_of, as_of=as_of)
    return portfolio(office, loans, as_of=as_of)


def digest(plan) -> str:
    """Of every date and amount of the plan."""
    lines = []
    for event in plan.events:
        match event:
            case DaySheet():
                rows = [(p.loan.group.code, p.parts.principal, p.parts.interest, p.penalty)
                        for p in event.payments]  # fmt: skip
            case Disbursement():
                rows = [(loan.group.code, loan.shares, loan.rows) for loan in event.loans]
            case Booking():
                rows = [(event.memo, event.moves)]
            case Purchase() | Sale():
                rows = [(event.name, event.moves)]
            case Assessment():
                rows = [event.group.code, event.marks]
            case Rebates():
                rows = [(loan.group.code, amount) for loan, amount in event.amounts]
            case Letters() | SurplusMeeting() | MonthEnd() | BudgetDecision():
                rows = []
            case CashCounted() | StatementCame() | PaperScanned():
                rows = [repr(event)]
            case WriteOff() | Recovery() | Settlement():
                rows = [event.loan.group.code, event.loan.payments, event.loan.reliefs]
            case _ if hasattr(event, "loan"):
                rows = [event.loan.group.code, event.loan.asked, event.loan.shares]
            case _:  # of villages, of the poor, visits, trainings, findings: plain values
                rows = [event]
        lines.append(f"{event.on} {type(event).__name__} {rows}")
    return sha256("\n".join(lines).encode()).hexdigest()


# What the office published


def test_villages_are_the_fourteen(office):
    names = list(Village.objects.filter(office=office).values_list("name", flat=True))

    assert names == [
        "Banaran", "Bukuran", "Donoyudan", "Jetiskarangpung", "Kalimacan", "Karangjati", "Keden",
        "Krikilan", "Ngebung", "Sambirembe", "Saren", "Tegalombo", "Trobayan", "Wonorejo",
    ]  # fmt: skip


def test_groups_are_142_spp_and_69_uep(office):
    groups = Counter(Group.objects.filter(office=office).values_list("category", flat=True))

    assert groups == {"SPP": 142, "UEP": 69}


def test_209_groups_have_a_running_loan_at_the_end_of_2009(office):
    positions = positions_of(office, END_OF_2009)

    with_loan = {position.group_id for position in positions if position.outstanding}

    assert len(with_loan) == 209


def test_economic_assets_are_the_published_figure(office):
    assert economic_assets(office, END_OF_2009) == 3_302_099_385


def test_grants_for_lending_are_the_capital(office):
    assert balances(office, END_OF_2009)["3.1.01.01"] == -1_867_850_000


def test_seven_years_are_closed_and_their_surplus_divided(office):
    years = closed_years(office, retained_surplus(office))

    assert [year.year for year in years] == list(range(2009, 2002, -1))
    for year in years:
        made = year.decision
        shares = {share.name: share for share in made.shares.all()}
        assert made.surplus == made.divided == year.surplus > 0
        assert made.decided_on.year == year.year + 1
        assert made.decided_on < PRACTICE_DATE
        assert shares["Dana sosial (RTM)"].percent == 20
        assert sum(share.amount for share in shares.values()) == year.surplus
    assert balances(office, PRACTICE_DATE)["3.2.01.01"] == 0


def test_a_closed_year_is_empty_the_next_day(office):
    for year in range(2003, 2010):
        held = balances(office, date(year, 12, 31))
        assert {code: held[code] for code in held if code[0] in "45" and held[code]} == {}


def test_each_year_end_holds_the_provision_that_its_loans_need(office):
    for year in range(2003, 2010):
        needs = plan_provisions(office, date(year, 12, 31))
        assert [need.difference for need in needs] == [0, 0]
        assert all(need.needed > 0 for need in needs)


def test_last_cost_is_posted_last_in_2009_and_below_5_percent_of_the_costs(office):
    of_2009 = Entry.objects.filter(office=office, year=2009).exclude(origin="closing")
    costs = (
        Posting.objects.filter(entry__in=of_2009, debit__kind="expense")
        .order_by()
        .aggregate(total=Sum("amount"))["total"]
    )

    last = of_2009.order_by("-id")[0]

    assert (last.memo, last.happened_on) == (LAST_COST_MEMO, END_OF_2009)
    assert 0 < last.total < costs * 0.05


# People and responsibilities


def test_seven_persons_are_responsible_for_two_villages_each(office):
    on_that_day = Assignment.objects.on(today(office)).order_by()

    counts = list(on_that_day.values("user").annotate(n=Count("village")).values_list("n"))

    assert counts == [(2,)] * 7


def test_one_account_per_role_can_sign_in(office):
    accounts = demo_accounts()

    assert [account.role for account in accounts] == [role.label for role in Role]
    for role, username, password in accounts:
        user = User.objects.get(username=username)
        assert (user.get_role_display(), check_password(password, user.password)) == (role, True)


def test_groups_have_5_to_12_members_with_three_officers(office):
    members = Membership.objects.order_by().values("group")

    sizes = {row["n"] for row in members.annotate(n=Count("id"))}
    officers = {row["n"] for row in members.exclude(position="member").annotate(n=Count("id"))}

    assert (min(sizes), max(sizes), officers) == (5, 12, {3})


def test_members_of_spp_groups_are_women(office):
    spp = Person.objects.filter(memberships__group__category="SPP")

    assert set(spp.values_list("sex", flat=True)) == {"P"}


def test_identity_numbers_are_nobodys_but_well_formed(office):
    with_nik = Person.objects.filter(office=office).exclude(nik_digest=None)  # children have none
    assert with_nik.count() > 2_000
    for person in [*with_nik[:200], *with_nik.order_by("-pk")[:200]]:
        assert person.nik.startswith(NO_SUCH_REGION)
        check_birth_date_matches(person.nik, person.birth_date, person.sex)


# Loans


def test_every_class_has_loans_at_the_end_of_2009(office):
    classes = outstanding_by_class(positions_of(office, END_OF_2009))

    assert {code for code, amount in classes.items() if amount} == {"I", "II", "III", "IV", "V"}


def test_practice_week_has_instalments_due(office):
    owed = Instalment.objects.filter(loan__status="A")

    today_in_krikilan = owed.filter(due_on=PRACTICE_DATE, loan__group__village__name="Krikilan")
    in_the_week = owed.filter(due_on__range=(PRACTICE_DATE, date(2010, 2, 21)))

    assert today_in_krikilan.count() > 10
    assert in_the_week.count() > 50
    assert not Repayment.objects.filter(paid_on__gt=PRACTICE_DATE).exists()


def test_every_month_of_the_last_year_has_payments_and_loans(office):
    first = date(2009, 3, 1)
    paid = Repayment.objects.filter(paid_on__gte=first).values_list("paid_on", flat=True)
    lent = Loan.objects.filter(disbursed_on__gte=first).values_list("disbursed_on", flat=True)

    expected = {(2009, month) for month in range(3, 13)} | {(2010, 1), (2010, 2)}

    assert {(day.year, day.month) for day in paid} == expected
    assert {(day.year, day.month) for day in lent} == expected


def test_practice_day_has_receipts_but_not_of_krikilan(office):
    today_paid = Repayment.objects.filter(paid_on=PRACTICE_DATE)

    assert today_paid.count() == 3
    assert not today_paid.filter(loan__group__village__name="Krikilan").exists()


def test_groups_wait_for_their_next_loan(office):
    assert Loan.objects.filter(status="W").exists()


def test_two_receipts_were_reversed(office):
    days = Repayment.objects.filter(kind="reversal").values_list("paid_on__year", flat=True)

    assert list(days) == [2008, 2010]


# Books


def test_books_prove_to_be_right(office):
    faults = {result.title: result.faults for result in check_books(Office.objects.all())}

    assert {title: found for title, found in faults.items() if found} == {}


def test_books_are_closed_quarter_by_quarter_through_2009(office):
    closed = PeriodChange.objects.filter(office=office).values_list("closed_after", flat=True)

    assert list(closed) == [quarter.end for quarter in quarters()]
    assert office.books_closed_through == END_OF_2009


def test_every_quarter_is_issued_once_without_a_pdf(office):
    issued = IssuedReport.objects.filter(office=office).order_by("id")

    assert [str(Quarter(i.year, i.quarter)) for i in issued] == [str(q) for q in quarters()]
    assert not IssuedFile.objects.exists()


def test_receivables_equal_the_loans_at_every_quarters_end(office):
    for as_of in [*(quarter.end for quarter in quarters()), PRACTICE_DATE]:
        net = balances(office, as_of)
        owed = defaultdict(int)
        for position in positions_of(office, as_of):
            owed[position.product_code] += position.outstanding

        assert (net.get("1.1.03.01", 0), net.get("1.1.03.02", 0)) == (owed["SPP"], owed["UEP"])


def test_no_cash_or_bank_account_is_ever_overdrawn(office):
    own = set(Account.objects.cash_and_bank().values_list("pk", flat=True))
    balance = defaultdict(int)
    postings = Posting.objects.of_office(office).order_by("entry__happened_on", "id")

    lowest = 0
    for debit, credit, amount in postings.values_list("debit_id", "credit_id", "amount"):
        balance[debit] += amount
        balance[credit] -= amount
        lowest = min([lowest, *(balance[pk] for pk in own)])

    assert lowest == 0


# The same each time


def test_books_hold_what_was_planned(office, plan):
    payments = [p for event in plan.events if isinstance(event, DaySheet) for p in event.payments]
    settled = [event.parts for event in plan.events if isinstance(event, Settlement)]
    parts = [*(p.parts for p in payments), *settled]
    booked = sum(
        amount
        for event in plan.events
        if isinstance(event, Booking)
        for _, _, amount in event.moves
    )
    rows = Repayment.objects.filter(office=office, kind="cash").aggregate(
        n=Count("id"), principal=Sum("principal"), interest=Sum("interest"), penalty=Sum("penalty")
    )

    assert rows == {
        "n": len(parts),
        "principal": sum(p.principal for p in parts),
        "interest": sum(p.interest for p in parts),
        "penalty": sum(p.penalty for p in payments),
    }
    by_hand = Entry.objects.filter(origin="ledger", cash_settlement__isnull=True)
    assert by_hand.aggregate(t=Sum("total"))["t"] == booked


def test_plan_is_the_same_in_another_process(plan):
    code = (
        "import django; django.setup();"
        "from tests.upk.desk.test_example import digest, make_plan; print(digest(make_plan()))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "527"}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "upk.settings")

    other = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    assert other.stdout.strip() == digest(plan)


def test_loading_twice_is_refused(office):
    with pytest.raises(ValidationError, match="Kantor contoh KALIJAMBE sudah ada"):
        load_example()
    with pytest.raises(CommandError, match="Kantor contoh KALIJAMBE sudah ada"):
        call_command("load_example")


def test_taken_user_name_is_refused_and_leaves_no_office(db):
    factories.create_user(username="bendahara")

    with pytest.raises(ValidationError, match="sudah dipakai kantor lain: bendahara"):
        load_example()

    assert not Office.objects.filter(code=OFFICE_CODE).exists()
