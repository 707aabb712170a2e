"""Screens of rebates: confirmed by the manager, paid by the treasurer, signed by the members."""

from uuid import uuid4

import pytest
from django.urls import reverse

from loans.models import Rebate, RebateApproval
from tests import factories
from tests.loans.rebate_world import FIRST, SECOND, approve, lend, pay_out, rebate_product
from upk.access import Role

pytestmark = pytest.mark.django_db

LIST, APPROVE, PAY = (f"loans:rebate-{name}" for name in ("list", "approve", "pay"))


@pytest.fixture
def office():
    return factories.create_office()


@pytest.fixture
def manager(office):
    return factories.create_user(Role.MANAGER, office)


@pytest.fixture
def treasurer(office):
    return factories.create_user(Role.TREASURER, office)


@pytest.fixture
def loan(office, treasurer, manager):
    loan = lend(rebate_product(office), by=treasurer)
    for day in (FIRST, SECOND):
        factories.pay(loan, on=day, by=treasurer)
    return loan


def ticks(loan, *numbers, amount=7_500):
    return [f"{loan.pk}-{n}-{amount}" for n in numbers]


def pay_data(loan, *numbers, **data):
    return {
        "items": ticks(loan, *numbers), "request_key": str(uuid4()), "paid_on": "2010-02-15",
        "cash": loan.product.cash_id, **data,
    }  # fmt: skip


def numbers_on(response):
    return [row["claim"].n for row in response.context["rows"]]


def test_manager_confirms_and_treasurer_pays(client, loan, manager, treasurer):
    client.force_login(manager)
    data = {"items": ticks(loan, 1, 2), "request_key": str(uuid4())}
    confirmed = client.post(reverse(APPROVE), data, follow=True)
    client.force_login(treasurer)
    paid = client.post(reverse(PAY), pay_data(loan, 1), follow=True)

    assert "2 IPTW disetujui, Rp 15.000" in confirmed.text
    assert "1 IPTW dibayar, Rp 7.500" in paid.text
    assert numbers_on(paid) == [2]
    assert numbers_on(client.get(reverse(LIST), {"status": "dibayar"})) == [1]
    assert numbers_on(client.get(reverse(LIST), {"status": "disetujui"})) == [2]


def test_each_ticks_what_is_theirs(client, loan, manager, treasurer):
    client.force_login(treasurer)
    before = client.get(reverse(LIST)).text.count('type="checkbox"')
    approve(loan, manager)
    after = client.get(reverse(LIST), {"pilih": "semua"})
    client.force_login(manager)
    nothing_left = client.get(reverse(LIST)).text.count('type="checkbox"')

    assert (before, nothing_left) == (0, 0)
    assert after.text.count("checked") == 2


def test_double_click_and_second_tab_pay_once(client, loan, manager, treasurer):
    approve(loan, manager)
    client.force_login(treasurer)
    data = pay_data(loan, 1)

    first, again = (client.post(reverse(PAY), data) for _ in range(2))
    other = client.post(reverse(PAY), pay_data(loan, 1, 2))

    assert first.url == again.url
    assert other.status_code == 422
    assert "sudah dibayar (BKK-2010-" in other.text
    assert numbers_on(other) == [1, 2]  # what was ticked stays in sight
    assert Rebate.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"items": []}, "Belum ada IPTW yang dipilih"),
        ({"items": ["1-1"]}, "Pilihan tidak terbaca"),
        ({"paid_on": "2010-02-16"}, "belum tiba"),
        ({"paid_on": ""}, "Bidang ini tidak boleh kosong"),
        ({"cash": "0"}, "Masukkan pilihan yang valid"),
        ({"amount": 7_499}, "sekarang Rp 7.500, bukan Rp 7.499"),
    ],
)
def test_bad_input_says_what_is_wrong_and_keeps_the_ticks(
    client, loan, manager, treasurer, change, message
):
    approve(loan, manager)
    client.force_login(treasurer)
    data = pay_data(loan, 1, **change)
    if "amount" in change:
        data["items"] = ticks(loan, 1, amount=change["amount"])

    response = client.post(reverse(PAY), data)

    assert response.status_code == 422
    assert message in response.text
    assert response.text.count("checked") == (
        1 if len(data["items"]) and message[:7] != "Pilihan" else 0
    )
    assert not Rebate.objects.exists()


def test_right_that_is_gone_is_refused_at_its_place(client, loan, manager):
    client.force_login(manager)

    response = client.post(reverse(APPROVE), {"items": ticks(loan, 7), "request_key": str(uuid4())})

    assert response.status_code == 422
    assert "Tidak ada hak IPTW" in response.text
    assert not RebateApproval.objects.exists()


def test_list_to_sign_has_the_familiar_columns_and_adds_up(client, loan, treasurer):
    client.force_login(treasurer)
    url = reverse("loans:loan-rebates", args=[loan.pk])

    whole, second = client.get(url), client.get(url, {"ke": "2"})

    for head in ("No", "Nama anggota", "Alokasi", "Total jasa", "Jumlah IPTW", "Tanda tangan"):
        assert f">{head}</th>" in whole.text
    assert [line.amount for line in whole.context["lines"]] == [3_000] * 5
    assert whole.context["totals"] == {"share": 10_000_000, "interest": 300_000, "amount": 15_000}
    assert second.context["totals"]["amount"] == 7_500


def test_manager_takes_a_payment_back_with_a_reason(client, loan, manager, treasurer):
    approve(loan, manager)
    paid, _ = pay_out(loan, treasurer)
    client.force_login(manager)
    url = reverse("loans:rebate-reverse", args=[paid.pk])
    data = {"reason": "Salah rekening", "happened_on": "2010-02-15", "request_key": str(uuid4())}

    empty = client.post(url, data | {"reason": ""})
    done = client.post(url, data)
    twice = client.post(url, data | {"request_key": str(uuid4())})

    assert "Bidang ini tidak boleh kosong" in empty.text
    assert done.url == reverse("loans:loan-rebates", args=[loan.pk])
    assert "sudah dibatalkan" in twice.text
    assert Rebate.objects.filter(reverses=paid).count() == 1


def test_voucher_leads_to_the_loans_rebates(client, loan, manager, treasurer):
    approve(loan, manager)
    paid, _ = pay_out(loan, treasurer)
    client.force_login(treasurer)

    response = client.get(reverse("loans:entry-source", args=[paid.entry_id]))

    assert response.url == reverse("loans:loan-rebates", args=[loan.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_a_constant_number_of_queries(
    client, office, manager, count, django_assert_num_queries
):
    product = rebate_product(office)
    for _ in range(count):
        factories.pay(lend(product, by=manager), on=FIRST, by=manager)
    client.force_login(manager)
    client.get(reverse(LIST))  # the session's own time of last use

    # session, user; loans, rules, instalments, payments, approvals, rebates; products, villages
    with django_assert_num_queries(10):
        response = client.get(reverse(LIST))

    assert numbers_on(response) == [1] * count
