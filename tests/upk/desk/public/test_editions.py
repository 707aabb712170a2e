"""The public edition is made in the background, when somebody first asks for it."""

import threading

import pytest
from django.urls import reverse

from reports.issuing import issue_quarter
from reports.models import IssuedFile
from tests.reports.office import create_books
from upk.periods import Quarter

pytestmark = pytest.mark.django_db(transaction=True)
THREAD = "public-edition-"


def makers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith(THREAD)]


def test_the_first_visitor_is_told_to_wait_and_the_next_gets_the_file(client):
    books = create_books()
    for number in (3, 4):
        issue_quarter(books.office, Quarter(2009, number), by=books.manager, render=False)
    third, fourth = (
        reverse("desk:public-report", args=[books.office.code, f"2009-{number}"])
        for number in (3, 4)
    )

    first = client.get(fourth)
    running = makers()
    others = [client.get(fourth), client.get(third)]
    assert len(makers()) <= 1  # however many ask
    for thread in running:
        thread.join(120)

    assert [answer.status_code for answer in (first, *others)] == [503] * 3
    assert (first["Retry-After"], first["Cache-Control"]) == ("15", "no-store")
    assert "sedang dibuat" in first.content.decode()
    assert IssuedFile.objects.get().kind == IssuedFile.Kind.PUBLIC
    assert client.get(fourth).getvalue().startswith(b"%PDF-")
