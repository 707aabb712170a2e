"""Keeping the photos of a visit."""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from upk.ledger.services import lock_office
from upk.offices.models import User
from upk.offices.stored_files import store_file
from upk.offices.uploads import ReadyPhoto
from upk.refusing import raise_if_any
from visits.models import Visit, VisitPhoto, VisitPhotoWithdrawal
from visits.services.problems import access_problems, photo_problems


def keep_photos(visit: Visit, photos: Sequence[ReadyPhoto], *, by: User) -> list[VisitPhoto]:
    """Store photos with a visit, inside the transaction that holds the office.

    The same photo twice is one. Raises ``ValidationError`` where there are as many as may be.
    """
    if not photos:
        return []
    kept = {photo.file_id: photo for photo in visit.photos.all()}
    found = []
    for new in photos:
        stored = store_file(visit.village.office, new.as_upload(), by=by)
        if stored.pk not in kept:
            if len(kept) >= settings.PHOTOS_PER_OCCASION:
                limit = settings.PHOTOS_PER_OCCASION
                raise ValidationError({"photos": f"Paling banyak {limit} foto."})
            kept[stored.pk] = VisitPhoto.objects.create(visit=visit, file=stored, attached_by=by)
        found.append(kept[stored.pk])
    return found


def copy_photos(old: Visit, new: Visit) -> None:
    """Let the photos of a replaced visit go on with the row that takes its place."""
    VisitPhoto.objects.bulk_create(
        VisitPhoto(visit=new, file_id=photo.file_id, attached_by_id=photo.attached_by_id)
        for photo in old.photos.shown()
    )


@transaction.atomic
def attach_photos(visit: Visit, photos: Sequence[ReadyPhoto], *, by: User) -> list[VisitPhoto]:
    """Add photos to a visit, in closed books too: they change no figure.

    The same photo twice is one. Raises ``ValidationError`` where there are as many as there may be,
    or for a village out of sight.
    """
    lock_office(visit.village.office)
    raise_if_any(access_problems([(visit.village, visit.group)], by))
    return keep_photos(visit, photos, by=by)


@transaction.atomic
def withdraw_photo(photo: VisitPhoto, *, reason: str, by: User) -> VisitPhotoWithdrawal:
    """Take a photo out of sight that doesn't belong there; twice is once.

    Raises ``ValidationError`` without a reason, for a village out of sight, or by somebody else
    than the manager or who added it.
    """
    visit = photo.visit
    lock_office(visit.village.office)
    raise_if_any(access_problems([(visit.village, visit.group)], by) + photo_problems(photo, by))
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasannya."})
    VisitPhoto.objects.select_for_update(no_key=True).get(pk=photo.pk)
    found = VisitPhotoWithdrawal.objects.filter(photo=photo).first()
    return found or VisitPhotoWithdrawal.objects.create(
        photo=photo, reason=reason.strip(), made_by=by
    )
