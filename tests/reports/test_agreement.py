"""Reports agree with each other and with the books, whatever happened; the past stays as it was."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loans.collectibility import PRESETS
from loans.models import CollectibilityClass, CollectibilitySet, Loan, ProductTerms
from loans.repayments import reverse_repayment
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import REPORTS, build
from tests import factories
from tests.reports.office import create_books
from upk.ledger.models import Posting
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
QUARTER = ReportPeriod.of_quarter(Quarter(2009, 4))


def all_reports(office, period=QUARTER):
    return {name: build(name, Question.of(office, period)) for name in REPORTS}


def use_class_set(product, code, since):
    """Another class set for a product from a day on."""
    preset = PRESETS[code]
    made, is_new = CollectibilitySet.objects.get_or_create(
        office=product.office, code=code, defaults={"name": preset.name, "basis": preset.basis}
    )
    if is_new:
        for position, rule in enumerate(preset.classes):
            CollectibilityClass.objects.create(
                set=made, position=position, code=rule.code, name=rule.name,
                lower=rule.lower, upper=rule.upper, provision=rule.provision,
            )  # fmt: skip
    terms = product.terms.first()
    ProductTerms.objects.create(
        product=product, since=since, collectibility=made, **terms.terms_values()
    )


def random_office(seed):
    """An office with loans that were paid, paid ahead, left, settled and taken back at random."""
    chance = random.Random(seed)
    office = factories.create_office()
    manager = factories.create_user(office=office)
    products = [factories.create_product(office, code=code) for code in ("SPP", "UEP")]
    villages = [factories.create_village(office) for _ in range(3)]
    for _ in range(7):
        product = chance.choice(products)
        group = factories.create_group(
            chance.choice(villages), category=product.category, member_count=3
        )
        loan = factories.create_loan(
            group,
            product,
            principal=chance.randrange(3, 40) * 500_000,
            disbursed_on=date(2009, 1, 31) + timedelta(days=chance.randrange(300)),
            by=manager,
        )
        _pay_at_random(chance, loan, manager)
    return office


TO_PAY_UNTIL = factories.TODAY - timedelta(days=40)


def _pay_at_random(chance, loan, manager):
    on = loan.disbursed_on
    while (on := on + timedelta(days=chance.randrange(10, 50))) < TO_PAY_UNTIL:
        amount = chance.randrange(1, 8) * loan.principal // 20
        try:
            paid = factories.pay(loan, amount, on=on, by=manager, ahead=True)
        except ValidationError:  # settled, or more than is owed
            continue
        if chance.random() < 0.2:
            later = on + timedelta(days=chance.choice((0, 40)))
            reverse_repayment(paid, reason="Salah ketik", happened_on=later, by=manager)


def _of_receivables(office, cash_flow, way):
    """Money that came in, or went out, for the principal of loans."""
    codes = set(office.products.values_list("receivable__code", flat=True))
    keys = {f"operating/{way}/{code}" for code in codes}
    return sum(row.values["within"] for row in (line.row for line in cash_flow.lines() if line.row)
               if row.key in keys)  # fmt: skip


def agree(office, period):
    """Every report says of a period what the others and the ledger say."""
    made = all_reports(office, period)
    totals = {name: report.totals for name, report in made.items()}
    outstanding = totals["lpp"]["outstanding_principal"]
    assert totals["lpp-villages"]["outstanding_principal"] == outstanding
    assert totals["collectibility"]["outstanding"] == outstanding
    assert totals["collectibility-villages"]["outstanding"] == outstanding
    assert totals["provision"]["outstanding"] == outstanding
    assert totals["provision"]["base"] == outstanding
    assert totals["active-loans"]["outstanding"] == outstanding
    classes = [v for k, v in totals["collectibility"].items() if k.startswith("class_")]
    assert sum(classes) == outstanding
    risks = [r.values["outstanding"] for p in made["collectibility"].parts
             for r in p.totals if r.key.endswith("/risk")]  # fmt: skip
    assert sum(risks) == totals["provision"]["provision"]
    for key in ("arrears_principal", "arrears_interest"):
        assert totals["arrears"][key] == totals["lpp"][key]
        assert totals["collectibility"][key] == totals["lpp"][key]
    net = Posting.objects.of_office(office).until(period.end).net_by_account()
    for part in made["collectibility"].parts:
        receivable = office.products.get(code=part.key).receivable_id
        total = part.totals[0].values["outstanding"]
        assert total == net.get(receivable, 0)
    assert totals["trial-balance"]["debit"] == totals["trial-balance"]["credit"]
    sheet = totals["balance-sheet"]
    assert sheet["assets"] == sheet["liabilities"] + sheet["equity"]
    assert sheet["economic_assets"] == totals["trial-balance"]["economic_assets"]
    health, notes = totals["health"], totals["calk"]
    assert health["risk"] == notes["provision"] == totals["provision"]["provision"]
    assert health["outstanding"] == notes["outstanding"] == totals["provision"]["base"]
    assert health["arrears"] == notes["arrears"] == totals["lpp"]["arrears_principal"]
    assert health["surplus"] == notes["surplus"] == totals["income-statement"]["surplus"]
    assert totals["equity-changes"]["closing"] == notes["equity"] == sheet["equity"]
    money = office.accounts.cash_and_bank().values_list("pk", flat=True)
    assert totals["cash-flow"]["closing"] == sum(net.get(pk, 0) for pk in money)
    lpp = totals["lpp"]
    assert _of_receivables(office, made["cash-flow"], "in") == lpp["within_principal"]
    lent = totals["disbursements"].get("principal", 0)
    assert _of_receivables(office, made["cash-flow"], "out") == lent
    for part in ("principal", "interest"):
        assert lpp[f"before_{part}"] + lpp[f"within_{part}"] == lpp[f"through_{part}"]


@pytest.mark.parametrize("seed", range(6))
def test_reports_agree_with_each_other_and_with_the_receivables(seed):
    office = random_office(seed)

    for period in (QUARTER, ReportPeriod.up_to(date(2009, 7, 17))):
        agree(office, period)


def test_the_past_stays_as_it_was_when_more_is_paid():
    books = create_books()
    before = all_reports(books.office)

    for name in ("A", "B", "E"):
        factories.pay(books.loans[name], 1_150_000, on=date(2010, 1, 20), by=books.manager)
    factories.pay(books.loans["C"], 9_200_000, on=date(2010, 2, 1), by=books.manager, ahead=True)
    began = date(2010, 1, 3)
    group = factories.create_group(books.banaran, founded_on=began, since=began)
    factories.create_loan(group, disbursed_on=date(2010, 1, 4), by=books.manager)

    assert Loan.objects.get(pk=books.loans["C"].pk).status == Loan.Status.SETTLED
    assert all_reports(books.office) == before


def query_counts(office) -> dict[str, int]:
    """Number of queries of each report."""
    counts = {}
    for name in REPORTS:
        with CaptureQueriesContext(connection) as queries:
            build(name, Question.of(office, QUARTER))
        counts[name] = len(queries)
    return counts


def test_number_of_queries_does_not_grow_with_the_loans():
    books = create_books()
    few = query_counts(books.office)
    for n in range(5):
        group = factories.create_group(factories.create_village(books.office))
        factories.create_loan(group, disbursed_on=date(2009, 4, 1 + n), by=books.manager)

    assert query_counts(books.office) == few
    assert {name: count for name, count in few.items() if count > 25} == {}


def test_products_with_different_class_sets_are_kept_apart():
    books = create_books()
    use_class_set(books.loans["E"].product, "G", date(2009, 7, 1))
    made = all_reports(books.office)

    report = made["collectibility"]
    text = next(rule.text for rule in report.rule if rule.key == "class_set")
    assert "tiap produk memakai susunan sendiri" in text
    assert "UEP: 4 kelas" in text
    heads = [c.label for c in report.columns if c.key.startswith("class_")]
    assert heads == ["Kelas I", "Kelas II", "Kelas III", "Kelas IV", "Kelas V"]
    # E, 5 months: class III of set G (4 to 6 months); F, 8 months: class IV.
    parts = {part.key: part.totals[0].values for part in report.parts}
    assert parts["UEP"]["class_III"] == 24_000_000
    assert parts["UEP"]["class_IV"] == 7_200_000
    assert not [key for key in report.totals if key.startswith("class_")]
    # 12 x 0,5% + 24 x 50% + 7,2 x 100% and SPP as before.
    assert made["provision"].totals["provision"] == 3_260_000 + 60_000 + 12_000_000 + 7_200_000
    # all but the first class of G, and III of SPP
    assert made["provision"].totals["npl_outstanding"] == 8_000_000 + 31_200_000


def test_class_set_of_the_day_is_used():
    books = create_books()
    use_class_set(books.loans["E"].product, "G", date(2010, 1, 1))

    report = all_reports(books.office)["collectibility"]

    assert [c.label for c in report.columns if c.key == "class_I"] == ["I Lancar"]
    assert report.rule[1].text == "SPP=PNPM/months, UEP=PNPM/months"


def test_office_without_loans_has_reports_of_nothing():
    office = factories.create_office()
    factories.create_product(office)

    made = all_reports(office)

    shown = [name for name, report in made.items() if not report.is_empty]
    assert shown == [
        "balance-sheet", "cash-flow", "calk", "health", "grants-by-sector", "goats",
    ]  # fmt: skip
    assert made["lpp"].totals["repayment_rate"] is None
    assert made["provision"].totals["npl"] == Decimal(0)
