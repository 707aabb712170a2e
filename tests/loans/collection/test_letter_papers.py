"""The PDF of a batch: numbers, frozen figures, and the same when it is printed again."""

import io
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from loans.letter_papers import issued_letters_pdf
from loans.papers.numbers import format_faults
from loans.papers.servicing import WARNINGS
from tests import factories
from tests.loans.collection.setting import NOW, create_setting, issue, late_loan

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return create_setting()


def pages_of(content: bytes) -> list[str]:
    """The text of each page, with single spaces."""
    pages = PdfReader(io.BytesIO(content)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def test_a_batch_is_one_pdf_with_a_letter_for_each_loan(client, made):
    old, new = late_loan(made), late_loan(made, months=1)
    key = uuid4()
    issue(made.office, (late_loan(made), 1), by=made.manager)
    issue(made.office, (old, 1), (new, 2), by=made.manager, reason="Mendesak", request_key=key)
    client.force_login(made.manager)

    response = client.get(reverse("loans:letter-batch-pdf", args=[key]))

    assert response["Content-Type"] == "application/pdf"
    first, second = pages_of(response.content)
    assert "002/SP1/" in first
    assert "003/SP2/" in second
    assert "Rp 6.900.000" in first
    assert "Rp 1.150.000" in second
    assert old.group.name in first
    assert new.group.name in second


def test_printed_again_a_letter_says_the_same(made):
    loan = late_loan(made)
    letters = issue(made.office, (loan, 1), by=made.manager)
    before = pages_of(issued_letters_pdf(letters, by=made.manager))

    factories.pay(loan, 2_300_000, on=date(2010, 1, 10), by=made.treasurer)  # an earlier date
    factories.pay(loan, 9_200_000, on=NOW, by=made.treasurer, ahead=True)
    loan.refresh_from_db()

    assert loan.status == "L"
    assert pages_of(issued_letters_pdf(letters, by=made.manager)) == before
    assert "Rp 6.900.000" in before[0]


def test_a_facilitator_prints_the_own_letters_alone(client, made):
    own, other = late_loan(made), late_loan(made, village=made.other)
    key = uuid4()
    issue(made.office, (own, 1), (other, 1), by=made.manager, request_key=key)
    client.force_login(made.facilitator)

    [page] = pages_of(client.get(reverse("loans:letter-batch-pdf", args=[key])).content)

    assert own.code in page
    assert other.code not in page


def test_another_offices_batch_is_not_found(client, made):
    key = uuid4()
    issue(made.office, (late_loan(made), 1), by=made.manager, request_key=key)
    client.force_login(create_setting().manager)

    assert client.get(reverse("loans:letter-batch-pdf", args=[key])).status_code == 404


def test_a_letter_that_was_not_issued_prints_as_a_draft(client, made):
    loan = late_loan(made)
    client.force_login(made.secretary)

    response = client.get(reverse("loans:loan-paper", args=[loan.pk, "surat-peringatan-1"]))

    assert "DRAF/SP1/" in pages_of(response.content)[0]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("{urut}/SP/{tahun}", []),
        (
            "{nomor_pinjaman}/SP/{tahun}",
            ["Tulis {urut} dalam bentuk nomor, agar tidak ada nomor yang sama."],
        ),
        (
            "{urut}/{nomor_pinjaman}",
            ["Tulis {tahun} dalam bentuk nomor: nomor urut mulai lagi setiap tahun."],
        ),
    ],
)
def test_an_offices_own_number_format_holds_the_count_and_the_year(text, faults):
    assert format_faults(WARNINGS[1], text) == faults
