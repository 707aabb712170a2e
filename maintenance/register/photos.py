"""Keeping the photos of a piece, of an inspection or of a repair."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from maintenance.models import Infrastructure, Inspection, Photo, PhotoWithdrawal, Repair
from maintenance.rules.places import is_in_indonesia
from upk.ledger.services import lock_office
from upk.offices import uploads
from upk.offices.models import User
from upk.offices.stored_files import store_file
from upk.offices.uploads import ReadyPhoto


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A photo made ready before anything is locked; ``keeps_place``: where it was taken too."""

    ready: ReadyPhoto
    keeps_place: bool = False


def ready_photo(upload: UploadedFile, *, keeps_place: bool) -> NewPhoto:
    """The uploaded photo made small and silent; nothing is stored yet.

    Raises ``ValidationError`` for what is too large or no photo.
    """
    return NewPhoto(uploads.ready_photo(upload), keeps_place)


def keep_photos(
    piece: Infrastructure,
    photos: Sequence[NewPhoto],
    *,
    inspection: Inspection | None = None,
    repair: Repair | None = None,
    by: User,
) -> list[Photo]:
    """Store photos with a piece that the transaction holds; the same photo twice is one.

    Raises ``ValidationError`` where the occasion has as many as it may have.
    """
    occasion = {"infrastructure": piece, "inspection": inspection, "repair": repair}
    own = Photo.objects.filter(infrastructure=piece)
    own = own.filter(inspection=inspection) if inspection else own.filter(inspection=None)
    own = own.filter(repair=repair) if repair else own.filter(repair=None)
    kept = {photo.file_id: photo for photo in own}
    found = []
    for new in photos:
        stored = store_file(piece.village.office, new.ready.as_upload(), by=by)
        if stored.pk not in kept:
            if len(kept) >= settings.PHOTOS_PER_OCCASION:
                limit = settings.PHOTOS_PER_OCCASION
                raise ValidationError({"photos": f"Paling banyak {limit} foto."})
            place = _place(new)
            kept[stored.pk] = Photo.objects.create(file=stored, attached_by=by, **place, **occasion)
        found.append(kept[stored.pk])
    return found


def _place(new: NewPhoto) -> dict[str, object]:
    latitude, longitude = new.ready.picture.latitude, new.ready.picture.longitude
    if not new.keeps_place or latitude is None or not is_in_indonesia(latitude, longitude):
        return {}
    return {"latitude": latitude, "longitude": longitude}


@transaction.atomic
def attach_photos(
    piece: Infrastructure, photos: Sequence[NewPhoto], *, repair: Repair | None = None, by: User
) -> list[Photo]:
    """Add photos to a piece or a repair, in closed books too: they change no figure.

    The same photo twice is one. Raises ``ValidationError`` where there are as many as there may be.
    """
    lock_office(piece.village.office)
    held = Infrastructure.objects.select_for_update(no_key=True).get(pk=piece.pk)
    held.village = piece.village
    return keep_photos(held, photos, repair=repair, by=by)


@transaction.atomic
def withdraw_photo(photo: Photo, *, reason: str, by: User) -> PhotoWithdrawal:
    """Mark a photo as not belonging there; it stays, with the reason.

    Raises ``ValidationError`` without a reason; twice is once.
    """
    Photo.objects.select_for_update(no_key=True).get(pk=photo.pk)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasannya."})
    if found := PhotoWithdrawal.objects.filter(photo=photo).first():
        return found
    return PhotoWithdrawal.objects.create(photo=photo, reason=reason.strip(), made_by=by)
