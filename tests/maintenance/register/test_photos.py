"""Photos of pieces: what is kept of them, what is refused, and who sees them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from maintenance.models import Photo
from maintenance.register.photos import attach_photos, ready_photo, withdraw_photo
from tests.maintenance.register import village as tools
from upk.offices.stored_files import path_of, read_stored


@pytest.fixture
def setting(db) -> tools.Setting:
    return tools.create_setting()


@pytest.fixture
def road(setting):
    return tools.register(setting)


def located(latitude: tuple[int, str] = (7, "S")) -> bytes:
    """A photo that knows where it was taken: 7° south, 110° east unless told otherwise."""
    exif = Image.Exif()
    whole = IFDRational(0)
    exif.get_ifd(0x8825).update(
        {
            1: latitude[1], 2: (IFDRational(latitude[0]), whole, whole),
            3: "E", 4: (IFDRational(110), whole, whole),
        }
    )  # fmt: skip
    return tools.photo_bytes(exif=exif)


def test_a_photo_is_kept_small_and_without_its_place(setting, road):
    upload = tools.upload(located(), name="Foto di rumah Bu Narti.png")

    [photo] = attach_photos(road, [ready_photo(upload, keeps_place=False)], by=setting.secretary)

    assert (photo.latitude, photo.longitude) == (None, None)
    assert photo.file.content_type == "image/jpeg"
    assert b"Exif" not in read_stored(photo.file)
    assert path_of(photo.file.sha256).exists()


def test_the_place_is_kept_if_that_is_wished(setting, road):
    photos = [ready_photo(tools.upload(located()), keeps_place=True)]

    [photo] = attach_photos(road, photos, by=setting.secretary)

    photo.refresh_from_db()
    assert (photo.latitude, photo.longitude) == (Decimal("-7.000000"), Decimal("110.000000"))
    assert b"Exif" not in read_stored(photo.file)


def test_a_place_outside_indonesia_is_not_kept(setting, road):
    photos = [ready_photo(tools.upload(located((52, "N"))), keeps_place=True)]

    [photo] = attach_photos(road, photos, by=setting.secretary)

    assert photo.latitude is None


def test_the_same_photo_twice_is_one(setting, road):
    for _ in range(2):
        attach_photos(road, [ready_photo(tools.upload(), keeps_place=False)], by=setting.secretary)

    assert Photo.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.4 kuitansi %%EOF", "kuitansi.jpg: bukan foto JPEG atau PNG yang utuh"),
        (b"", "bukan foto"),
        (b"<script>alert()</script>", "bukan foto"),
    ],
)
def test_what_is_no_photo_is_refused_with_the_reason(content, message):
    with pytest.raises(ValidationError, match=message):
        ready_photo(tools.upload(content, name="kuitansi.jpg"), keeps_place=False)


def test_what_is_too_large_is_refused_before_it_is_read(settings):
    settings.PHOTO_MEGABYTES = 0

    with pytest.raises(ValidationError, match="lebih besar dari 0 MB"):
        ready_photo(tools.upload(), keeps_place=False)


def test_an_occasion_has_so_many_photos_and_no_more(setting, road, settings):
    settings.PHOTOS_PER_OCCASION = 2
    photos = [
        ready_photo(tools.upload(tools.photo_bytes(colour=colour)), keeps_place=False)
        for colour in ("red", "green", "blue")
    ]

    with pytest.raises(ValidationError, match="Paling banyak 2 foto"):
        attach_photos(road, photos, by=setting.secretary)
    assert not Photo.objects.exists()

    assert len(attach_photos(road, photos[:2], by=setting.secretary)) == 2


def test_a_photo_is_withdrawn_once_and_for_a_reason(setting, road):
    [photo] = attach_photos(
        road, [ready_photo(tools.upload(), keeps_place=False)], by=setting.secretary
    )

    with pytest.raises(ValidationError, match="Tulis alasannya"):
        withdraw_photo(photo, reason=" ", by=setting.secretary)
    first = withdraw_photo(photo, reason="Jalan lain", by=setting.secretary)

    assert withdraw_photo(photo, reason="Lagi", by=setting.secretary) == first
    assert photo.withdrawal.reason == "Jalan lain"
