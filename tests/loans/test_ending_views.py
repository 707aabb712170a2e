"""Screens on which loans end: a look before the deed, who may, double clicks, refusals."""

from uuid import uuid4

import pytest
from django.urls import reverse

from loans.endings import write_off
from loans.models import Loan, LoanStep, Recovery, Repayment
from tests import factories
from tests.loans.endings_world import create_loan, create_office, how, ruling
from upk.access import Role
from upk.ledger.models import Entry

pytestmark = pytest.mark.django_db

TODAY = factories.TODAY.isoformat()
DECISION = {"number": "07/MAD/2010", "decided_on": "2010-01-05", "reason": ""}


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


def terms(**changes):
    return {
        "rate": "1", "method": "flat", "period": "month", "tenor": "12", "principal_every": "1",
        "interest_every": "1", "grace": "0", "rounding_step": "500", "rounding": "nearest",
        "payment_order": "interest_first", "payment_day": "", "carried_interest": "300.000",
        **changes,
    }  # fmt: skip


def test_loan_page_offers_its_endings_to_the_manager(manager, loan):
    page = manager.get(address("loan-detail", loan.pk)).text

    for name in ("quotation", "reschedule", "member-end", "write-off", "cancel"):
        assert address(f"loan-{name}", loan.pk) in page


def test_loan_page_offers_the_quotation_alone_to_others(client, loan):
    client.force_login(factories.create_user(Role.SECRETARY, loan.office))

    page = client.get(address("loan-detail", loan.pk)).text

    assert address("loan-quotation", loan.pk) in page
    assert address("loan-write-off", loan.pk) not in page


# Write-off


def test_write_off_is_looked_at_before_it_is_done(manager, loan):
    url, data = address("loan-write-off", loan.pk), asked(**DECISION)

    first = manager.get(url)
    facts, moves, response = look(manager, url, data)

    assert 'name="simpan"' not in first.text
    assert 'name="simpan"' in response.text
    assert facts["Kekurangan cadangan (beban)"] == "Rp 5.000.000"
    assert moves == [
        ("5.1.07.01", "1.1.04.01", 5_000_000),
        ("1.1.04.01", "1.1.03.01", 8_000_000),
    ]
    assert not Repayment.objects.filter(kind="written_off").exists()


def test_write_off_by_a_double_click_happens_once(manager, loan):
    url, data = address("loan-write-off", loan.pk), asked(**DECISION, simpan="1")

    answers = [manager.post(url, data) for _ in range(2)]

    assert [answer.url for answer in answers] == [address("loan-detail", loan.pk)] * 2
    assert Repayment.objects.filter(kind="written_off").count() == 1
    page = manager.get(address("loan-detail", loan.pk)).text
    assert "Pengurangan dan penghapusan" in page
    assert "Terima uang" in page


def test_refused_write_off_says_why_and_keeps_what_was_typed(manager, loan):
    factories.pay(loan, on=factories.TODAY)
    data = asked(number="9/MAD", decided_on="2010-02-14", reason="", on="2010-02-13", simpan="1")

    response = manager.post(address("loan-write-off", loan.pk), data)

    assert response.status_code == 422
    assert len(response.context["problems"]) == 2
    assert "Catatan terakhir pinjaman ini bertanggal 15 Februari 2010" in response.text
    assert 'value="9/MAD"' in response.text
    assert 'name="simpan"' not in response.text


def test_empty_form_shows_its_fields_errors(manager, loan):
    response = manager.post(address("loan-write-off", loan.pk), {"simpan": "1"})

    assert response.status_code == 422
    errors = response.context["form"].errors
    assert set(errors) == {"on", "number", "decided_on", "request_key", "__all__"}  # in sight


@pytest.mark.parametrize(
    "name", ["loan-write-off", "loan-member-end", "loan-reschedule", "loan-cancel"]
)
def test_treasurer_decides_nothing(client, loan, name):
    client.force_login(factories.create_user(Role.TREASURER, loan.office))

    assert client.get(address(name, loan.pk)).status_code == 403


def test_loan_that_is_not_out_is_not_found(manager, books):
    office, by = books
    village = office.villages.first() or factories.create_village(office)
    waiting = factories.create_loan(factories.create_group(village), disbursed_on=None, by=by)

    for name in ("loan-write-off", "loan-quotation", "loan-settle", "loan-cancel"):
        assert manager.get(address(name, waiting.pk)).status_code == 404


# A member's end


def test_death_is_looked_at_and_recorded(manager, loan):
    person = loan.shares.last().person
    url = address("loan-member-end", loan.pk)
    data = asked(**DECISION, person=person.pk, how="death")

    facts, moves, response = look(manager, url, data)
    manager.post(url, data | {"simpan": "1"})

    assert facts["Pokok yang dihapus"] == "Rp 1.600.000"
    assert moves == [("1.1.04.01", "1.1.03.01", 1_600_000)]
    assert len(response.context["look"].rows) == 8
    done = Repayment.objects.get(kind="death")
    assert (done.person, str(done.decision)) == (person, "UPK 07/MAD/2010")


def test_heirs_who_pay_change_nothing_but_the_history(manager, loan):
    url, entries = address("loan-member-end", loan.pk), Entry.objects.count()
    data = asked(**DECISION, person=loan.shares.last().person.pk, how="heirs")

    facts, moves, _ = look(manager, url, data)
    manager.post(url, data | {"simpan": "1"})

    assert (facts["Jurnal"], moves) == ("tidak ada; angsuran kelompok tetap", [])
    assert Entry.objects.count() == entries
    assert "ahli waris" in LoanStep.objects.filter(loan=loan).last().reason


# Rescheduling


def test_rescheduling_shows_the_new_schedule_and_shares(manager, loan):
    url, data = address("loan-reschedule", loan.pk), asked(**DECISION, **terms())

    facts, moves, response = look(manager, url, data)
    done = manager.post(url, data | {"simpan": "1"})

    assert facts["Sisa pokok yang dijadwal ulang"] == "Rp 8.000.000"
    assert facts["Jasa yang dibawa"] == "Rp 300.000"
    assert facts["Jasa yang dibebaskan"] == "Rp 900.000"
    assert moves == [
        ("1.1.03.09", "1.1.03.01", 8_000_000),
        ("1.1.03.01", "1.1.03.09", 8_000_000),
    ]
    seen = response.context["look"]
    assert (seen.schedule["principal"], seen.schedule["interest"]) == (8_000_000, 1_260_000)
    assert [amount for _, amount in seen.shares] == [1_600_000] * 5
    new = Loan.objects.get(rescheduled_from=loan)
    assert done.url == address("loan-detail", new.pk)
    page = manager.get(done.url).text
    assert f'melanjutkan <a href="{address("loan-detail", loan.pk)}"' in page
    assert f">{new}</a>" in manager.get(address("loan-detail", loan.pk)).text


def test_rescheduling_offers_the_jasa_that_is_due(manager, loan):
    form = manager.get(address("loan-reschedule", loan.pk)).context["form"]

    # November to February
    assert form["carried_interest"].value() == 600_000


def test_rescheduling_with_terms_that_fit_no_schedule_is_refused(manager, loan):
    data = asked(**DECISION, **terms(grace="12", carried_interest="600.001"), simpan="1")

    response = manager.post(address("loan-reschedule", loan.pk), data)

    assert response.status_code == 422
    assert "Jasa yang dibawa Rp 600.001" in response.text
    assert Loan.objects.count() == 1


# Cancelling, undoing


def test_cancelled_disbursement(manager, books):
    loan = create_loan(*books, paid=0)
    url, data = address("loan-cancel", loan.pk), asked(reason="Salah kelompok")

    facts, moves, _ = look(manager, url, data)
    manager.post(url, data | {"simpan": "1"})

    assert facts == {"Uang yang kembali": "Rp 10.000.000"}
    assert moves == [("1.1.01.04", "1.1.03.01", 10_000_000)]
    assert Loan.objects.get(pk=loan.pk).status == Loan.Status.CANCELLED
    assert "Batal" in manager.get(address("loan-detail", loan.pk)).text


def test_write_off_is_undone_from_the_loan_page(manager, loan, by):
    done = write_off(loan, **how(by))
    url, data = address("relief-undo", done.pk), asked(reason="Keputusan ditarik")
    assert url in manager.get(address("loan-detail", loan.pk)).text

    _, moves, _ = look(manager, url, data)
    manager.post(url, data | {"simpan": "1"})

    assert moves[1] == ("1.1.03.01", "1.1.04.01", 8_000_000)
    assert Loan.objects.get(pk=loan.pk).status == Loan.Status.ACTIVE
    page = manager.get(address("loan-detail", loan.pk)).text
    assert "Dibatalkan 15-02-2010" in page
    again = manager.post(url, asked(reason="Lagi", simpan="1"))
    assert "Catatan ini sudah dibatalkan" in again.text


def test_rescheduling_is_undone_with_its_new_loan(manager, loan):
    manager.post(address("loan-reschedule", loan.pk), asked(**DECISION, **terms(), simpan="1"))
    relief = loan.repayments.get(kind="rescheduled")
    url, data = address("relief-undo", relief.pk), asked(reason="Keputusan ditarik")

    _, moves, _ = look(manager, url, data)
    manager.post(url, data | {"simpan": "1"})

    assert [move[:2] for move in moves] == [("1.1.03.09", "1.1.03.01"), ("1.1.03.01", "1.1.03.09")]
    assert Loan.objects.get(rescheduled_from=loan).status == Loan.Status.CANCELLED


def test_receipt_of_a_relief_leads_to_the_loan(manager, loan, by):
    done = write_off(loan, **how(by))

    response = manager.get(address("receipt", done.pk))

    assert response.url == address("loan-detail", loan.pk)
    assert manager.get(address("relief-undo", loan.repayments.first().pk)).status_code == 404


# Recovery


def test_recovery_with_its_receipt_and_its_reversal(client, loan, by):
    off = write_off(loan, **how(by))
    client.force_login(factories.create_user(Role.TREASURER, loan.office))
    url = address("recovery-add", off.pk)
    data = asked(cash=loan.product.cash_id, amount="500.000", paid_in_by="")

    facts, moves, _ = look(client, url, data)
    answers = [client.post(url, data | {"simpan": "1"}) for _ in range(2)]

    paid = Recovery.objects.get()
    assert facts["Sisa sesudahnya"] == "Rp 7.500.000"
    assert moves == [("1.1.01.04", "4.1.02.04", 500_000)]
    assert {answer.url for answer in answers} == {address("recovery-detail", paid.pk)}
    page = client.get(answers[0].url).text
    assert "Lima ratus ribu rupiah" in page
    assert "Belum tertagih</th><td>Rp 7.500.000" in page
    assert address("recovery-reverse", paid.pk) not in page
    assert client.get(address("recovery-reverse", paid.pk)).status_code == 403
    client.force_login(by)
    client.post(address("recovery-reverse", paid.pk), asked(reason="Salah", simpan="1"))
    undone = Recovery.objects.get(reverses=paid)
    assert "DIBATALKAN" in client.get(address("recovery-detail", paid.pk)).text
    assert client.get(address("recovery-detail", undone.pk)).url == answers[0].url


def test_too_much_is_refused_and_kept_in_the_form(manager, loan, by):
    off = write_off(loan, **how(by))
    data = asked(cash=loan.product.cash_id, amount="8.000.001", paid_in_by="", simpan="1")

    response = manager.post(address("recovery-add", off.pk), data)

    assert response.status_code == 422
    assert "Melebihi sisa yang dihapus sebesar Rp 1" in response.text
    assert 'value="8.000.001"' in response.text


def test_rows_of_another_office_are_not_found(client, loan, by):
    off = write_off(loan, **how(by))
    client.force_login(factories.create_user(Role.MANAGER))

    for name in ("relief-undo", "recovery-add"):
        assert client.get(address(name, off.pk)).status_code == 404
    assert client.get(address("loan-quotation", loan.pk)).status_code == 404
    assert ruling().number == "07/MAD/2010"


@pytest.mark.parametrize("count", [1, 4])
def test_loan_page_asks_a_constant_number_of_queries(
    manager, loan, by, count, django_assert_max_num_queries
):
    for share in loan.shares.all()[:count]:
        write_off(loan, person=share.person, **how(by))
    manager.get(address("loan-detail", loan.pk))

    with django_assert_max_num_queries(20):
        response = manager.get(address("loan-detail", loan.pk))

    assert len(response.context["reliefs"]) == count
