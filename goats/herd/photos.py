"""Keeping photos of goats."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from goats.herd.writing import hold
from goats.models import Goat, GoatPhoto
from upk.ledger.services import lock_office
from upk.offices.models import User
from upk.offices.stored_files import store_file
from upk.offices.uploads import ready_photo


def attach_photo(goat: Goat, upload: UploadedFile, *, by: User) -> GoatPhoto:
    """Keep a photo of a goat, made small and without place; the same photo twice is one.

    Raises ``ValidationError`` for what is too large or no photo.
    """
    try:
        ready = ready_photo(upload)
    except ValidationError as error:
        raise ValidationError({"photo": error.messages}) from error
    with transaction.atomic():
        office = lock_office(goat.office)
        held = hold([goat.pk])[goat.pk]
        stored = store_file(office, ready.as_upload(), by=by)
        found, _ = GoatPhoto.objects.get_or_create(
            goat=held, file=stored, defaults={"attached_by": by}
        )
    return found
