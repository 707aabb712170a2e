"""Drafts of packs: made beside the request, one at a time for an office, kept for a day."""

import io
import os
import time

import pytest
from django.urls import reverse
from pypdf import PdfReader

from reports import drafts
from reports.drafts import Stage, draft_of, make_draft, read_draft
from tests.reports.office import create_books
from upk import background
from upk.periods import Quarter

FOURTH = Quarter(2009, 4)
PAGE = reverse("reports:quarter-draft", args=[FOURTH])


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.mark.django_db
def test_nothing_is_known_of_a_draft_that_nobody_asked_for(books):
    assert draft_of(books.office, FOURTH) is None
    assert read_draft(books.office, FOURTH) is None


@pytest.mark.django_db
def test_draft_is_marked_and_kept_for_this_system_alone(books):
    make_draft(books.office.pk, FOURTH)

    assert draft_of(books.office, FOURTH).is_done
    pages = PdfReader(io.BytesIO(read_draft(books.office, FOURTH))).pages
    assert "DRAF" in pages[0].extract_text()
    folder = drafts._path(books.office.pk, FOURTH, "pdf").parent
    assert sorted(path.name for path in folder.iterdir()) == [
        f"{books.office.pk}-2009-4.json", f"{books.office.pk}-2009-4.pdf",
    ]  # fmt: skip
    assert [path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())] == [0, 0, 0]


@pytest.mark.django_db
def test_failure_is_told_and_another_try_mends_it(client, books, settings):
    client.force_login(books.manager)
    settings.PDF_TIMEOUT = 0.01
    make_draft(books.office.pk, FOURTH)

    failed = client.get(PAGE).content.decode()
    assert "belum jadi setelah" in failed
    assert reverse("reports:quarter-draft-file", args=[FOURTH]) not in failed
    assert read_draft(books.office, FOURTH) is None

    settings.PDF_TIMEOUT = 120
    make_draft(books.office.pk, FOURTH)
    assert read_draft(books.office, FOURTH).startswith(b"%PDF-")


@pytest.mark.django_db
@pytest.mark.parametrize("stage", drafts.STEPS)
def test_what_nobody_is_at_any_more_was_interrupted(client, books, stage):
    client.force_login(books.manager)
    drafts._tell(books.office.pk, FOURTH, drafts.Draft(stage, "2010-02-15T08:00:00+00:00"))

    shown = client.get(PAGE).content.decode()

    assert "Pembuatan terputus" in shown
    assert "hx-get" not in shown


@pytest.mark.django_db
def test_old_drafts_go_when_the_next_one_is_made(books, settings):
    settings.PDF_TIMEOUT = 0.01  # how it ends is of no matter here
    past = time.time() - drafts.KEPT_SECONDS - 1
    done = drafts.Draft(Stage.DONE, "2010-02-15T08:00:00+00:00")
    young, old = FOURTH.previous(), FOURTH.previous().previous()
    for quarter in (young, old):
        drafts._tell(books.office.pk, quarter, done)
        background.write_whole(drafts._path(books.office.pk, quarter, "pdf"), b"%PDF-")
    for ending in ("json", "pdf"):
        os.utime(drafts._path(books.office.pk, old, ending), (past, past))

    make_draft(books.office.pk, FOURTH)

    assert draft_of(books.office, old) is None
    assert read_draft(books.office, young) == b"%PDF-"
    assert [path.name for path in drafts._path(0, FOURTH, "").parent.glob("*2009-2*")] == []


@pytest.mark.django_db
def test_one_that_is_being_made_is_not_made_twice(books):
    with background.held(f"draft-{books.office.pk}-{FOURTH}"):
        make_draft(books.office.pk, FOURTH)

        assert draft_of(books.office, FOURTH) is None


@pytest.mark.django_db(transaction=True)
def test_asked_for_on_the_page_it_is_made_beside(client):
    books = create_books()
    client.force_login(books.manager)

    with background.held(f"drafts-{books.office.pk}"):  # another quarter's is being made
        response = client.post(PAGE)
        waiting = client.get(response.url).content.decode()
        assert draft_of(books.office, FOURTH).stage == Stage.WAITING
    with background.held(f"draft-{books.office.pk}-{FOURTH}"):  # waits for the maker
        draft = draft_of(books.office, FOURTH)

    assert response.url == PAGE
    assert "menunggu giliran" in waiting
    assert draft.is_done
