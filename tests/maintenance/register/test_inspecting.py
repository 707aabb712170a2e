"""Inspections: what counts, what is refused; a second click or a lost line adds nothing."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from maintenance.models import Inspection, Photo
from maintenance.register.inspecting import forget_inspector
from maintenance.register.photos import ready_photo
from maintenance.register.services import end_infrastructure, take_back
from tests import factories
from tests.maintenance.register import village as tools
from tests.maintenance.register.village import REGISTERED, TODAY
from upk.ledger.services import close_books, reopen_books


@pytest.fixture
def setting(db) -> tools.Setting:
    return tools.create_setting()


@pytest.fixture
def road(setting):
    return tools.register(setting)


def standing(piece) -> list[tuple]:
    return list(piece.inspections.standing().values_list("inspected_on", "condition"))


def test_the_same_form_sent_twice_is_one_inspection(setting, road):
    key = uuid4()

    first = tools.inspect(setting, road, TODAY, "slight", key=key)
    again = tools.inspect(setting, road, TODAY, "slight", key=key)

    assert again == first
    assert standing(road) == [(TODAY, "slight")]


def test_a_key_is_good_for_one_content(setting, road):
    key = uuid4()
    tools.inspect(setting, road, TODAY, "slight", key=key)

    with pytest.raises(ValidationError, match="sudah pernah dikirim dengan isi yang lain"):
        tools.inspect(setting, road, TODAY, "good", key=key)


def test_a_second_inspection_of_the_day_is_refused(setting, road):
    tools.inspect(setting, road, TODAY, "slight")

    with pytest.raises(ValidationError, match="sudah diperiksa pada 15 Februari 2010"):
        tools.inspect(setting, road, TODAY, "good")

    assert standing(road) == [(TODAY, "slight")]


def test_a_later_one_of_the_quarter_stays_beside_the_earlier(setting, road):
    tools.inspect(setting, road, date(2010, 1, 10), "slight")
    tools.inspect(setting, road, date(2010, 2, 10), "good")

    assert standing(road) == [(date(2010, 2, 10), "good"), (date(2010, 1, 10), "slight")]


@pytest.mark.parametrize(
    ("on", "message"),
    [
        (TODAY + timedelta(days=1), "16 Februari 2010 belum tiba"),
        (REGISTERED - timedelta(days=1), "baru terdaftar mulai 5 Januari 2009"),
    ],
)
def test_days_that_cannot_be_are_refused(setting, road, on, message):
    with pytest.raises(ValidationError, match=message):
        tools.inspect(setting, road, on)

    assert standing(road) == []


def test_a_reported_quarter_is_refused_until_it_is_reopened(setting, road):
    close_books(setting.office, through=date(2009, 12, 31), by=setting.manager)

    with pytest.raises(ValidationError, match="Sudah dilaporkan: buku ditutup sampai 31 Desember"):
        tools.inspect(setting, road, date(2009, 12, 31))
    reopen_books(setting.office, through=None, reason="Kurang lengkap", by=setting.manager)

    assert tools.inspect(setting, road, date(2009, 12, 31)).inspected_on == date(2009, 12, 31)


def test_an_unknown_condition_is_refused(setting, road):
    with pytest.raises(ValidationError, match="Pilih kondisinya"):
        tools.inspect(setting, road, TODAY, "hancur")


def test_a_piece_that_was_given_up_is_not_inspected_after_it(setting, road):
    end_infrastructure(
        road, kind="replaced", ended_on=date(2010, 2, 1), note="Dibangun ulang",
        request_key=uuid4(), by=setting.manager,
    )  # fmt: skip

    with pytest.raises(ValidationError, match="tidak dipelihara lagi sejak 1 Februari 2010"):
        tools.inspect(setting, road, date(2010, 2, 2))

    assert tools.inspect(setting, road, date(2010, 2, 1)).condition == "good"


def test_a_correction_takes_the_place_and_both_stay(setting, road):
    wrong = tools.inspect(setting, road, TODAY, "good")

    tools.inspect(setting, road, TODAY, "heavy", corrects=wrong, reason="Salah tekan")

    assert standing(road) == [(TODAY, "heavy")]
    assert road.inspections.count() == 2
    with pytest.raises(ValidationError, match="Perbaiki yang terbaru"):
        tools.inspect(setting, road, TODAY, "slight", corrects=wrong, reason="Lagi")


def test_a_correction_says_why_and_comes_from_its_writer_or_the_manager(setting, road):
    wrong = tools.inspect(setting, road, TODAY, "good")
    change = {"corrects": wrong, "reason": "Salah tekan"}

    with pytest.raises(ValidationError, match="Tulis alasannya"):
        tools.inspect(setting, road, TODAY, "heavy", corrects=wrong, reason=" ")
    with pytest.raises(ValidationError, match="Hanya pencatatnya atau manajer"):
        tools.inspect(setting, road, TODAY, "heavy", by=setting.secretary, **change)

    assert tools.inspect(setting, road, TODAY, "heavy", by=setting.manager, **change)


def test_what_was_reported_is_not_corrected(setting, road):
    wrong = tools.inspect(setting, road, date(2009, 12, 1))
    close_books(setting.office, through=date(2009, 12, 31), by=setting.manager)

    with pytest.raises(ValidationError, match="Sudah dilaporkan"):
        tools.inspect(setting, road, date(2010, 1, 2), corrects=wrong, reason="Salah tanggal")


def test_an_inspection_that_never_was_leaves_the_day_free(setting, road):
    wrong = tools.inspect(setting, road, TODAY)

    take_back(wrong, reason="Prasarana lain", request_key=uuid4(), by=setting.facilitator)

    assert standing(road) == []
    assert tools.inspect(setting, road, TODAY, "broken").condition == "broken"


def test_photos_come_with_the_inspection_and_arrive_once(setting, road):
    key, photos = uuid4(), [ready_photo(tools.upload(), keeps_place=False)]

    first = tools.inspect(setting, road, TODAY, key=key, photos=photos)
    tools.inspect(setting, road, TODAY, key=key, photos=photos)

    assert [photo.inspection for photo in Photo.objects.all()] == [first]


def test_photos_that_had_not_arrived_are_added_when_it_is_sent_again(setting, road):
    key = uuid4()
    first = tools.inspect(setting, road, TODAY, key=key)

    again = tools.inspect(
        setting, road, TODAY, key=key, photos=[ready_photo(tools.upload(), keeps_place=False)]
    )

    assert again == first
    assert [photo.inspection for photo in Photo.objects.all()] == [first]


def test_too_many_photos_save_nothing(setting, road, settings):
    settings.PHOTOS_PER_OCCASION = 1
    photos = [
        ready_photo(tools.upload(tools.photo_bytes(colour=colour)), keeps_place=False)
        for colour in ("red", "blue")
    ]

    with pytest.raises(ValidationError, match="Paling banyak 1 foto"):
        tools.inspect(setting, road, TODAY, photos=photos)

    assert not Inspection.objects.exists()


def test_the_name_of_who_inspected_can_be_emptied_and_nothing_else(setting, road):
    look = tools.inspect(setting, road, TODAY, inspector_name="Pak Sastro, kader teknik")
    other = tools.inspect(setting, road, date(2010, 1, 4), inspector_name="Bu Narti")

    forget_inspector(look)

    look.refresh_from_db()
    other.refresh_from_db()
    assert (look.inspector_name, look.condition, other.inspector_name) == ("", "good", "Bu Narti")


def test_somebody_of_another_office_inspects_nothing(setting, road):
    stranger = factories.create_user("secretary")

    with pytest.raises(Exception, match="recorded by a user of the office"):
        tools.inspect(setting, road, TODAY, by=stranger)
