"""Keeping photos of goats."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from goats.herd.writing import hold
from goats.models import Goat, GoatPhoto
from upk.ledger.services import lock_office
from upk.offices.models import User
from upk.offices.stored_files import store_file


@transaction.atomic
def attach_photo(goat: Goat, upload: UploadedFile, *, by: User) -> GoatPhoto:
    """Keep a photo of a goat; the same photo twice is one.

    Raises ``ValidationError`` for what is too large or no photo.
    """
    office = lock_office(goat.office)
    held = hold([goat.pk])[goat.pk]
    try:
        stored = store_file(office, upload, by=by)
    except ValidationError as error:
        raise ValidationError({"photo": error.messages}) from error
    if not stored.content_type.startswith("image/"):
        raise ValidationError({"photo": "Pilih foto JPEG atau PNG."})
    found, _ = GoatPhoto.objects.get_or_create(goat=held, file=stored, defaults={"attached_by": by})
    return found
