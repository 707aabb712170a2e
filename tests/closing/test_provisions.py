"""The allowance for loan losses at a month's end."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from closing.models import ProvisionPosting
from closing.provisions import plan_provisions, post_provisions, reverse_provision
from loans.ending_problems import Ruling
from loans.endings import write_off
from loans.models import Product
from reports.period import ReportPeriod
from reports.provision import build_provision
from reports.question import Question
from tests import factories
from tests.closing.office import balance, post
from tests.reports.office import create_books
from upk.ledger.services import close_books
from upk.periods import Quarter

END, SEPTEMBER = date(2009, 12, 31), date(2009, 9, 30)
ALLOWANCE, EXPENSE = "1.1.04.01", "5.1.07.01"


@pytest.fixture
def books(db):
    return create_books()


def provide(books, as_of=END, **options):
    return post_provisions(
        books.office, as_of=as_of, request_key=uuid4(), by=books.manager, **options
    )


def test_the_need_is_that_of_the_collectibility_report(books):
    report = build_provision(Question.of(books.office, ReportPeriod.of_quarter(Quarter(2009, 4))))
    told = {part.key: part.totals[0].values for part in report.parts}

    needs = plan_provisions(books.office, END)

    assert {n.codes: (n.outstanding, n.needed) for n in needs} == {
        code: (values["outstanding"], values["provision"]) for code, values in told.items()
    }
    assert all(need.needed > 0 and need.held == 0 for need in needs)


def test_the_difference_is_posted_product_by_product(books):
    spp, uep = plan_provisions(books.office, END)

    made = provide(books)

    assert [(row.product.code, row.needed, row.held, row.amount) for row in made] == [
        ("SPP", spp.needed, 0, spp.needed), ("UEP", uep.needed, 0, uep.needed),
    ]  # fmt: skip
    assert balance(books.office, ALLOWANCE) == balance(books.office, EXPENSE) == spp.needed
    assert {row.entry.happened_on for row in made} == {END}
    assert [need.difference for need in plan_provisions(books.office, END)] == [0, 0]


def test_too_much_goes_back_from_the_expense(books):
    provide(books)
    before = balance(books.office, ALLOWANCE)
    factories.pay(books.loans["B"], 13_800_000, on=date(2010, 1, 5), by=books.manager, ahead=True)

    [spp, *_] = provide(books, date(2010, 1, 31))

    assert spp.amount == spp.needed - before < 0
    assert balance(books.office, ALLOWANCE) == spp.needed
    assert balance(books.office, EXPENSE) == spp.needed


def test_a_write_off_uses_the_allowance_and_the_next_month_fills_it_again(books):
    provide(books)
    held = balance(books.office, "1.1.04.02")
    on = date(2010, 1, 5)
    write_off(books.loans["F"], on=on, ruling=Ruling("MAD", "1", on), request_key=uuid4(),
              by=books.manager)  # fmt: skip

    need = plan_provisions(books.office, date(2010, 1, 31))[1]

    lost = 8_000_000 - 800_000
    assert need.held == max(0, held - lost)


def test_sent_twice_it_is_posted_once_and_a_second_time_says_what_stands(books):
    key = uuid4()
    first = post_provisions(books.office, as_of=END, request_key=key, by=books.manager)

    again = post_provisions(books.office, as_of=END, request_key=key, by=books.manager)
    assert again == first
    with pytest.raises(ValidationError, match="sudah sama dengan kebutuhannya"):
        provide(books)
    factories.pay(books.loans["C"], 1_150_000, on=date(2009, 12, 20), by=books.manager)
    with pytest.raises(ValidationError, match="per 31 Desember 2009 sudah dibukukan dengan BM-"):
        provide(books)
    assert ProvisionPosting.objects.count() == 2


def test_a_posting_taken_back_can_be_made_anew(books):
    [spp, _] = provide(books)
    how = {"reason": "Salah", "request_key": uuid4(), "by": books.manager}

    undone = reverse_provision(spp, **how)

    assert reverse_provision(spp, **how) == undone
    assert (undone.amount, undone.entry.reverses, undone.as_of) == (-spp.amount, spp.entry, END)
    assert balance(books.office, ALLOWANCE) == 0
    [again] = provide(books)
    assert again.amount == spp.amount
    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        reverse_provision(spp, reason="x", request_key=uuid4(), by=books.manager)


def test_too_much_that_was_used_since_does_not_go_back(books):
    provide(books)
    factories.pay(books.loans["B"], 13_800_000, on=date(2010, 1, 5), by=books.manager, ahead=True)
    post(books.manager, ALLOWANCE, "4.2.01.07", balance(books.office, ALLOWANCE), date(2010, 2, 5))

    with pytest.raises(ValidationError, match="SPP sudah dipakai sesudah 31 Januari 2010"):
        provide(books, date(2010, 1, 31))

    assert ProvisionPosting.objects.count() == 2


def test_an_allowance_that_was_used_is_not_taken_back(books):
    [_, uep] = provide(books)
    on = date(2010, 1, 5)
    write_off(books.loans["F"], on=on, ruling=Ruling("MAD", "1", on), request_key=uuid4(),
              by=books.manager)  # fmt: skip

    with pytest.raises(ValidationError, match="UEP sudah dipakai sesudah 31 Desember 2009"):
        reverse_provision(uep, reason="Salah", request_key=uuid4(), by=books.manager)

    assert balance(books.office, "1.1.04.02", END) == uep.needed
    assert not ProvisionPosting.objects.filter(reverses=uep).exists()


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        (date(2009, 12, 30), "pada akhir bulan"),
        (date(2010, 2, 28), "28 Februari 2010 belum tiba"),
        (SEPTEMBER, "Buku sudah ditutup"),
    ],
)
def test_a_day_that_can_not_be_is_refused(books, as_of, told):
    close_books(books.office, through=SEPTEMBER, by=books.manager)
    books.office.refresh_from_db()

    with pytest.raises(ValidationError, match=told):
        provide(books, as_of)

    assert not ProvisionPosting.objects.exists()


def test_figures_that_changed_since_they_were_shown_are_not_posted(books):
    shown = {need.product.pk: need.difference for need in plan_provisions(books.office, END)}
    factories.pay(books.loans["C"], 1_150_000, on=date(2009, 12, 20), by=books.manager)

    with pytest.raises(ValidationError, match="Angkanya berubah"):
        provide(books, shown=shown)

    assert not ProvisionPosting.objects.exists()


def test_products_that_share_an_allowance_are_one_line(books):
    spp, uep = Product.objects.filter(office=books.office)
    separate = plan_provisions(books.office, END)
    uep.allowance = spp.allowance
    uep.save()

    [need] = plan_provisions(books.office, END)

    assert (need.codes, need.product) == ("SPP, UEP", spp)
    assert need.needed == sum(one.needed for one in separate)
    [row] = provide(books)
    assert (row.amount, plan_provisions(books.office, END)[0].difference) == (need.needed, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_follow_the_loans(books, count, django_assert_num_queries):
    for _ in range(count):
        factories.create_loan(
            factories.create_group(books.banaran), principal=1_000_000,
            disbursed_on=date(2009, 11, 5), by=books.manager,
        )  # fmt: skip

    with django_assert_num_queries(12):
        plan_provisions(books.office, END)
