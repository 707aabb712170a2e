"""Photos made fit to keep: small, upright, silent about their place; everything else is refused."""

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from tests.hostile import png_that_claims
from tests.maintenance.register.village import photo_bytes
from upk.offices.pictures import LONGEST_SIDE, NotAPicture, PictureTooLarge, prepare_picture

GPS = 0x8825


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def exif(*, orientation: int | None = None, gps: dict | None = None) -> Image.Exif:
    found = Image.Exif()
    found[0x010F] = "Kamera Pak Lurah"
    if orientation:
        found[0x0112] = orientation
    if gps:
        found.get_ifd(GPS).update(gps)
    return found


def dms(degrees: int, minutes: int, seconds: int) -> tuple:
    return IFDRational(degrees), IFDRational(minutes), IFDRational(seconds)


SRAGEN = {1: "S", 2: dms(7, 25, 48), 3: "E", 4: dms(110, 49, 12)}


def test_a_large_photo_becomes_small():
    picture = prepare_picture(photo_bytes(size=(4000, 3000)))

    assert (picture.width, picture.height) == (LONGEST_SIDE, 1200)
    assert opened(picture.content).size == (1600, 1200)
    assert opened(picture.content).format == "JPEG"


def test_a_small_photo_stays_as_large_as_it_is():
    assert prepare_picture(photo_bytes(size=(640, 480))).width == 640


def test_a_photo_taken_upright_is_upright():
    """Orientation 6: the camera was turned, the left edge of the file is the picture's top."""
    image = Image.new("RGB", (40, 20), "white")
    image.paste("red", (0, 0, 20, 20))
    made = io.BytesIO()
    image.save(made, "JPEG", exif=exif(orientation=6), quality=95)

    found = opened(prepare_picture(made.getvalue()).content).convert("RGB")

    assert found.size == (20, 40)
    top, bottom = found.getpixel((10, 5)), found.getpixel((10, 35))
    assert top[1] < 60 < 200 < bottom[1]


def test_nothing_of_the_camera_is_left_in_the_file():
    content = photo_bytes(exif=exif(gps=SRAGEN))
    assert b"Kamera Pak Lurah" in content

    picture = prepare_picture(content)

    assert b"Kamera" not in picture.content
    assert dict(opened(picture.content).getexif()) == {}
    assert "exif" not in opened(picture.content).info


def test_the_place_is_read_for_those_who_want_to_keep_it():
    picture = prepare_picture(photo_bytes(exif=exif(gps=SRAGEN)))

    assert picture.latitude == Decimal("-7.430000")  # 7° 25' 48" S
    assert picture.longitude == Decimal("110.820000")  # 110° 49' 12" E


@pytest.mark.parametrize(
    "gps",
    [
        {1: "S", 2: dms(7, 25, 48)},
        {1: "S", 2: dms(97, 0, 0), 3: "E", 4: dms(110, 0, 0)},
        {1: "S", 2: (IFDRational(7, 0),) * 3, 3: "E", 4: dms(110, 0, 0)},
        {1: "S", 2: (IFDRational(7),), 3: "E", 4: dms(110, 0, 0)},
    ],
)
def test_a_place_that_makes_no_sense_is_none(gps):
    picture = prepare_picture(photo_bytes(exif=exif(gps=gps)))

    assert (picture.latitude, picture.longitude) == (None, None)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_any_png_becomes_a_jpeg(mode):
    made = io.BytesIO()
    Image.new(mode, (30, 20)).save(made, "PNG")

    assert opened(prepare_picture(made.getvalue()).content).mode == "RGB"


def test_what_is_transparent_becomes_white():
    made = io.BytesIO()
    Image.new("RGBA", (30, 20), (255, 0, 0, 0)).save(made, "PNG")

    assert opened(prepare_picture(made.getvalue()).content).getpixel((5, 5)) == (255, 255, 255)


def test_the_same_photo_gives_the_same_file():
    content = photo_bytes(size=(300, 200))

    assert prepare_picture(content).content == prepare_picture(content).content


def test_a_bomb_is_refused_before_it_is_unpacked():
    """A PNG of 60 bytes that says it has 3,6 billion pixels; one that has 26 million."""
    for side in (60_000, 5_100):
        with pytest.raises(PictureTooLarge):
            prepare_picture(png_that_claims(side))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.4 %%EOF",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 40,
        b"\xff\xd8\xff\xe0 bukan foto \xff\xd9",
        photo_bytes(size=(300, 200))[:-600],
    ],
    ids=["empty", "pdf", "svg", "gif", "head of a jpeg", "half a jpeg"],
)
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(NotAPicture):
        prepare_picture(content)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow warns of damaged EXIF
@given(st.binary(max_size=40), st.integers(0, 500), st.sampled_from(["JPEG", "PNG"]))
def test_a_damaged_photo_is_taken_or_refused_and_never_an_error(junk, at, kind):
    made = io.BytesIO()
    Image.new("RGB", (20, 20), "green").save(made, kind, exif=exif(gps=SRAGEN))
    content = made.getvalue()
    damaged = content[:at] + junk + content[at + len(junk) :]

    try:
        picture = prepare_picture(damaged)
    except (NotAPicture, PictureTooLarge):
        return
    assert opened(picture.content).format == "JPEG"
