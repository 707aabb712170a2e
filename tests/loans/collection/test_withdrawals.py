"""A wrongly issued letter is taken back: its number stays used, its level may come anew."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from loans.collection import work_list
from loans.letter_papers import issued_letters_pdf
from loans.models import ArrearsLetter, LetterWithdrawal
from loans.warnings import letters_due, withdraw_letter
from tests import databases
from tests.loans.collection.setting import NOW, create_setting, issue, late_loan
from tests.loans.collection.test_letter_papers import pages_of
from upk.desk.check_letters import check_letters

pytestmark = pytest.mark.django_db

ISSUED = date(2010, 2, 1)


@pytest.fixture
def made():
    return create_setting()


@pytest.fixture
def letter(made):
    """The first letter of a loan, issued on 1 February 2010."""
    [letter] = issue(made.office, (late_loan(made), 1), by=made.manager, on=ISSUED)
    return letter


def withdraw(letter, by, **fields):
    values = {"on": NOW, "reason": "Kelompok keliru", "request_key": uuid4(), "by": by}
    return withdraw_letter(letter, **values | fields)


def test_what_was_withdrawn_was_not_sent_from_that_day_on(made, letter):
    withdraw(letter, made.manager)

    def last(day):
        [candidate] = letters_due(made.manager, day)
        return candidate.last, candidate.due

    assert last(date(2010, 2, 14))[0].level == 1
    assert last(NOW) == (None, 1)


def test_the_level_comes_anew_with_the_next_number(made, letter):
    withdraw(letter, made.manager)

    [anew] = issue(made.office, (letter.loan, 1), by=made.manager)

    assert [str(found) for found in ArrearsLetter.objects.order_by("number")] == [
        "001/SP1/2010",
        "002/SP1/2010",
    ]
    assert (anew.edition, anew.late_since) == (2, letter.late_since)
    withdraw(anew, made.manager)
    [third] = issue(made.office, (letter.loan, 1), by=made.manager)
    assert (third.edition, third.number) == (3, 3)
    assert check_letters([made.office]).faults == ()
    assert check_letters([made.office]).looked_at == "3 surat, 2 dibatalkan"


def test_every_reason_against_it_is_told(made, letter):
    issue(made.office, (letter.loan, 2), by=made.manager, on=date(2010, 2, 15))

    with pytest.raises(ValidationError) as refusal:
        withdraw(letter, made.manager, reason=" ", on=date(2010, 1, 31))

    assert refusal.value.messages == [
        "Tulis alasannya.",
        "Surat 001/SP1/2010 baru terbit pada 1 Februari 2010.",
        "Surat 002/SP2/2010 untuk tunggakan yang sama masih berlaku. Batalkan surat itu dahulu.",
    ]
    assert not LetterWithdrawal.objects.exists()


def test_a_letter_is_withdrawn_once_and_not_in_the_future(made, letter):
    key = uuid4()
    first = withdraw(letter, made.manager, request_key=key)

    assert withdraw(letter, made.manager, request_key=key) == first
    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        withdraw(letter, made.manager)
    with pytest.raises(ValidationError, match="belum tiba"):
        withdraw(letter, made.manager, on=date(2010, 2, 16))


def test_the_pdf_says_that_it_was_withdrawn(made, letter):
    before = pages_of(issued_letters_pdf([letter], by=made.manager))
    withdraw(letter, made.manager)

    [after] = pages_of(issued_letters_pdf([ArrearsLetter.objects.get()], by=made.manager))

    assert "DIBATALKAN" not in before[0].upper()
    assert "DIBATALKAN 15 FEBRUARI 2010, TIDAK BERLAKU" in after.upper()
    assert "001/SP1/" in after


def test_the_work_list_knows_no_withdrawn_letter(made, letter):
    def known():
        [row] = work_list(made.manager, NOW)
        return row.letter

    assert known() == letter
    withdraw(letter, made.manager)
    assert known() is None


# The page


def address(letter):
    return reverse("loans:letter-withdraw", args=[letter.pk])


def test_the_manager_withdraws_on_the_page_and_every_list_says_so(client, made, letter):
    client.force_login(made.manager)
    batch = reverse("loans:letter-batch", args=[letter.submission.key])
    data = {"reason": "Kelompok keliru", "request_key": str(uuid4())}

    assert f'href="{address(letter)}"' in client.get(batch).text
    responses = [client.post(address(letter), data) for _ in range(2)]

    assert [response.url for response in responses] == [batch, batch]
    assert LetterWithdrawal.objects.get().reason == "Kelompok keliru"
    for url in (
        batch,
        reverse("loans:letter-list"),
        reverse("loans:loan-detail", args=[letter.loan_id]),
    ):
        page = client.get(url).text
        assert "dibatalkan 15-02-2010" in page
        assert "Kelompok keliru" in page
    page = client.get(batch).text
    assert "1 surat (1 dibatalkan), tunggakan Rp 0" in page
    assert address(letter) not in page


def test_without_a_reason_the_page_comes_again(client, made, letter):
    client.force_login(made.manager)

    response = client.post(address(letter), {"reason": "", "request_key": str(uuid4())})

    assert response.status_code == 200
    assert "is-invalid" in response.text
    assert not LetterWithdrawal.objects.exists()


def test_others_may_not_withdraw_and_strangers_find_nothing(client, made, letter):
    for user in (made.secretary, made.treasurer, made.supervisor, made.facilitator):
        client.force_login(user)
        assert client.get(address(letter)).status_code == 403
    client.force_login(create_setting().manager)
    assert client.get(address(letter)).status_code == 404


# The proof of the books

SPOILT = {
    "UPDATE loans_arrearsletter SET number = 3 WHERE id = {0}": (
        "{code} 2010: 1 surat peringatan, nomor 3 sampai 3"
    ),
    "UPDATE loans_arrearsletter SET office_id = {other} WHERE id = {0}": (
        "001/SP1/2010: angkanya bukan dari pinjaman {loan}"
    ),
    "UPDATE loans_arrearsletter SET principal = 20000000 WHERE id = {0}": (
        "001/SP1/2010: angkanya bukan dari pinjaman {loan}"
    ),
    "UPDATE loans_arrearsletter SET oldest_due = '2010-01-09' WHERE id = {0}": (
        "001/SP1/2010: angkanya bukan dari pinjaman {loan}"
    ),
}


def spoil(sql: str) -> None:
    connection.check_constraints()  # PostgreSQL drops no trigger before that
    with databases.triggers_lifted():
        with connection.cursor() as cursor:
            cursor.execute(sql)
        connection.check_constraints()


@pytest.mark.parametrize("sql", SPOILT)
def test_check_books_names_a_letter_that_was_spoilt(made, letter, sql):
    elsewhere = create_setting()
    spoil(sql.format(letter.pk, other=elsewhere.office.pk))

    found = check_letters([made.office, elsewhere.office])

    assert found.faults[0] == SPOILT[sql].format(code=made.office.code, loan=letter.loan)


def test_check_books_names_two_letters_of_one_level_that_stand(made, letter):
    withdraw(letter, made.manager)
    issue(made.office, (letter.loan, 1), by=made.manager)
    spoil("DELETE FROM loans_letterwithdrawal")

    assert check_letters([made.office]).faults == (
        f"{letter.loan}: surat 001/SP1/2010, 002/SP1/2010 untuk tunggakan yang sama",
    )
