"""A PDF is shown and kept nowhere; where there is none, the page above says why."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ValidationError

from upk.pdf import PdfError, pdf_or_back


@pytest.fixture
def request_of_page(rf):
    request = rf.get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def raising(error: Exception):
    def make() -> bytes:
        raise error

    return make


def test_pdf_is_shown_by_the_browser_and_kept_nowhere(request_of_page):
    response = pdf_or_back(request_of_page, lambda: b"%PDF-", "UPK-KAL-Notulen", "desk:home")

    assert (response.status_code, response.content) == (200, b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="upk-kal-notulen.pdf"'
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PdfError("PDF gagal dibuat."), ["PDF gagal dibuat."]),
        (ValidationError(["Belum cair.", "Belum lengkap."]), ["Belum cair.", "Belum lengkap."]),
    ],
)
def test_what_went_wrong_is_told_on_the_page_above(request_of_page, error, told):
    response = pdf_or_back(request_of_page, raising(error), "x", "reports:report", "lpp")

    assert (response.status_code, response.url) == (302, "/laporan/lpp/")
    assert [str(message) for message in get_messages(request_of_page)] == told


def test_other_errors_are_not_swallowed(request_of_page):
    with pytest.raises(ZeroDivisionError):
        pdf_or_back(request_of_page, raising(ZeroDivisionError()), "x", "desk:home")
