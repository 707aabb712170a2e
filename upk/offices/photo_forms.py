"""Fields for photos from a phone, and how they are made ready before anything is locked."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from upk.offices.pictures import NotAPicture, Picture, PictureTooLarge, prepare_picture
from upk.offices.stored_files import MEGABYTE

PICTURES = "image/jpeg,image/png"
CHOOSE_AGAIN = "Foto tidak ikut tersimpan. Pilih fotonya sekali lagi sebelum mengirim."


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A photo made ready before anything is locked; ``keeps_place``: where it was taken too."""

    name: str
    picture: Picture
    keeps_place: bool = False


def ready_photo(upload: UploadedFile, *, keeps_place: bool) -> NewPhoto:
    """The uploaded photo made small and silent (``upk.offices.pictures``).

    Raises ``ValidationError`` for what is too large or no photo; nothing is stored yet.
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
    return NewPhoto(upload.name, picture, keeps_place)


class ManyFilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Photos, made ready to keep (``ready_photo``); says of each that isn't one why not."""

    widget = ManyFilesInput(attrs={"accept": PICTURES, "multiple": True})

    def clean(self, data, initial=None) -> list:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PhotosField, self).clean(upload, initial) for upload in uploads]


class PhotosMixin(forms.Form):
    """Photos from the camera and from the phone's own collection; where they were taken goes."""

    camera = forms.FileField(
        label="Ambil foto",
        required=False,
        widget=forms.FileInput(attrs={"accept": PICTURES, "capture": "environment"}),
    )
    photos = PhotosField(label="Pilih foto yang sudah ada", required=False)

    def clean(self) -> dict:
        data = super().clean()
        found, keeps = [], bool(data.pop("keeps_place", None))
        for name in ("camera", "photos"):
            given = data.pop(name, None) or []
            for upload in given if isinstance(given, list) else [given]:
                try:
                    found.append(ready_photo(upload, keeps_place=keeps))
                except ValidationError as error:
                    self.add_error(name, error)
        data["photos"] = found
        if self.errors and self.files:
            self.ask_for_photos_again()
        return data

    def ask_for_photos_again(self) -> None:
        """Say that the browser doesn't keep the photos of a form that is shown again."""
        self.add_error("photos", CHOOSE_AGAIN)

    @property
    def ready(self) -> list[NewPhoto]:
        """The photos of a valid form."""
        return self.cleaned_data["photos"]
