"""Photos from a phone made fit to keep: upright, small, and silent about where they were taken.

A photo is decoded and written anew, so whatever else its file held (EXIF with place and device, a
preview, hidden data) is gone. Only what Pillow reads as JPEG or PNG is a photo.
"""

import io
import struct
from dataclasses import dataclass
from decimal import Decimal

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 1600
"""Pixels; enough to see a crack, and some 300 kB."""

MOST_PIXELS = {"JPEG": 80_000_000, "PNG": 25_000_000}
"""More is a trap that unpacks into gigabytes. A JPEG is unpacked to a fraction of its size, a PNG
(of a screen, not a camera) whole."""

QUALITY = 80
_BROKEN = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, LookupError,
    ArithmeticError, EOFError, struct.error,
)  # fmt: skip
"""What Pillow raises over files that are damaged, or made to trip it."""
_GPS = 0x8825
_LATITUDE_SIDE, _LATITUDE, _LONGITUDE_SIDE, _LONGITUDE = 1, 2, 3, 4


class NotAPicture(ValueError):
    """The content is no whole JPEG or PNG."""


class PictureTooLarge(ValueError):
    """More than ``MOST_PIXELS``; ``pixels`` says how many."""

    def __init__(self, pixels: int) -> None:
        self.pixels = pixels
        super().__init__(f"{pixels} pixels")


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG ready to keep; where it was taken, in degrees, if the camera had noted it."""

    content: bytes
    width: int
    height: int
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def prepare_picture(content: bytes) -> Picture:
    """The photo as a JPEG of at most ``LONGEST_SIDE`` pixels, upright and without EXIF.

    The same content always gives the same bytes. Raises ``NotAPicture`` or ``PictureTooLarge``,
    the latter before anything is unpacked.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it where it is imported
    try:
        with Image.open(io.BytesIO(content), formats=tuple(MOST_PIXELS)) as image:
            if image.width * image.height > MOST_PIXELS[image.format]:
                raise PictureTooLarge(image.width * image.height)
            place = _place_of(image)
            upright = _small(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge(max(MOST_PIXELS.values()) + 1) from error
    except _BROKEN as error:
        if isinstance(error, PictureTooLarge):
            raise
        raise NotAPicture from error
    made = io.BytesIO()
    upright.save(made, "JPEG", quality=QUALITY, optimize=True)
    return Picture(made.getvalue(), upright.width, upright.height, *place)


def _small(image: Image.Image) -> Image.Image:
    """The image in plain colours, upright, no larger than is kept."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    if image.mode in ("P", "PA"):  # shades between the colours of a palette aren't in it
        image = image.convert("RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _on_white(ImageOps.exif_transpose(image))


def _on_white(image: Image.Image) -> Image.Image:
    """The image in plain colours; what was transparent is white."""
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    white = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(white, layer).convert("RGB")


def _place_of(image: Image.Image) -> tuple[Decimal | None, Decimal | None]:
    """Latitude and longitude of the camera, six decimals; nothing where they make no sense."""
    try:
        gps = image.getexif().get_ifd(_GPS)
        latitude = _degrees(gps[_LATITUDE], gps[_LATITUDE_SIDE] == "S")
        longitude = _degrees(gps[_LONGITUDE], gps[_LONGITUDE_SIDE] == "W")
    except _BROKEN:
        return None, None
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None, None
    return latitude, longitude


def _degrees(parts, is_negative: bool) -> Decimal:
    """Degrees, minutes and seconds as EXIF has them (fractions), as one number."""
    degrees, minutes, seconds = (
        Decimal(int(part.numerator)) / Decimal(int(part.denominator)) for part in parts
    )
    found = degrees + minutes / 60 + seconds / 3600
    return (-found if is_negative else found).quantize(Decimal("0.000001"))
