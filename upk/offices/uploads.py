"""Photos and papers that people choose in a form, made ready before anything is locked.

To draw a photo small takes a second of the processor; whoever holds an office meanwhile would keep
all its writers waiting.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from upk.offices.file_kinds import is_picture
from upk.offices.pictures import NotAPicture, Picture, PictureTooLarge, prepare_picture
from upk.offices.stored_files import MEGABYTE

_HEAD = 16
"""Bytes in which every kind of file says what it is."""


@dataclass(frozen=True, slots=True)
class ReadyPhoto:
    """A photo as it will be kept (``upk.offices.pictures``), under the name that it came with."""

    name: str
    picture: Picture

    def as_upload(self) -> SimpleUploadedFile:
        """What ``store_file`` takes; a new one each time, since it is read to its end."""
        return SimpleUploadedFile(self.name, self.picture.content, "image/jpeg")


def ready_photo(upload: UploadedFile) -> ReadyPhoto:
    """The uploaded photo made small and silent; nothing is stored yet.

    Raises ``ValidationError`` for what is too large or no whole JPEG or PNG.
    """
    limit = settings.PHOTO_MEGABYTES
    if upload.size > limit * MEGABYTE:
        raise ValidationError(f"{upload.name}: lebih besar dari {limit} MB.", code="too_large")
    try:
        picture = prepare_picture(upload.read())
    except PictureTooLarge:
        text = f"{upload.name}: terlalu besar untuk dibuka (pikselnya terlalu banyak)."
        raise ValidationError(text, code="too_large") from None
    except NotAPicture:
        text = f"{upload.name}: bukan foto JPEG atau PNG yang utuh. Pilih foto lain."
        raise ValidationError(text, code="not_a_picture") from None
    return ReadyPhoto(upload.name, picture)


def ready_paper(upload: UploadedFile) -> UploadedFile:
    """A PDF as it is, a photo of a paper made small: what ``store_file`` takes.

    Raises ``ValidationError`` for a photo that is too large or broken; of the rest ``store_file``
    judges.
    """
    head = upload.read(_HEAD)
    upload.seek(0)
    return ready_photo(upload).as_upload() if is_picture(head) else upload
