"""Screens of the quarterly report, by role."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from reports.drafts import make_draft
from reports.issued_files import make_file
from reports.issuing import issue_quarter
from reports.models import IssuedFile, IssuedReport
from tests import factories
from upk import background
from upk.access import Role
from upk.ledger.services import reopen_books
from upk.offices.models import Office
from upk.periods import Quarter
from upk.trail.events import Event
from upk.trail.models import TrailEntry

pytestmark = pytest.mark.django_db
FOURTH = Quarter(2009, 4)
LIST = reverse("reports:quarter-list")
ISSUE = reverse("desk:quarter-issue", args=["2009-4"])
WARNED = {"anyway": "on", "reason": "Cadangan diputuskan MAD"}
"""What the books of these tests want: their provisions aren't posted."""


@pytest.fixture
def issued(books):
    return issue_quarter(books.office, FOURTH, by=books.manager, render=False)


@pytest.fixture
def district(books):
    return factories.create_user(Role.DISTRICT, district=books.office.district)


def page(client, user, address) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_list_offers_the_manager_to_issue(client, books):
    assert ISSUE in page(client, books.manager, LIST)
    assert "Siap diterbitkan" in page(client, books.manager, LIST)
    assert ISSUE not in page(client, factories.create_user(Role.TREASURER, books.office), LIST)


def test_issue_page_says_what_will_be_closed(client, books):
    text = page(client, books.manager, ISSUE)

    assert "Buku akan ditutup sampai <strong>31 Desember 2009</strong>" in text
    assert "sama dengan akun piutang" in text


def test_issuing_twice_with_one_form_issues_once(client, books):
    client.force_login(books.manager)
    form = {"request_key": uuid4(), **WARNED}

    first = client.post(ISSUE, form)
    second = client.post(ISSUE, form)

    issued = IssuedReport.objects.get()
    assert first.url == second.url == reverse("reports:issued-detail", args=[issued.pk])
    text = page(client, books.manager, first.url)
    assert "sudah diterbitkan" in text
    assert issued.value_sha256 in text


def test_issuing_a_running_quarter_says_why_not(client, books):
    client.force_login(books.manager)
    address = reverse("desk:quarter-issue", args=["2010-1"])

    response = client.post(address, {"request_key": uuid4()})

    assert "belum berakhir" in response.content.decode()
    assert not IssuedReport.objects.exists()


def test_form_without_its_key_is_refused(client, books):
    client.force_login(books.manager)

    response = client.post(ISSUE, {"request_key": "x", **WARNED})

    assert "Formulir ini tidak utuh" in response.content.decode()
    assert not IssuedReport.objects.exists()


def test_outdated_issue_can_be_issued_again(client, books, issued):
    office = Office.objects.get(pk=books.office.pk)
    reopen_books(office, through=date(2009, 9, 30), reason="Salah", by=books.manager)

    text = page(client, books.manager, LIST)

    assert "Perlu terbit ulang" in text
    assert ISSUE in text


def test_district_sees_issued_reports_and_nothing_else(client, books, district, issued):
    other = factories.create_office(district=books.office.district, name="UPK Lain")
    make_file(issued, "json")
    client.force_login(district)

    text = page(client, district, reverse("desk:home"))
    file = client.get(reverse("reports:issued-file", args=[issued.pk, "json"]))

    assert "Belum mulai" in text
    assert other.name in text
    assert client.get(LIST).status_code == 403
    assert b"".join(file.streaming_content).startswith(b"[")
    for name in ("desk:quarter-issue", "reports:quarter-draft", "reports:quarter-draft-file"):
        assert client.get(reverse(name, args=["2009-4"])).status_code == 403


@pytest.mark.parametrize("role", [Role.MANAGER, Role.DISTRICT])
def test_issues_of_elsewhere_are_not_found(client, issued, role):
    client.force_login(factories.create_user(role))

    for address in (
        reverse("reports:issued-detail", args=[issued.pk]),
        reverse("reports:issued-file", args=[issued.pk, "json"]),
    ):
        assert client.get(address).status_code == 404


def test_facilitator_may_not(client, books, issued):
    client.force_login(factories.create_user(Role.FACILITATOR, books.office))

    assert client.get(LIST).status_code == 403
    assert client.get(reverse("reports:issued-detail", args=[issued.pk])).status_code == 403


def test_file_has_a_name_and_its_digest_as_etag(client, books, issued):
    client.force_login(books.manager)
    address = reverse("reports:issued-file", args=[issued.pk, "pdf"])

    response = client.get(address)
    content = b"".join(response.streaming_content)

    file = IssuedFile.objects.get()
    name = f"{books.office.code}-triwulan-2009-4-rev1.pdf".lower()
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["ETag"] == f'"{file.sha256}"'
    assert len(content) == file.size
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert IssuedFile.objects.count() == 1


@pytest.mark.usefixtures("own_files")
def test_tampered_file_is_not_sent(client, books, issued):
    file = make_file(issued, "json")
    file.full_path.write_bytes(b"[]")
    client.force_login(books.manager)

    response = client.get(reverse("reports:issued-file", args=[issued.pk, "json"]))

    assert response.status_code == 409
    assert "tidak dikirim" in response.content.decode()


def test_failed_pdf_leaves_the_issue_and_says_so(client, books, issued, settings):
    settings.PDF_TIMEOUT = 0.01
    client.force_login(books.manager)

    response = client.get(reverse("reports:issued-file", args=[issued.pk, "pdf"]), follow=True)

    assert "belum jadi setelah" in response.content.decode()
    assert "Buat PDF" in response.content.decode()
    settings.PDF_TIMEOUT = 120
    assert make_file(issued, "pdf").size > 10_000


def test_draft_that_was_made_can_be_fetched_and_made_again(client, books, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    client.force_login(books.manager)
    address = reverse("reports:quarter-draft", args=["2010-1"])
    file_address = reverse("reports:quarter-draft-file", args=["2010-1"])
    nothing_yet = client.get(file_address, follow=True).content.decode()

    make_draft(books.office.pk, Quarter(2010, 1))

    assert "Draf ini belum ada" in nothing_yet
    assert "Buat draf" in nothing_yet
    shown = client.get(address).content.decode()
    assert file_address in shown
    assert "Buat lagi" in shown
    response = client.get(file_address)
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response["Content-Disposition"].endswith('-triwulan-2010-1-draf.pdf"')
    assert response["Cache-Control"] == "private, no-store"


def test_page_of_a_draft_says_that_it_is_made_and_asks_again(client, books, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    client.force_login(books.manager)
    address = reverse("reports:quarter-draft", args=["2010-1"])

    with background.held(f"draft-{books.office.pk}-2010-1"):
        whole = client.get(address).content.decode()
        part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    after = client.get(address).content.decode()

    for text in (whole, part):
        assert "Draf sedang dibuat" in text
        assert f'hx-get="{address}"' in text
    assert "<html" not in part
    assert "Draf sedang dibuat" not in after


@pytest.mark.parametrize("quarter", ["2010-2", "2003-1"])
def test_quarters_that_the_list_has_not_have_no_draft(client, books, quarter):
    client.force_login(books.manager)

    for name in ("reports:quarter-draft", "reports:quarter-draft-file"):
        assert client.get(reverse(name, args=[quarter])).status_code == 404
    assert client.post(reverse("reports:quarter-draft", args=[quarter])).status_code == 404


@pytest.mark.parametrize("quarter", ["9999-4", "0001-1", "2009-5", "x"])
@pytest.mark.parametrize("name", ["desk:quarter-issue", "reports:quarter-draft"])
def test_a_quarter_that_cannot_be_is_not_found(client, books, name, quarter):
    client.force_login(books.manager)

    assert client.get(reverse(name, args=[quarter])).status_code == 404


@pytest.mark.parametrize("quarter", ["9998-4", "0002-1"])
@pytest.mark.parametrize("name", ["desk:quarter-issue", "reports:quarter-draft"])
def test_the_outermost_quarters_give_no_error_page(client, books, name, quarter):
    client.force_login(books.manager)

    assert client.get(reverse(name, args=[quarter])).status_code < 500


def test_taking_an_issued_file_away_is_told_to_the_office(client, district, issued):
    client.force_login(district)
    address = reverse("reports:issued-file", args=[issued.pk, "json"])

    etag = client.get(address)["ETag"]
    client.head(address)
    client.get(address, headers={"if-none-match": etag})  # the browser has it already

    entry = TrailEntry.objects.get(event=Event.ISSUED_DOWNLOAD)
    assert (entry.user, entry.office, entry.object_id) == (district, issued.office, issued.pk)
    assert entry.about == f"{issued.office.code}-triwulan-2009-4-rev1.json".lower()
