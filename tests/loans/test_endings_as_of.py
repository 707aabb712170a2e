"""Arrears, classes and reports on every day around each ending: by hand, and counted anew.

The naive count shares nothing with the product: it walks the rows of the tables day by day.
"""

from datetime import date, timedelta

import pytest
from django.db import transaction

from loans.card import build_card
from loans.models import Instalment, Loan, LoanStep, Relief, Repayment
from loans.portfolio import portfolio
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from tests.loans.endings_world import ENDED, create_world
from upk.desk.check_books import check_books
from upk.ledger.models import Posting
from upk.offices.models import Office

pytestmark = pytest.mark.django_db

BEFORE, MONTH_AFTER = ENDED - timedelta(days=1), date(2010, 2, 20)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """In a transaction that is rolled back after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield create_world()
        transaction.set_rollback(True)


# By hand


BY_HAND = {
    # loan: (outstanding, arrears, class) the day before, on the day, a month after
    "settled": [(8_000_000, 3_450_000, "III"), (0, 0, "I"), (0, 0, "I")],
    # its waiver was undone on 1 February: the jasa of 10 February is late
    "unsettled": [(8_000_000, 3_450_000, "III"), (0, 0, "I"), (0, 150_000, "II")],
    "rescheduled": [(8_000_000, 3_450_000, "III"), (0, 0, "I"), (0, 0, "I")],
    # 666.500 + 120.000 + 16.666 is due on that very day, which is not late
    "new": [None, (8_000_000, 0, "I"), (8_000_000, 803_166, "I")],
    "put back": [(8_000_000, 3_450_000, "III"), (0, 0, "I"), (8_000_000, 4_600_000, "III")],
    "written off": [(8_000_000, 3_450_000, "III"), (0, 0, "I"), (0, 0, "I")],
    # a fifth less in each of the rows that were unpaid
    "member": [
        (8_000_000, 3_450_000, "III"), (6_400_000, 2_760_000, "III"), (6_400_000, 3_680_000, "III"),
    ],
    "dead": [
        (8_000_000, 3_450_000, "III"), (6_400_000, 2_760_000, "III"), (6_400_000, 3_680_000, "III"),
    ],
    "undone": [(8_000_000, 3_450_000, "III"), (0, 0, "I"), (8_000_000, 4_600_000, "III")],
    "cancelled": [(10_000_000, 5_750_000, "IV"), None, None],
}  # fmt: skip


@pytest.mark.parametrize("name", BY_HAND)
@pytest.mark.parametrize(("place", "day"), list(enumerate([BEFORE, ENDED, MONTH_AFTER])))
def test_class_arrears_and_outstanding_by_hand(world, name, place, day):
    loan = world.loans[name]

    found = portfolio(world.office, Loan.objects.filter(pk=loan.pk), as_of=day)

    got = [(p.outstanding, p.standing.arrears, p.rule.code) for p in found]
    expected = BY_HAND[name][place]
    assert got == ([] if expected is None else [expected])


def test_cancelled_loan_has_a_card_that_asks_nothing(world):
    loan = world.loans["cancelled"]

    before, after = build_card(loan, BEFORE), build_card(loan, ENDED)

    assert (before.standing.outstanding, before.rule.code) == (10_000_000, "IV")
    assert (after.standing.outstanding, after.standing.arrears, after.rule.code) == (0, 0, "I")
    assert after.totals.due == 0


def report(world, name, day):
    return build(name, Question.of(world.office, ReportPeriod.up_to(day)))


@pytest.mark.parametrize(
    ("day", "provision", "npl"),
    [
        # 8 loans of 8.000.000 in III at 25%, one of 10.000.000 in IV at 50%
        (BEFORE, 21_000_000, "100.00"),
        # two of 6.400.000 in III; two new loans of 8.000.000 in I at 1%: 12,8 of 28,8 million
        (ENDED, 3_360_000, "44.44"),
        # in III two of 8.000.000 and two of 6.400.000; in I the new one: 28,8 of 36,8 million
        (MONTH_AFTER, 7_280_000, "78.26"),
    ],
)
def test_provision_around_the_endings(world, day, provision, npl):
    found = report(world, "provision", day).totals

    assert (found["provision"], str(found["npl"])) == (provision, npl)


def test_lpp_counts_money_alone_as_realised(world):
    found = report(world, "lpp", ENDED).totals

    # two were settled with 10.000.000, six have paid 2.000.000; eight ask for 5 rows each
    assert found["through_principal"] == 32_000_000
    assert found["target_principal"] == 40_000_000
    assert str(found["repayment_rate"]) == "80.00"
    assert found["outstanding_principal"] == 28_800_000


def test_collectibility_and_arrears_agree_with_the_portfolio(world):
    for day in (BEFORE, ENDED, MONTH_AFTER):
        classes = report(world, "collectibility", day).totals
        arrears = report(world, "arrears", day).totals
        naive_all = naive_portfolio(day).values()

        assert classes["outstanding"] == sum(n["outstanding"] for n in naive_all)
        assert arrears["arrears_principal"] == sum(n["arrears"][0] for n in naive_all)
        assert arrears["arrears_interest"] == sum(n["arrears"][1] for n in naive_all)


# Counted anew


def naive_portfolio(day: date) -> dict[int, dict]:
    """Every loan that is out on the day, by id."""
    found = {}
    for loan in Loan.objects.exclude(disbursed_on=None):
        cancelled = LoanStep.objects.filter(loan=loan, to_status="X", happened_on__lte=day)
        if loan.disbursed_on <= day and not cancelled.exists():
            found[loan.pk] = naive(loan, day)
    return found


def naive(loan: Loan, day: date) -> dict:
    rows = [[i.pk, i.due_on, i.principal, i.interest] for i in Instalment.objects.filter(loan=loan)]
    rows.sort(key=lambda row: row[1])
    for relief in Relief.objects.filter(repayment__loan=loan, repayment__paid_on__lte=day):
        [row] = [row for row in rows if row[0] == relief.instalment_id]
        row[2] -= relief.principal
        row[3] -= relief.interest
    money = Repayment.objects.filter(loan=loan, paid_on__lte=day)
    events = [(r.principal, r.interest, naive_is_money(r)) for r in money]
    purse = [sum(e[part] for e in events if e[2]) for part in (0, 1)]
    unpaid = []
    for _, due_on, *asked in rows:
        for part in (0, 1):
            taken = min(asked[part], purse[part])
            purse[part] -= taken
            asked[part] -= taken
        unpaid.append((due_on, *asked))
    late = [due_on for due_on, p, i in unpaid if due_on < day and p + i > 0]
    return {
        "outstanding": loan.principal - sum(e[0] for e in events),
        "interest": sum(i for _, _, i in unpaid),
        "arrears": tuple(sum(u[part] for u in unpaid if u[0] <= day) for part in (1, 2)),
        "class": naive_class(min(late), day) if late else "I",
    }


def naive_is_money(repayment: Repayment) -> bool:
    return (repayment.reverses or repayment).kind == "cash"


def naive_class(oldest: date, day: date) -> str:
    """Marks from the oldest due date on, that one included, up to the day."""
    months, mark = 0, oldest
    while mark <= day:
        months += 1
        mark = date(mark.year + mark.month // 12, mark.month % 12 + 1, mark.day)
    return ["I", "II", "II", "III", "III", "IV", "IV", "V"][min(months, 7)]


DAYS = [
    *[date(2010, 1, 9) + timedelta(days=n) for n in range(38)],
    *[date(2009, 8, 9) + timedelta(days=11 * n) for n in range(40)],
]


def test_every_day_agrees_with_a_naive_count_and_with_the_ledger(world):
    receivable = world.loans["settled"].product.receivable_id
    seen = set()
    for day in DAYS:
        counted = naive_portfolio(day)
        found = {
            p.loan_id: {
                "outstanding": p.outstanding,
                "interest": p.interest_outstanding,
                "arrears": (p.standing.arrears_principal, p.standing.arrears_interest),
                "class": p.rule.code,
            }
            for p in portfolio(world.office, Loan.objects.all(), as_of=day)
        }
        assert found == counted, day
        books = Posting.objects.of_office(world.office).until(day).net_by_account()
        assert books.get(receivable, 0) == sum(n["outstanding"] for n in counted.values()), day
        seen |= {n["class"] for n in counted.values()}
    assert seen == {"I", "II", "III", "IV", "V"}


def test_lists_of_debtors_are_those_that_owe(world):
    for day in DAYS[::5]:
        question = Question.of(world.office, ReportPeriod.up_to(day))
        owing = {pk for pk, n in naive_portfolio(day).items() if n["outstanding"] or n["interest"]}
        assert {p.loan_id for p in question.owed_at_end()} == owing, day


def test_the_books_of_this_world_are_in_order(world):
    results = check_books(Office.objects.all())

    assert [result for result in results if result.faults] == []
    looked_at = {result.key: result.looked_at for result in results}
    # 2 waivers, 2 reschedulings, 2 write-offs, 2 members, and 3 of them undone
    assert looked_at["reliefs"].startswith("11 catatan")
    assert looked_at["reschedulings"] == "2 penjadwalan ulang, Rp 16.000.000"
    assert looked_at["recoveries"] == "3 penerimaan, Rp 700.000"


# Reports of the endings


def rows_of(found):
    return {line.row.key: line.row.values for line in found.rows()}


def code(world, name):
    return world.loans[name].code


def test_settled_loans_with_what_was_waived(world):
    rows = rows_of(report(world, "settled", date(2010, 1, 31)))

    assert set(rows) == {code(world, "settled"), code(world, "unsettled")}
    row = rows[code(world, "settled")]
    assert row["settled_on"] == ENDED
    assert (row["paid_principal"], row["paid_interest"]) == (10_000_000, 750_000)
    assert (row["relieved_principal"], row["waived"]) == (0, 750_000)


def test_settlement_that_was_undone_is_settled_no_more(world):
    assert report(world, "settled", date(2010, 2, 15)).is_empty
    quarter = Question.of(world.office, ReportPeriod(date(2010, 1, 1), date(2010, 2, 15)))
    assert set(rows_of(build("settled", quarter))) == {code(world, "settled")}


def test_write_offs_with_what_came_in_later(world):
    in_january = rows_of(report(world, "write-offs", date(2010, 1, 31)))
    found = report(world, "write-offs", date(2010, 2, 15))
    rows = rows_of(found)

    names = ("written off", "member", "dead")
    assert set(in_january) == {code(world, name) for name in (*names, "undone")}
    assert set(rows) == {code(world, name) for name in names}
    row = rows[code(world, "written off")]
    assert (row["written_off_on"], row["written_off"]) == (ENDED, 8_000_000)
    assert (row["recovered_within"], row["recovered"], row["left"]) == (700_000, 700_000, 7_300_000)
    assert row["note"] == "MAD 07/MAD/2010"
    assert rows[code(world, "dead")]["note"] == "pemanfaat meninggal, MAD 07/MAD/2010"
    assert rows[code(world, "member")]["written_off"] == 1_600_000
    assert found.totals["written_off"] == 11_200_000
    assert found.totals["written_off_within"] == 0


def test_rescheduled_loans_with_their_successors(world):
    january = report(world, "rescheduled", date(2010, 1, 31))
    rows = rows_of(january)

    assert set(rows) == {code(world, "rescheduled"), code(world, "put back")}
    row = rows[code(world, "rescheduled")]
    assert (row["moved"], row["carried"], row["forgiven"]) == (8_000_000, 200_000, 1_000_000)
    assert (row["new_code"], row["new_tenor"]) == (code(world, "new"), "12/1")
    quarter = Question.of(world.office, ReportPeriod(date(2010, 1, 1), date(2010, 2, 15)))
    assert set(rows_of(build("rescheduled", quarter))) == {code(world, "rescheduled")}


def test_disbursements_leave_out_what_was_taken_back_and_what_took_over(world):
    august = report(world, "disbursements", date(2009, 8, 31))
    whole = build("disbursements", Question.of(world.office, ReportPeriod(date(2009, 8, 1), ENDED)))

    assert (august.totals["loans"], august.totals["principal"]) == (9, 90_000_000)
    assert august.totals["proposed"] == 90_000_000
    assert (whole.totals["loans"], whole.totals["cancelled"]) == (8, 10_000_000)
