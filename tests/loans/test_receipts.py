"""Receipts on paper and taking them back on screen."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from loans.models import Loan, Repayment
from loans.receipt_views import left_after
from tests import factories
from upk.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan():
    return factories.create_loan(disbursed_on=date(2009, 8, 10))


@pytest.fixture
def manager(loan):
    return factories.create_user(Role.MANAGER, loan.office, name="Bu Manajer")


@pytest.fixture
def manager_client(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def paid(loan, manager):
    payer = loan.group.memberships.first().person
    return factories.pay(loan, 6_900_000, by=manager, penalty=1000, paid_in_by_id=payer.pk)


def reverse_url(repayment):
    return reverse("loans:repayment-reverse", args=[repayment.pk])


def test_payers_are_read_for_a_form_that_is_shown_again_alone(manager_client, loan):
    address = reverse("loans:repayment-add", args=[loan.pk])
    data = {
        "paid_on": factories.TODAY.isoformat(),
        "cash": loan.product.cash_id,
        "request_key": str(uuid4()),
    }

    asked = []
    for amount, status in (("99.000.000", 422), ("1.150.000", 302)):
        with CaptureQueriesContext(connection) as queries:
            response = manager_client.post(address, data | {f"loan-{loan.pk}-amount": amount})
        assert response.status_code == status
        sent = " ".join(query["sql"] for query in queries)
        asked.append((sent.count('FROM "loans_instalment"'), sent.count('"groups_membership"') > 0))

    # instalments: service, line, quotation, next due
    assert asked == [(4, True), (1, False)]


def test_receipt_says_all_that_paper_must_say(manager_client, loan, paid):
    text = manager_client.get(reverse("loans:receipt", args=[paid.pk])).content.decode()

    for part in (
        loan.office.name,
        paid.entry.label,
        "15 Februari 2010",
        loan.group.name,
        loan.code,
        "Rp 6.000.000",
        "Rp 900.000",
        "Rp 1.000",
        "Enam juta sembilan ratus satu ribu rupiah",
        "Rp 4.000.000",
        paid.paid_in_by.name,
        "Bu Manajer",
    ):
        assert part in text
    assert "DIBATALKAN" not in text


@pytest.mark.parametrize(
    ("size", "paper"), [("", "paper-a5"), ("?ukuran=80mm", "paper-80mm"), ("?ukuran=x", "paper-a5")]
)
def test_receipt_knows_its_paper(manager_client, paid, size, paper):
    response = manager_client.get(reverse("loans:receipt", args=[paid.pk]) + size)

    assert f'<body class="{paper}"' in response.content.decode()


def test_balance_on_a_receipt_stays_what_it_was(loan, manager, paid):
    before = left_after([paid])

    later = factories.pay(loan, 1_000_000, on=date(2010, 2, 1), by=manager, ahead=True)

    assert left_after([paid, later]) == before | {later.pk: left_after([later])[later.pk]}
    assert left_after([later])[later.pk].total == before[paid.pk].total - 1_000_000


def test_reversed_receipt_says_so_with_the_reason(manager_client, paid):
    page = manager_client.post(
        reverse_url(paid),
        {"reason": "Salah kelompok", "happened_on": "2010-02-15", "request_key": uuid4()},
        follow=True,
    )

    text = page.content.decode()
    assert "DIBATALKAN" in text
    assert "Alasan: Salah kelompok" in text
    assert Repayment.objects.get(reverses=paid).entry.label in text
    assert "Batalkan kwitansi" not in text


def test_receipt_of_a_reversal_leads_to_what_it_reversed(manager_client, paid):
    data = {"reason": "Salah", "happened_on": "2010-02-15", "request_key": uuid4()}
    manager_client.post(reverse_url(paid), data)
    undone = Repayment.objects.get(reverses=paid)

    response = manager_client.get(reverse("loans:receipt", args=[undone.pk]))

    assert response.url == reverse("loans:receipt", args=[paid.pk])


def test_voucher_leads_to_the_receipt_or_to_the_loan_that_it_paid_out(manager_client, loan, paid):
    disbursement = loan.steps.exclude(entry=None).get().entry

    to_receipt, to_loan = [
        manager_client.get(reverse("loans:entry-source", args=[entry.pk])).url
        for entry in (paid.entry, disbursement)
    ]

    assert to_receipt == reverse("loans:receipt", args=[paid.pk])
    assert to_loan == reverse("loans:loan-detail", args=[loan.pk])


def test_reversal_twice_is_harmless(manager_client, paid):
    data = {"reason": "Salah", "happened_on": "2010-02-15", "request_key": uuid4()}

    first, again = [manager_client.post(reverse_url(paid), data) for _ in range(2)]
    other = manager_client.post(reverse_url(paid), data | {"request_key": uuid4()})

    assert first.url == again.url
    assert other.status_code == 422
    assert "sudah dibatalkan" in other.content.decode()
    assert Repayment.objects.filter(reverses=paid).count() == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": ""}, "Bidang ini tidak boleh kosong"),
        ({"happened_on": "2010-02-14"}, "tidak boleh sebelum tanggal bukti"),
        ({"happened_on": "2010-02-16"}, "belum tiba"),
    ],
)
def test_reversal_with_bad_input_says_what_is_wrong(manager_client, loan, paid, change, message):
    data = {"reason": "Salah", "happened_on": "2010-02-15", "request_key": uuid4()}

    response = manager_client.post(reverse_url(paid), data | change)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert loan.repayments.get() == paid


def test_only_the_manager_reverses(client, loan, paid):
    client.force_login(factories.create_user(Role.TREASURER, loan.office))

    assert client.get(reverse_url(paid)).status_code == 403
    page = client.get(reverse("loans:receipt", args=[paid.pk]))
    assert "Batalkan kwitansi" not in page.content.decode()


@pytest.mark.parametrize("name", ["receipt", "repayment-reverse"])
def test_receipt_of_another_office_is_not_found(client, paid, name):
    client.force_login(factories.create_user(Role.MANAGER))

    assert client.get(reverse(f"loans:{name}", args=[paid.pk])).status_code == 404


def test_facilitator_sees_receipts_of_the_own_villages(client, loan, paid):
    facilitator = factories.create_user(Role.FACILITATOR, loan.office)
    client.force_login(facilitator)
    url = reverse("loans:receipt", args=[paid.pk])

    assert client.get(url).status_code == 404
    factories.assign(facilitator, loan.group.village)
    assert client.get(url).status_code == 200


def test_all_receipts_of_a_sheet_are_one_print(manager_client, loan, paid):
    url = reverse("loans:sheet-receipts", args=[paid.submission.key])

    response = manager_client.get(url, {"ukuran": "80mm"})

    assert [receipt.pk for receipt, _ in response.context["receipts"]] == [paid.pk]
    assert Loan.objects.get(pk=loan.pk).status == Loan.Status.ACTIVE


@pytest.mark.parametrize("amount", [{}, {"amount": ""}, {"penalty": " "}])
def test_payment_without_an_amount_asks_for_one(manager_client, loan, amount):
    address = reverse("loans:repayment-add", args=[loan.pk])
    head = {"paid_on": "2010-02-10", "cash": loan.product.cash_id, "request_key": str(uuid4())}

    answer = manager_client.post(
        address, head | {f"loan-{loan.pk}-{name}": value for name, value in amount.items()}
    )

    assert answer.status_code == 422
    assert "Belum ada angsuran yang diisi." in answer.text
    assert not Repayment.objects.exists()
