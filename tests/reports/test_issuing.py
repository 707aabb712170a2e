"""Issuing a quarter: order, roles, what is frozen, what makes it outdated."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from reports.checks import check_issued
from reports.issued_files import Tampered, make_file, pack_of, read_file
from reports.issuing import (
    _store,
    difference_text,
    issue_quarter,
    next_quarter,
    receivable_differences,
)
from reports.models import IssuedFile, IssuedReport
from reports.pack import PackQuestion, build_pack
from reports.value import FORMAT_VERSION
from tests import factories
from tests.parallel import run_together
from tests.reports.office import create_books
from upk.access import Role
from upk.ledger.models import PeriodChange
from upk.ledger.services import close_books, reopen_books
from upk.offices.models import Office
from upk.periods import Quarter

THIRD, FOURTH = Quarter(2009, 3), Quarter(2009, 4)


def issue(books, quarter=FOURTH, **options):
    return issue_quarter(books.office, quarter, by=books.manager, render=False, **options)


def reopen(books, through: date) -> None:
    office = Office.objects.get(pk=books.office.pk)
    reopen_books(office, through=through, reason="Salah setor", by=books.manager)


def test_issue_closes_the_books_and_freezes_the_pack(books):
    expected = build_pack(books.office, FOURTH).as_text()

    issued = issue(books)

    assert Office.objects.get(pk=books.office.pk).books_closed_through == date(2009, 12, 31)
    assert (issued.revision, issued.as_of, issued.rule) == (
        1, date(2009, 12, 31), "SPP=PNPM/months, UEP=PNPM/months",
    )  # fmt: skip
    assert issued.value == expected
    assert issued.value_sha256 == sha256(expected.encode()).hexdigest()
    assert pack_of(issued) == build_pack(books.office, FOURTH)


def test_issue_again_returns_the_same(books):
    first = issue(books)

    assert issue(books) == first
    assert issue(books, request_key=uuid4()) == first
    assert IssuedReport.objects.count() == 1


def test_issue_is_in_order(books):
    assert next_quarter(books.office) is None
    issue(books, THIRD)
    assert next_quarter(books.office) == FOURTH
    office = Office.objects.get(pk=books.office.pk)
    office.practice_date = date(2010, 4, 1)
    office.save()

    with pytest.raises(ValidationError, match="Terbitkan Triwulan IV 2009 lebih dahulu"):
        issue(books, Quarter(2010, 1))
    issue(books)
    with pytest.raises(ValidationError, match="Terbitkan Triwulan I 2010 lebih dahulu"):
        issue(books, Quarter(2009, 2))


def test_issue_of_a_quarter_that_is_not_over_is_refused(books):
    with pytest.raises(ValidationError, match="belum berakhir"):
        issue(books, Quarter(2010, 1))

    assert not PeriodChange.objects.exists()


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.MANAGER, Role.DISTRICT)])
def test_issue_is_for_the_manager(books, role):
    with pytest.raises(PermissionDenied):
        issue_quarter(books.office, FOURTH, by=factories.create_user(role, books.office))


def test_issue_is_for_the_manager_of_this_office(books):
    with pytest.raises(PermissionDenied):
        issue_quarter(books.office, FOURTH, by=factories.create_user())


def test_loans_and_receivable_accounts_agree_or_the_difference_is_named(books):
    question = PackQuestion.of_quarter(books.office, FOURTH)
    assert receivable_differences(question) == []

    question.owed_at_end().remove(
        next(p for p in question.owed_at_end() if p.code == books.loans["G"].code)
    )

    (difference,) = receivable_differences(question)
    assert difference.ledger - difference.loans == 12_000_000
    assert "Periksa Buku" in difference_text(difference)


def test_reopening_makes_the_issue_outdated_and_the_next_one_is_a_revision(books):
    issue(books, THIRD)
    first = issue(books)
    reopen(books, date(2009, 10, 31))

    assert list(IssuedReport.objects.with_outdated().values_list("quarter", "outdated")) == [
        (4, True),
        (3, False),
    ]
    factories.pay(books.loans["C"], 115_000, on=date(2009, 12, 20), by=books.manager)
    second = issue(books)

    assert (second.revision, second.pk != first.pk) == (2, True)
    assert second.value_sha256 != first.value_sha256
    first.refresh_from_db()
    assert sha256(first.value.encode()).hexdigest() == first.value_sha256
    assert issue(books) == second
    outdated = IssuedReport.objects.newest().with_outdated().filter(outdated=True)
    assert not outdated.exists()


def test_reopening_two_quarters_asks_for_the_earlier_first(books):
    issue(books, THIRD)
    issue(books)
    reopen(books, date(2009, 8, 31))

    with pytest.raises(ValidationError, match="Terbitkan Triwulan III 2009 lebih dahulu"):
        issue(books)
    assert issue(books, THIRD).revision == 2
    assert issue(books).revision == 2


def test_reopening_a_later_period_leaves_the_issue(books):
    issue(books, THIRD)
    issue(books)
    reopen(books, date(2009, 9, 30))

    assert next_quarter(books.office) == FOURTH
    assert issue(books, THIRD).revision == 1


def test_a_resent_form_issues_nothing_more(books):
    key = uuid4()
    first = issue(books, request_key=key)
    reopen(books, date(2009, 9, 30))

    assert issue(books, request_key=key) == first
    with pytest.raises(ValidationError, match="sudah pernah dikirim"):
        issue(books, THIRD, request_key=key)


def test_visible_to(books):
    issued = issue(books)
    office = books.office
    visible = [
        books.manager,
        factories.create_user(Role.SUPERVISOR, office),
        factories.create_user(Role.DISTRICT, district=office.district),
    ]
    hidden = [
        factories.create_user(Role.FACILITATOR, office),
        factories.create_user(),
        factories.create_user(Role.DISTRICT),
    ]

    for user in visible:
        assert list(IssuedReport.objects.visible_to(user)) == [issued]
    for user in hidden:
        assert not IssuedReport.objects.visible_to(user).exists()


@pytest.mark.usefixtures("own_files")
def test_files_are_made_once_and_checked(books):
    issued = issue(books)
    file = make_file(issued, "xlsx")

    assert make_file(issued, "xlsx") == file
    assert sha256(read_file(file)).hexdigest() == file.sha256
    assert file.full_path.stat().st_mode & 0o777 == 0o600
    assert check_issued([books.office]) == ("1 laporan terbit, 1 berkas", ())
    file.full_path.write_bytes(b"lain")
    with pytest.raises(Tampered):
        read_file(file)
    assert check_issued([books.office])[1] == (
        f"{books.office.code} Triwulan IV 2009: berkas XLSX hilang atau berubah",
    )
    file.full_path.unlink()
    with pytest.raises(Tampered):
        read_file(file)


def test_a_report_of_an_older_format_is_read_printed_and_listed_not_failed(books):
    older = replace(build_pack(books.office, THIRD), format_version=FORMAT_VERSION - 1)
    close_books(books.office, through=THIRD.end, by=books.manager)
    issued = _store(books.office, older, None, by=books.manager)

    assert issued.format_version == FORMAT_VERSION - 1
    assert pack_of(issued) == older
    assert b"Kelompok C" in read_file(make_file(issued, "json"))
    assert issue(books).format_version == FORMAT_VERSION
    assert check_issued([books.office]) == (
        "2 laporan terbit, 1 berkas; 1 laporan memakai susunan lama", (),
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_managers_at_once_issue_one_revision_and_one_file():
    books = create_books()
    second = factories.create_user(office=books.office)
    key = uuid4()

    def click(by, request_key):
        def run():
            issued = issue_quarter(
                books.office, FOURTH, by=by, render=False, request_key=request_key
            )
            return issued.pk, make_file(issued, "json").pk

        return run

    results = run_together(
        [click(books.manager, key), click(books.manager, key), click(second, uuid4())]
    )

    assert len(set(results)) == 1
    assert IssuedReport.objects.get().revision == 1
    assert IssuedFile.objects.count() == 1
    assert PeriodChange.objects.count() == 1
