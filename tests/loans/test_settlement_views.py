"""The quotation, taking the money that settles a loan, the button of the repayment form."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from loans.models import Loan, Repayment
from tests import factories
from tests.loans.endings_world import create_loan, create_office, settle
from upk.access import Role

pytestmark = pytest.mark.django_db

TODAY = factories.TODAY.isoformat()


@pytest.fixture
def books():
    return create_office()


@pytest.fixture
def by(books):
    return books[1]


@pytest.fixture
def loan(books):
    return create_loan(*books)


@pytest.fixture
def manager(client, by):
    client.force_login(by)
    return client


def address(name, pk):
    return reverse(f"loans:{name}", args=[pk])


def asked(**data):
    return {"on": TODAY, "request_key": str(uuid4()), **data}


def look(client, url, data):
    """The page after "Lihat": its facts and postings."""
    response = client.post(url, data | {"lihat": "1"})
    seen = response.context["look"]
    moves = [(m.debit.code, m.credit.code, m.amount) for m in seen.moves]
    return dict(seen.facts), moves, response


def test_quotation_shows_what_is_asked_and_what_is_waived(manager, loan):
    page = manager.get(address("loan-quotation", loan.pk) + "?tanggal=2010-01-10").text

    assert "Rp 8.450.000" in page
    assert "Delapan juta empat ratus lima puluh ribu rupiah" in page
    assert "Rp 750.000" in page
    assert "berlaku sejak 1 Januari 2009" in page


@pytest.mark.parametrize("day", ["kemarin", "", "2010-02-30"])
def test_quotation_for_a_day_that_is_none_is_for_today(manager, loan, day):
    response = manager.get(address("loan-quotation", loan.pk), {"tanggal": day})

    assert response.context["quote"].on == factories.TODAY


def test_quotation_of_a_settled_loan_says_so(manager, loan, by):
    settle(loan, by)

    assert "tidak berutang lagi" in manager.get(address("loan-quotation", loan.pk)).text


def test_settlement_is_looked_at_then_taken_with_its_sum(client, loan):
    client.force_login(factories.create_user(Role.TREASURER, loan.office))
    url = address("loan-settle", loan.pk)
    data = asked(cash=loan.product.cash_id, penalty="", amount="", paid_in_by="", on="2010-01-10")

    facts, moves, response = look(client, url, data)
    done = client.post(url, data | {"amount": "8450000", "simpan": "1"})

    assert facts["Jasa belum jatuh tempo, dibebaskan"] == "Rp 750.000"
    assert facts["Jumlah yang diterima"] == "Rp 8.450.000"
    assert 'name="amount" value="8450000"' in response.text
    assert [move[2] for move in moves] == [8_000_000, 450_000]
    assert done.url == address("receipt", Repayment.objects.get(loan=loan, principal=8_000_000).pk)
    assert Loan.objects.get(pk=loan.pk).status == Loan.Status.SETTLED
    assert "Sisa jasa</th><td>Rp 0" in client.get(done.url).text


def test_sum_that_changed_meanwhile_is_shown_again(manager, loan):
    url = address("loan-settle", loan.pk)
    data = asked(cash=loan.product.cash_id, penalty="", paid_in_by="")
    shown = look(manager, url, data | {"amount": ""})[2].context["form"]["amount"].value()
    factories.pay(loan, 100_000, on=factories.TODAY)

    response = manager.post(url, data | {"amount": shown, "simpan": "1"})

    assert response.status_code == 422
    assert f"bukan Rp {int(shown):,}".replace(",", ".") in response.text
    assert int(response.context["form"]["amount"].value()) == int(shown) - 100_000


def test_button_of_the_repayment_form_follows_the_rule(manager, loan):
    response = manager.get(address("repayment-add", loan.pk) + "?tanggal=2010-01-10")

    assert f"{address('loan-settle', loan.pk)}?tanggal=" in response.text
    assert 'value="isi-pelunasan"' not in response.text


def test_button_of_the_repayment_form_with_full_jasa_fills_all(client):
    loan = factories.create_loan(disbursed_on=date(2009, 8, 10))
    client.force_login(factories.create_user(Role.TREASURER, loan.office))

    response = client.post(
        address("repayment-add", loan.pk),
        {"langkah": "isi-pelunasan", "paid_on": TODAY, "request_key": str(uuid4())},
    )

    assert "Pelunasan Rp 11.500.000" in response.text
    assert 'value="11.500.000"' in response.text
