"""Screens of members' payments: the one-group form, the receipt, the cards."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from loans.models import MemberRepayment, Repayment
from loans.repayments import reverse_repayment
from tests import factories
from upk.access import Role

pytestmark = pytest.mark.django_db

FIRST = date(2009, 9, 10)


@pytest.fixture
def loan():
    """Five members with 200.000 + 30.000 an instalment."""
    return factories.create_loan(disbursed_on=date(2009, 8, 10))


@pytest.fixture
def treasurer(loan):
    return factories.create_user(Role.TREASURER, loan.office)


@pytest.fixture
def signed_in(client, treasurer):
    client.force_login(treasurer)
    return client


@pytest.fixture
def people(loan):
    return [share.person for share in loan.shares.select_related("person")]


def typed(loan, people, amounts=(), **data):
    """What the one-group form sends; ``amounts`` are members' principal, jasa and denda."""
    sent = {
        "paid_on": FIRST.isoformat(), "cash": str(loan.product.cash_id),
        "request_key": str(uuid4()), "langkah": "simpan",
    }  # fmt: skip
    for person, given in zip(people, amounts, strict=False):
        names = ("principal", "interest", "penalty")
        sent |= {f"member-{person.pk}-{n}": v for n, v in zip(names, given, strict=False)}
    return sent | {f"loan-{loan.pk}-{name}": value for name, value in data.items()}


def add_url(loan):
    return reverse("loans:repayment-add", args=[loan.pk])


def test_members_parts_go_with_the_payment(signed_in, loan, people):
    data = typed(loan, people, [("200.000", "30.000")] * 5, amount="1.150.000")

    response = signed_in.post(add_url(loan), data)

    paid = Repayment.objects.get()
    assert response.url == reverse("loans:receipt", args=[paid.pk])
    assert [(p.principal, p.interest) for p in paid.member_parts.all()] == [(200_000, 30_000)] * 5


def test_members_sums_are_the_amount_where_none_is_typed(signed_in, loan, people):
    data = typed(loan, people, [("200.000", "30.000"), ("200.000", "30.000", "500")])

    signed_in.post(add_url(loan), data)

    paid = Repayment.objects.get()
    assert (paid.principal, paid.interest, paid.penalty) == (400_000, 60_000, 500)
    assert paid.member_parts.count() == 2


def test_double_click_records_one_payment_with_its_parts(signed_in, loan, people):
    data = typed(loan, people, [("200.000", "30.000")] * 5)

    first, again = (signed_in.post(add_url(loan), data) for _ in range(2))

    assert first.url == again.url
    assert (Repayment.objects.count(), MemberRepayment.objects.count()) == (1, 5)


@pytest.mark.parametrize(
    ("amounts", "data", "message"),
    [
        ([("200.000", "30.000")], {"amount": "1.150.000"}, "kurang Rp 800.000"),
        ([("1,5", "30.000")], {"amount": "1.150.000"}, "Pokok: Tulis rupiah bulat tanpa sen"),
        ([("abc",)], {}, "Pokok: Tulis jumlah rupiah"),
        (
            [("2.000.001", "150.000")],
            {"principal": "2.000.001", "interest": "150.000", "ahead": "on"},
            "pokok Rp 2.000.001 melebihi sisanya Rp 2.000.000",
        ),
    ],
)
def test_what_is_wrong_stands_at_its_row_and_nothing_typed_is_lost(
    signed_in, loan, people, amounts, data, message
):
    response = signed_in.post(add_url(loan), typed(loan, people, amounts, **data))

    assert response.status_code == 422
    assert message in response.text
    assert f'value="{amounts[0][0]}"' in response.text
    assert not Repayment.objects.exists()


def test_proposal_fills_the_form_without_javascript(signed_in, loan, people):
    """Without an amount it is what is due; nothing is recorded."""
    data = typed(loan, people) | {"langkah": "bagi-anggota"}

    response = signed_in.post(add_url(loan), data)

    values = [cell[2] for line in response.context["split"].lines for cell in line.cells]
    assert values == ["200.000", "30.000", ""] * 5
    assert not Repayment.objects.exists()
    half = typed(loan, people, amount="575.000") | {"langkah": "bagi-anggota"}
    lines = signed_in.post(add_url(loan), half).context["split"].lines
    assert [cell[2] for cell in lines[0].cells] == ["85.000", "30.000", ""]


def test_proposal_of_too_much_says_so(signed_in, loan, people):
    data = typed(loan, people, amount="99.000.000") | {"langkah": "bagi-anggota"}

    assert "Melebihi kewajiban" in signed_in.post(add_url(loan), data).text


# The receipt


def split_url(receipt):
    return reverse("loans:receipt-split", args=[receipt.pk])


def test_receipt_is_divided_afterwards_and_shows_it(signed_in, loan, treasurer, people):
    receipt = factories.pay(loan, on=FIRST, by=treasurer)
    page = signed_in.get(split_url(receipt))
    data = {"request_key": str(page.context["form"]["request_key"].value())}
    data |= {
        name: value for line in page.context["split"].lines for name, _, value, _ in line.cells
    }

    first, again = (signed_in.post(split_url(receipt), data) for _ in range(2))

    assert first.url == again.url == reverse("loans:receipt", args=[receipt.pk])
    assert MemberRepayment.objects.count() == 5
    shown = signed_in.get(first.url)
    assert "Dibayar oleh anggota" in shown.text
    assert split_url(receipt) not in shown.text
    assert signed_in.get(split_url(receipt)).url == first.url  # once
    other_tab = signed_in.post(split_url(receipt), data | {"request_key": str(uuid4())})
    assert other_tab.status_code == 422
    assert "sudah dibagi per anggota" in other_tab.text


def test_wrong_division_comes_back_as_typed(signed_in, loan, treasurer, people):
    receipt = factories.pay(loan, on=FIRST, by=treasurer)
    data = {"request_key": str(uuid4()), f"member-{people[0].pk}-principal": "999.999"}

    response = signed_in.post(split_url(receipt), data)

    assert response.status_code == 422
    assert "Pokok semua anggota Rp 999.999, setoran kelompok Rp 1.000.000: kurang Rp 1." in (
        response.text
    )
    assert 'value="999.999"' in response.text


def test_reversed_receipt_offers_no_division(signed_in, loan, treasurer):
    receipt = factories.pay(loan, on=FIRST, by=treasurer)
    assert split_url(receipt) in signed_in.get(reverse("loans:receipt", args=[receipt.pk])).text

    reverse_repayment(receipt, happened_on=FIRST, reason="Salah", by=treasurer)

    assert split_url(receipt) not in signed_in.get(reverse("loans:receipt", args=[receipt.pk])).text
    assert signed_in.get(split_url(receipt)).url == reverse("loans:receipt", args=[receipt.pk])


# Cards


def test_cards_of_all_members_stand_on_one_page(signed_in, loan, people):
    text = signed_in.get(reverse("loans:member-cards", args=[loan.pk])).text

    assert text.count('<section class="member-card"') == 5
    assert "5 dari 5 anggota menunggak" in text
    assert all(person.name in text for person in people)


def test_loan_that_is_not_paid_out_has_no_cards(signed_in, loan):
    waiting = factories.create_loan(factories.create_group(loan.group.village), disbursed_on=None)

    text = signed_in.get(reverse("loans:member-cards", args=[waiting.pk])).text

    assert "belum cair" in text


def test_facilitator_sees_cards_of_the_own_villages_alone(client, loan):
    facilitator = factories.create_user(Role.FACILITATOR, loan.office)
    client.force_login(facilitator)
    url = reverse("loans:member-cards", args=[loan.pk])

    before = client.get(url).status_code
    factories.assign(facilitator, loan.group.village)

    assert (before, client.get(url).status_code) == (404, 200)


def test_cards_of_another_office_are_not_found(client, loan):
    client.force_login(factories.create_user(Role.TREASURER))

    assert client.get(reverse("loans:member-cards", args=[loan.pk])).status_code == 404
