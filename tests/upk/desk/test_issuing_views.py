"""Issuing a quarter shows the checklist before closing, and wants a reason while it warns."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from closing.provisions import post_provisions
from reports.models import IssuedReport
from tests import factories
from tests.reports.office import create_books
from upk.access import Role
from upk.desk import closing_checks
from upk.desk.closing_checks import Line, State, check_list
from upk.ledger.models import PeriodChange
from upk.ledger.services import reopen_books
from upk.offices.models import Office

pytestmark = pytest.mark.django_db
END = date(2009, 12, 31)
ISSUE = reverse("desk:quarter-issue", args=["2009-4"])
REASON = "Cadangan diputuskan MAD bulan depan"


@pytest.fixture
def books():
    return create_books()


@pytest.fixture
def web(client, books):
    client.force_login(books.manager)
    return client


def provide(books) -> None:
    post_provisions(books.office, as_of=END, request_key=uuid4(), by=books.manager)


def issue(web, **data):
    return web.post(ISSUE, {"request_key": uuid4(), **data})


def test_page_shows_the_checklist_of_the_quarters_end(web, books):
    page = web.get(ISSUE)

    assert page.context["lines"] == check_list(books.office, END)
    assert "Cadangan SPP kurang Rp" in page.text
    assert "Tetap terbitkan" in page.text
    assert "Jurnal penutup tahun 2009" in page.text


def test_quarter_in_order_is_issued_without_a_reason(web, books):
    provide(books)

    assert "Tetap terbitkan" not in web.get(ISSUE).text
    issue(web)

    assert IssuedReport.objects.get().reason == ""
    assert PeriodChange.objects.get().reason == ""


@pytest.mark.parametrize(
    "data", [{}, {"anyway": "on"}, {"reason": REASON}, {"anyway": "on", "reason": " "}]
)
def test_warning_wants_a_tick_and_a_reason(web, data):
    page = issue(web, **data)

    assert page.status_code == 200
    assert "invalid-feedback" in page.text
    assert not IssuedReport.objects.exists()
    assert not PeriodChange.objects.exists()


def test_reason_is_kept_with_the_issue_and_the_closing_and_shown_in_the_office(web, books):
    shown = issue(web, anyway="on", reason=f" {REASON} ")

    issued = IssuedReport.objects.get()
    assert (issued.reason, PeriodChange.objects.get().reason) == (REASON, REASON)
    assert REASON in web.get(shown.url).text
    district = factories.create_user(Role.DISTRICT, district=books.office.district)
    web.force_login(district)
    assert REASON not in web.get(shown.url).text
    assert REASON not in issued.value


def test_reason_of_an_issue_of_closed_books_is_kept_too(web, books):
    web.post(reverse("desk:period-close", args=["2009-12"]), {"anyway": "on", "reason": "Tutup"})

    issue(web, anyway="on", reason=REASON)

    assert IssuedReport.objects.get().reason == REASON
    assert [change.reason for change in PeriodChange.objects.all()] == ["Tutup"]


def test_second_click_needs_no_reason_and_issues_nothing_more(web):
    key = uuid4()
    first = issue(web, request_key=key, anyway="on", reason=REASON)

    again = issue(web, request_key=key)

    assert again.url == first.url
    assert IssuedReport.objects.count() == 1


def test_outdated_issue_is_checked_anew(web, books):
    issue(web, anyway="on", reason=REASON)
    office = Office.objects.get(pk=books.office.pk)
    reopen_books(office, through=date(2009, 9, 30), reason="Salah", by=books.manager)

    refused = issue(web)
    issue(web, anyway="on", reason="Masih menunggu MAD")

    assert "invalid-feedback" in refused.text
    reasons = IssuedReport.objects.order_by("revision").values_list("reason", flat=True)
    assert list(reasons) == [REASON, "Masih menunggu MAD"]


def test_fault_of_the_books_forbids_issuing(web, monkeypatch):
    """A fault can't be made past the guards here; so the checklist has one more check."""
    fault = Line("Periksa", State.FAULT, "rusak")
    monkeypatch.setattr(
        closing_checks, "CHECKS", (*closing_checks.CHECKS, lambda office, through: [fault])
    )

    page = web.get(ISSUE)
    assert "bereskan dahulu yang menghalangi" in page.text
    assert "Terbitkan Triwulan IV 2009</button>" not in page.text
    issue(web, anyway="on", reason=REASON)
    assert not IssuedReport.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_others_may_not(client, books, role):
    client.force_login(factories.create_user(role, books.office))

    assert client.get(ISSUE).status_code == 403
    assert issue(client, anyway="on", reason=REASON).status_code == 403
