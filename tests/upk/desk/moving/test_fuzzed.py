"""Cells replaced at random: a workbook is told to be wrong, or all of it is in.

Half an office is never there. What the checks let pass must move in, and leave books that can be
proved.
"""

import io
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from groups.models import Group
from loans.models import Loan
from tests.upk.desk.moving.by_hand import as_typed
from tests.upk.desk.moving.workbook import sheets
from upk.desk.check_books import check_books
from upk.desk.moving.jobs import OUR_FAULT, carry_on
from upk.desk.moving.models import MovedIn, Upload
from upk.desk.moving.sheets import BY_KEY
from upk.ledger.models import Entry
from upk.offices.models import Office, Person, Village

pytestmark = pytest.mark.django_db

CELLS = {
    BY_KEY[key].title: [
        [column.heading for column in BY_KEY[key].columns],
        *[[as_typed(column, row.get(column.key)) for column in BY_KEY[key].columns]
          for row in rows],
    ]
    for key, rows in sheets().items()
}  # fmt: skip
PLACES = [
    (title, row, place)
    for title, rows in CELLS.items()
    for row, cells in enumerate(rows)
    for place in range(len(cells))
]
USED = [cells[place] for title, row, place in PLACES if (cells := CELLS[title][row])[place]]
ODD = (
    None, "", " ", "x", "-", "ya", "#REF!", "=1+1", "@a", "1.000,50", "1,5", "9" * 40, "é\u200b🐐",
    "3314010000000001", "2009-12-31", "31/12/2009", True, 0, 1, -1, 0.5, 1e300, 2**53 + 1, 10**18,
    date(1899, 12, 31), date(2009, 12, 31), date(2010, 1, 1), datetime(2009, 5, 5, 23, 59),  # noqa: DTZ001 -- cells have no zone
    date(9999, 12, 31), "a" * 40_000,
)  # fmt: skip

changes = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(ODD) | st.sampled_from(USED)),
    min_size=1,
    max_size=4,
)
dropped = st.lists(st.sampled_from(sorted(CELLS)), max_size=1)


def fuzzed(changed, without) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in CELLS.items():
        if title in without:
            continue
        page = book.create_sheet(title)
        for number, cells in enumerate(rows, start=1):
            for place, value in enumerate(cells, start=1):
                page.cell(number, place, value)
    for (title, row, place), value in changed:
        if title not in without:
            page = book[title]
            page.cell(row + 1, place + 1).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def is_empty() -> bool:
    return not any(
        model.objects.exists() for model in (Entry, Loan, Group, Person, Village, MovedIn)
    )


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(changed=changes, without=dropped)
@example(changed=[], without=[])
@example(changed=[], without=["Inventaris"])
@example(changed=[(("Jadwal angsuran", 2, 2), 1e300)], without=[])  # a day of no calendar
def test_fuzzed_workbooks_are_told_or_in(client, manager, settings, tmp_path, changed, without):
    settings.VAR_DIR = tmp_path
    client.force_login(manager)
    with transaction.atomic():
        state = _through(client, fuzzed(changed, without))

        if state == Upload.State.DONE:
            results = check_books(Office.objects.all(), quarters=None)
            assert [fault for result in results for fault in result.faults] == []
            assert MovedIn.objects.count() == 1
        else:
            assert state in (Upload.State.PROBLEMS, Upload.State.REFUSED)
            assert is_empty()
        transaction.set_rollback(True)


def _through(client, content: bytes) -> str:
    """Sent, looked through, shown, and moved in where nothing is wrong; how it ended."""
    file = SimpleUploadedFile("pindah.xlsx", content)
    assert client.post(reverse("desk:moving"), {"file": file}).status_code == 302
    found = Upload.objects.first()
    carry_on(found.pk)
    assert client.get(reverse("desk:moving-upload", args=[found.pk])).status_code == 200
    confirm = reverse("desk:moving-confirm", args=[found.pk])
    assert client.post(confirm, {"request_key": uuid4()}).status_code == 302
    carry_on(found.pk)
    found.refresh_from_db()
    assert found.message != OUR_FAULT
    assert client.get(reverse("desk:moving-upload", args=[found.pk])).status_code == 200
    return found.state
