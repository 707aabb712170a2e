"""Issuing commits before its PDF is made: a module of its own, since it commits."""

from uuid import uuid4

import pytest

from reports.issued_files import make_file
from reports.models import IssuedFile, IssuedReport
from tests.reports.office import create_books
from tests.reports.test_quarter_views import ISSUE, WARNED


@pytest.mark.django_db(transaction=True)
def test_the_pdf_is_made_after_issuing(client):
    books = create_books()
    client.force_login(books.manager)

    client.post(ISSUE, {"request_key": uuid4(), **WARNED})
    issued = IssuedReport.objects.get()

    assert make_file(issued, "pdf") == IssuedFile.objects.get()  # waits for whoever makes it
