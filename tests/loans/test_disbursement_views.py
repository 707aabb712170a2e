"""Screens of paying out: one loan, several at once, and the papers after it."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from loans.choices import choose_next
from loans.members import cells_of
from loans.models import Loan, Product
from loans.proposals import take_back
from loans.services import disburse_loan
from loans.setup import add_rules
from tests import factories
from upk.access import Role
from upk.ledger.models import Posting
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db
DAY = date(2010, 2, 10)


@pytest.fixture
def treasurer():
    return factories.create_user(Role.TREASURER)


@pytest.fixture
def signed_in(client, treasurer):
    client.force_login(treasurer)
    return client


@pytest.fixture
def village(treasurer):
    return factories.create_village(treasurer.office)


@pytest.fixture
def waiting(village, treasurer):
    product = factories.create_product(village.office)
    factories.put_money_in(product.cash, 12_000_000, by=treasurer)
    return waiting_loan(village)


def waiting_loan(village, **fields):
    return factories.create_loan(
        factories.create_group(village), disbursed_on=None, approved_on=date(2010, 2, 1), **fields
    )


def address(name, *args, **query):
    return reverse(f"loans:{name}", args=args, query=query)


def form_data(loan, **data):
    return {
        "disbursed_on": "2010-02-10",
        "cash": loan.product.cash_id,
        "request_key": str(uuid4()),
        **data,
    }


# One loan


def test_schedule_and_balance_are_shown_first(signed_in, waiting):
    url = address("loan-disburse", waiting.pk)

    shown = signed_in.get(url)
    moved = signed_in.post(url, form_data(waiting, jadwal="1"))

    assert "saldo Rp 12.000.000" in shown.text
    account = shown.context["account"]
    assert (account["before"], account["total"], account["after"]) == (
        12_000_000, 10_000_000, 2_000_000,
    )  # fmt: skip
    assert shown.context["loans"][0]["lines"][0]["row"].due_on == date(2010, 3, 15)
    assert moved.context["loans"][0]["lines"][0]["row"].due_on == date(2010, 3, 10)
    waiting.refresh_from_db()
    assert waiting.status == "W"


def test_members_cells_add_up_by_row_and_column(signed_in, village, waiting):
    loan = waiting_loan(village, principal=10_000_003)

    [shown] = signed_in.get(address("loan-disburse", loan.pk)).context["loans"]

    for line in shown["lines"]:
        assert sum(line["cells"]) == line["due"] == line["row"].principal + line["row"].interest
    columns = list(zip(*(line["cells"] for line in shown["lines"]), strict=True))
    assert shown["totals"] == [sum(column) for column in columns]
    assert sum(shown["totals"]) == shown["due"] == shown["principal"] + shown["interest"]


def test_payment_day_and_cut_off_shift_the_preview_and_the_schedule_alike(signed_in, village):
    village.payment_day = 20
    village.save()
    product = factories.create_product(village.office, terms={"cutoff_day": 10})
    factories.put_money_in(product.cash, 12_000_000, by=factories.approver(village.office))
    loan = waiting_loan(village)
    url = address("loan-disburse", loan.pk)

    shown = signed_in.post(url, form_data(loan, jadwal="1")).context["loans"][0]
    signed_in.post(url, form_data(loan, cairkan="1"))

    planned = [line["row"].due_on for line in shown["lines"]]
    assert planned[:2] == [date(2010, 4, 20), date(2010, 5, 20)]
    assert list(loan.instalments.values_list("due_on", flat=True)) == planned


def test_double_click_and_two_tabs_pay_once(signed_in, waiting):
    url, data = address("loan-disburse", waiting.pk), form_data(waiting, cairkan="1")

    first = signed_in.post(url, data)
    again = signed_in.post(url, data)
    other_tab = signed_in.post(url, form_data(waiting, cairkan="1"))

    assert first.url == again.url == address("disbursement", data["request_key"])
    assert "tidak sedang menunggu pencairan" in other_tab.text
    waiting.refresh_from_db()
    assert (waiting.status, waiting.disbursed_on) == ("A", DAY)
    assert waiting.office.entries.filter(origin="loans").count() == 1


@pytest.mark.parametrize("key", ["", "abc"])
def test_a_form_without_its_key_says_so(signed_in, waiting, key):
    """The field is hidden: an error beside it would be seen by nobody."""
    data = form_data(waiting, request_key=key, cairkan="1")

    shown = signed_in.post(address("loan-disburse", waiting.pk), data)

    assert "Formulir ini tidak utuh" in shown.text
    waiting.refresh_from_db()
    assert waiting.disbursed_on is None


def test_everything_that_is_in_the_way_is_said_at_once(signed_in, waiting, treasurer):
    close_books(waiting.office, through=date(2010, 1, 31), by=treasurer)
    kas = factories.account(waiting.office, "1.1.01.01")
    data = form_data(waiting, disbursed_on="2010-01-31", cash=kas.pk)

    for button in ("jadwal", "cairkan"):
        problems = signed_in.post(
            address("loan-disburse", waiting.pk), {**data, button: "1"}
        ).context["problems"]

        assert problems == [
            "Buku sudah ditutup sampai 31 Januari 2010. Pilih tanggal sesudahnya.",
            f"Pencairan {waiting} tidak boleh sebelum persetujuan (1 Februari 2010).",
            f"Saldo {kas.name} Rp 0, kurang Rp 10.000.000. "
            "Pilih rekening lain atau pindahkan dana dahulu.",
        ]
    waiting.refresh_from_db()
    assert waiting.status == "W"


def test_future_and_withdrawn_approvals_are_refused(signed_in, waiting, treasurer):
    url = address("loan-disburse", waiting.pk)
    future = signed_in.post(url, form_data(waiting, disbursed_on="2010-02-16", cairkan="1"))
    take_back(waiting, reason="Salah", on=DAY, by=factories.approver(waiting.office))
    withdrawn = signed_in.post(url, form_data(waiting, cairkan="1"))

    assert future.context["problems"] == [
        "Tanggal 16 Februari 2010 belum tiba. Periksa tanggalnya."
    ]
    assert withdrawn.context["problems"] == [f"Pinjaman {waiting} tidak sedang menunggu pencairan."]


def test_trust_money_is_no_choice_and_the_service_refuses_it_too(signed_in, waiting, treasurer):
    grants = factories.account(waiting.office, "1.1.01.07")

    response = signed_in.post(
        address("loan-disburse", waiting.pk), form_data(waiting, cash=grants.pk, cairkan="1")
    )

    assert "cash" in response.context["form"].errors
    with pytest.raises(ValidationError, match="bukan dana bergulir"):
        disburse_loan(waiting, disbursed_on=DAY, cash=grants, request_key=uuid4(), by=treasurer)


def test_who_approved_a_loan_is_told_that_another_pays_it_out(client, village, waiting):
    both = factories.create_user(Role.TREASURER, office=village.office)
    loan = factories.create_proposal(factories.create_group(village), proposed_on=DAY)
    loan = factories.advance(factories.advance(loan), by=both)
    client.force_login(both)

    shown = client.get(address("loan-disburse", loan.pk))
    done = client.post(address("loan-disburse", loan.pk), form_data(loan, cairkan="1"))

    sentence = f"Anda sendiri yang menyetujui pinjaman {loan}. Pencairannya dilakukan orang lain."
    assert shown.context["problems"] == [sentence]
    assert done.context["problems"] == [sentence]
    loan.refresh_from_db()
    assert loan.status == "W"


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.TREASURER, Role.DISTRICT)])
def test_nobody_but_the_treasurer_pays_out(client, waiting, role):
    client.force_login(factories.create_user(role, office=waiting.office))

    assert client.get(address("loan-disburse", waiting.pk)).status_code == 403
    assert client.get(address("loans-disburse", pinjaman=waiting.pk)).status_code == 403


def test_treasurer_is_told_whom_the_manager_chose(signed_in, village, waiting):
    other = waiting_loan(village)
    by = factories.approver(village.office)
    choose_next(other, reason="Musim tanam", on=factories.TODAY, by=by)

    assert f"Berikutnya menurut manajer: {other} (Musim tanam)" in (
        signed_in.get(address("loan-disburse", waiting.pk)).text
    )
    assert "menurut manajer" not in signed_in.get(address("loan-disburse", other.pk)).text


# Several at once


def test_several_are_paid_out_together_or_not_at_all(signed_in, village, waiting, treasurer):
    other = waiting_loan(village)
    url = address("loans-disburse", pinjaman=[waiting.pk, other.pk])

    lacking = signed_in.post(url, form_data(waiting, cairkan="1"))
    assert ["kurang Rp 8.000.000" in problem for problem in lacking.context["problems"]] == [True]
    assert not Loan.objects.filter(status="A").exists()

    factories.put_money_in(waiting.product.cash, 8_000_000, by=treasurer)
    done = signed_in.post(url, form_data(waiting, cairkan="1"), follow=True)

    assert [loan.status for loan in Loan.objects.order_by("pk")] == ["A", "A"]
    assert "BKK-2010-000001" in done.text
    assert "BKK-2010-000002" in done.text
    assert done.context["total"] == 20_000_000


@pytest.mark.parametrize("asked", [{}, {"pinjaman": "x"}, {"pinjaman": list(range(1, 60))}])
def test_nothing_or_too_much_ticked_leads_back(signed_in, waiting, asked):
    response = signed_in.get(address("loans-disburse", **asked), follow=True)

    assert "Centang 1 sampai 50 pinjaman" in response.text


def test_a_loan_of_another_office_among_them_is_not_found(signed_in, waiting):
    foreign = factories.create_loan(disbursed_on=None)

    url = address("loans-disburse", pinjaman=[waiting.pk, foreign.pk])

    assert signed_in.get(url).status_code == 404
    assert signed_in.post(url, form_data(waiting, cairkan="1")).status_code == 404


def test_preview_of_many_asks_as_many_queries_as_of_one(signed_in, village, waiting):
    others = [waiting_loan(village) for _ in range(4)]
    counts = []
    for loans in ([waiting], [waiting, *others]):
        url = address("loans-disburse", pinjaman=[loan.pk for loan in loans])
        signed_in.get(url)
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1]


# Rounded per member


def test_rule_of_the_day_rounds_per_member_and_the_loan_keeps_it(signed_in, village, waiting):
    """3 members with 1.000.000 over 12 months, to 500: 83.500 each, so 250.500 for the group."""
    product = Product.objects.get()
    add_rules(product, since=DAY, ceilings={}, rounds_per_member=True)
    group = factories.create_group(village, member_count=3)
    loan = factories.create_loan(
        group, principal=3_000_000, disbursed_on=None, approved_on=date(2010, 2, 1),
        terms={"tenor": 12},
    )  # fmt: skip
    url = address("loan-disburse", loan.pk)

    before = signed_in.post(url, form_data(loan, disbursed_on="2010-02-09", jadwal="1"))
    since = signed_in.post(url, form_data(loan, jadwal="1"))
    signed_in.post(url, form_data(loan, cairkan="1"))

    assert before.context["loans"][0]["lines"][0]["row"].principal == 250_000
    assert since.context["loans"][0]["lines"][0]["row"].principal == 250_500
    loan.refresh_from_db()
    rows = list(loan.instalments.order_by("n"))
    assert loan.rounds_per_member is True
    assert [row.principal for row in rows] == [250_500] * 11 + [244_500]
    assert {cell.principal for cell in cells_of(loan, rows, [1_000_000] * 3)[0]} == {83_500}
    page = signed_in.get(address("loan-shares", loan.pk, bagian="pokok"))
    assert page.context["totals"] == [1_000_000] * 3
    assert page.context["table"][0]["cells"] == [83_500] * 3
    with pytest.raises(DatabaseError, match="keeps its terms"), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(rounds_per_member=False)
    assert Posting.objects.net_by_account()[product.receivable_id] == 3_000_000


def test_loans_before_the_rule_keep_the_group_s_rounding(village, waiting):
    old = factories.create_loan(factories.create_group(village))
    add_rules(old.product, since=date(2010, 2, 14), ceilings={}, rounds_per_member=True)

    assert old.rounds_per_member is False


# The papers


def test_papers_show_vouchers_members_and_amounts(signed_in, waiting):
    data = form_data(waiting, cairkan="1")
    signed_in.post(address("loan-disburse", waiting.pk), data)
    waiting.refresh_from_db()

    result = signed_in.get(address("disbursement", data["request_key"])).text
    paper = signed_in.get(address("handover", waiting.pk)).text

    assert reverse("ledger:entry-print", args=[waiting.disbursement_id]) in result
    assert address("handover", waiting.pk) in result
    assert "Sepuluh juta rupiah" in paper
    assert paper.count("2.000.000") == 5
    assert all(share.person.name in paper for share in waiting.shares.all())


def test_papers_before_the_money_or_of_elsewhere_are_not_found(client, signed_in, waiting):
    assert signed_in.get(address("handover", waiting.pk)).status_code == 404
    assert signed_in.get(address("disbursement", uuid4())).status_code == 404

    data = form_data(waiting, cairkan="1")
    signed_in.post(address("loan-disburse", waiting.pk), data)
    client.force_login(factories.create_user(Role.TREASURER))

    assert client.get(address("handover", waiting.pk)).status_code == 404
    assert client.get(address("disbursement", data["request_key"])).status_code == 404
