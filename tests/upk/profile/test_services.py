"""The office's profile: versions of its texts, officers and documents, as of a day."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests import factories
from upk.access import Role
from upk.desk.example.villages.sample_paper import sample_upload
from upk.ledger.services import close_books
from upk.offices.models import Office
from upk.profile.models import LegalDocument, ProfileText
from upk.profile.records import profile_of
from upk.profile.rules import filled, unknown_names
from upk.profile.services.profile import (
    NewDocument,
    NewOfficer,
    add_document,
    add_officer,
    end_officer,
    withdraw,
    write_text,
)

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
CLOSED = date(2009, 12, 31)
VISION = ProfileText.Key.VISION


@pytest.fixture
def secretary():
    return factories.create_user(Role.SECRETARY)


@pytest.fixture
def closed(secretary):
    """The secretary of an office whose books are closed through 2009."""
    manager = factories.create_user(office=secretary.office)
    close_books(secretary.office, through=CLOSED, by=manager)
    secretary.office = Office.objects.get(pk=secretary.office_id)
    return secretary


def write(by, text="Desa maju", since=TODAY, key=VISION, **more):
    return write_text(by.office, key, text, since=since, request_key=uuid4(), by=by, **more)


def appoint(by, title="Ketua", since=date(2003, 1, 1), **more):
    new = NewOfficer(title, f"Nama {title}", since, **more)
    return add_officer(by.office, new, request_key=uuid4(), by=by)


def keep(by, number="SK/1", dated_on=date(2003, 1, 1), upload=None, **more):
    new = NewDocument(LegalDocument.Kind.DECREE, number, dated_on, **more)
    return add_document(by.office, new, upload=upload, request_key=uuid4(), by=by)


def test_a_text_holds_from_its_day_on(secretary):
    write(secretary, "Dulu", since=date(2005, 1, 1))
    write(secretary, "Sekarang", since=date(2009, 7, 1))

    def vision(on):
        return profile_of(secretary.office, on).texts.get(VISION)

    assert vision(date(2004, 12, 31)) is None
    assert vision(date(2009, 6, 30)) == "Dulu"
    assert vision(date(2009, 7, 1)) == "Sekarang"
    assert ProfileText.objects.count() == 2


def test_an_empty_text_takes_the_section_away(secretary):
    write(secretary, "Ada", since=date(2010, 2, 1))
    write(secretary, "  \r\n ")

    assert profile_of(secretary.office, date(2010, 2, 14)).texts == {VISION: "Ada"}
    assert profile_of(secretary.office, TODAY).is_empty


def test_a_form_sent_twice_writes_once(secretary):
    key = uuid4()
    sent = {"since": TODAY, "request_key": key, "by": secretary}

    first = write_text(secretary.office, VISION, "Maju", **sent)

    assert write_text(secretary.office, VISION, "Maju", **sent) == first
    with pytest.raises(ValidationError):
        write_text(secretary.office, VISION, "Mundur", **sent)
    assert ProfileText.objects.get().text == "Maju"


@pytest.mark.parametrize(
    ("text", "since", "sentence"),
    [
        ("Maju", date(2010, 2, 16), "belum tiba"),
        ("Maju", date(2009, 12, 31), "Sudah dilaporkan"),
        ("{kambing} ekor", TODAY, "{kambing} tidak dikenal"),
    ],
)
def test_a_text_is_refused_with_the_reason(closed, text, since, sentence):
    with pytest.raises(ValidationError, match=sentence):
        write(closed, text, since=since)

    assert not ProfileText.objects.exists()


def test_a_version_is_never_dated_before_the_newest(secretary):
    write(secretary, since=date(2010, 2, 1))

    with pytest.raises(ValidationError, match="1 Februari 2010"):
        write(secretary, since=date(2010, 1, 31))


@pytest.mark.parametrize("role", [Role.TREASURER, Role.SUPERVISOR, Role.FACILITATOR])
def test_only_manager_and_secretary_keep_the_profile(role):
    user = factories.create_user(role)

    for attempt in (write, appoint, keep):
        with pytest.raises(PermissionDenied):
            attempt(user)


def test_nobody_writes_another_offices_profile(secretary):
    stranger = factories.create_user(Role.SECRETARY)
    officer, document = appoint(secretary), keep(secretary)

    with pytest.raises(PermissionDenied):
        write_text(secretary.office, VISION, "x", since=TODAY, request_key=uuid4(), by=stranger)
    with pytest.raises(PermissionDenied):
        end_officer(officer, until=TODAY, by=stranger)
    for row in (officer, document):
        with pytest.raises(PermissionDenied):
            withdraw(row, by=stranger)


def test_what_is_known_late_counts_from_the_first_open_day(closed):
    officer, document = appoint(closed), keep(closed)

    assert officer.counts_from == document.counts_from == date(2010, 1, 1)
    assert profile_of(closed.office, CLOSED).is_empty
    assert profile_of(closed.office, date(2010, 1, 1)).officers == (officer,)


def test_an_officer_serves_to_the_last_day(secretary):
    officer = appoint(secretary, signs=True)
    end_officer(officer, until=date(2009, 6, 30), by=secretary)
    end_officer(officer, until=date(2009, 6, 30), by=secretary)  # the same form again

    assert profile_of(secretary.office, date(2009, 6, 30)).officers == (officer,)
    assert profile_of(secretary.office, date(2009, 7, 1)).officers == ()
    with pytest.raises(ValidationError, match="sudah berakhir"):
        end_officer(officer, until=TODAY, by=secretary)


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (date(2010, 2, 16), "belum tiba"),
        (date(2009, 12, 31), "Sudah dilaporkan"),
        (date(2002, 1, 1), "Tercatat mulai"),
    ],
)
def test_an_end_is_refused_with_the_reason(closed, until, sentence):
    officer = appoint(closed)

    with pytest.raises(ValidationError, match=sentence):
        end_officer(officer, until=until, by=closed)


def test_what_was_withdrawn_counted_until_the_day_before(secretary):
    officer, document = appoint(secretary), keep(secretary)
    for row in (officer, document, officer):
        withdraw(row, by=secretary)

    before = profile_of(secretary.office, date(2010, 2, 14))
    assert (before.officers, before.documents) == ((officer,), (document,))
    assert profile_of(secretary.office, TODAY).is_empty


def test_a_document_stands_once_until_it_is_withdrawn(secretary):
    first = keep(secretary, "SK 1 / 2003", upload=sample_upload())
    with pytest.raises(ValidationError, match="sudah ada"):
        keep(secretary, "sk 1  / 2003")

    withdraw(first, by=secretary)
    second = keep(secretary, "SK 1 / 2003", is_public=False)

    assert first.file.content_type == "application/pdf"
    assert (second.file, second.is_public) == (None, False)


def test_placeholders_are_counts_of_published_figures():
    figures = {"groups_total": 1211, "villages": 14, "economic_assets": 5}

    assert filled("{kelompok} kelompok di {desa} desa", figures) == "1.211 kelompok di 14 desa"
    assert filled("{kelompok_spp} {aset} {desa", {}) == "– – {desa"
    assert unknown_names("{desa} {aset} {aset} {} {desa") == ["aset", ""]
